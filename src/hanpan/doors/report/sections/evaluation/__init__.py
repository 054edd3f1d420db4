"""Chapter 5, evaluation: scores on the hold-out, where the model errs."""
