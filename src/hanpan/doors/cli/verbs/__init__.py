"""One file per verb: ``command(door)`` builds the Click command, which calls the rooms and shows their records."""
