"""Where the model errs most."""
