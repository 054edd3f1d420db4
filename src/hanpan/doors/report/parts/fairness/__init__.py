"""Whether the model errs alike in the groups of protected columns."""
