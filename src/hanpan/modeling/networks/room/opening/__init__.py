"""Opening a person's own network in the room.

Here: Keras files, read in a process apart (``child``), Keras code, read and never run, and the rows that fit either
(``given``). Not here: where the code of a room's network is written (``room.keras_code``).
"""
