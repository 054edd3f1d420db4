"""The entries of the board, one file per family: declarations, no programs.

An algorithm = one entry here and its name in the catalogue's tuple; the conformance tests find it.
"""
