"""Images of the hold-out with the model's answers: the worst mistakes, narrow and plain successes, where it looks."""
