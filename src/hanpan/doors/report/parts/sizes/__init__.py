"""Would more rows help? Size curves of the leaders."""
