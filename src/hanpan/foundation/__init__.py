"""No phase: what every room stands on.

Errors, findings, options, texts (ko/en), events, randomness, extras, files, memory, devices, and work in a
process apart: a closed list.
A helper that only one room needs lives in that room, never here.
"""
