"""The parts of the page: each turns records into what its template shows, or into None where a phase has not run."""
