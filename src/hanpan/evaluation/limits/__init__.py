"""Between which limits a metric may well lie in all rows to come.

Here: bootstrap over rows or groups, limits for a handful of rows, one model against another. Not here: values.
"""
