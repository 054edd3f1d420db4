"""The doors: command line, report, and later studio and service. They show records and call verbs; no statistics."""
