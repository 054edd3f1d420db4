"""Small and plain, or large and held back: both routes to a network, compared on this table."""
