"""The Study: the six phases in order, each calling its room; the records they leave, in one folder."""
