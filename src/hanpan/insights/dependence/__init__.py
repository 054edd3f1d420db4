"""How the answers depend on the most important columns."""
