"""The processes of a service: the one that answers, one that looks after several, and one apart for each file."""
