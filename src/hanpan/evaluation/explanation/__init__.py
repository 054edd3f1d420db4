"""Why the model answers as it does, and where it errs. One idea a file; records of plain values.

All of it is looked at on rows the model was not fitted on, and tells what goes together, not what causes what.
"""
