"""No phase: what every room stands on.

Errors, findings, options, texts (ko/en), events, randomness, extras and files: a closed list.
A helper that only one room needs lives in that room, never here.
"""
