"""hanpan (한판): one board, from a table and a question to a model in service."""

__version__ = "0.1.0"
