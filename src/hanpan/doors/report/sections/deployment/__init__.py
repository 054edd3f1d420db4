"""Chapter 6, deployment: the file, how it is used, the model's card."""
