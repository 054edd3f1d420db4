"""One file per verb: ``command(door)`` builds the Click command, whose function calls the rooms and shows their records."""
