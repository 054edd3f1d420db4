"""What acting on the first of the list finds and earns."""
