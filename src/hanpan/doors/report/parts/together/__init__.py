"""Columns together: missing cells, associations, inflation, drift over time, likeness within groups."""
