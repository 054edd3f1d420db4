"""The person's hypotheses, each with its answer, the numbers behind it and one picture."""
