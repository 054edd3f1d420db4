"""The first page: question, verdict, answer, what to do next, and what is not in the report."""
