"""The report of a watch: one page of its own, with the kit of the study's report."""
