"""Chapter 1, business understanding: the problem as it was asked."""
