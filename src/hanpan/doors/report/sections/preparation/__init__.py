"""Chapter 3, data preparation: what each algorithm needs, and what was done for it."""
