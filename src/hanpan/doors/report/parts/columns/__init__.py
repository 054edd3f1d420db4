"""Every column by itself: the target first and open, the others to be opened."""
