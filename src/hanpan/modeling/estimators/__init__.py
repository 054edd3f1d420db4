"""What the board fits: one class per library, all with the same few methods (see ``base``).

Each module imports its library and nothing else does, so a worker loads a library only when a trial needs it.
"""
