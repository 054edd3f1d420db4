"""Activation functions: drawn, explained, and compared on this table."""
