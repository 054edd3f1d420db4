"""How the answers change with the most important columns."""
