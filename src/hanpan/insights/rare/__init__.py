"""What weights, copies and offsets would change for rare classes."""
