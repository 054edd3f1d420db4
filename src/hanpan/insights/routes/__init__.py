"""Small and plain, or large and held back: the route to a network that did better here."""
