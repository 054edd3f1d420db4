"""Trainings of the board's networks, kept for the room.

Here: watching one while it trains, and what is kept of it. Not here: how it is drawn (``doors.telling.network_view``).
"""
