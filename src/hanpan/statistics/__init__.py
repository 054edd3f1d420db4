"""Statistics: estimates with their limits, effects, design effects, likelihood fits and corrections.

Here: whatever can be said of arrays of numbers; scipy does the arithmetic. Not here: tables, columns, metrics, models.
"""
