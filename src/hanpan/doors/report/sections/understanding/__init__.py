"""Chapter 2, data understanding: the table, its findings, each column with the target."""
