"""Insights: what is worth knowing about a judged study. One folder each, independent of one another.

In a folder: ``work`` (the record and how it is worked out), ``ask`` (when, from what, and what is noticed), and where
something must be fitted ``errand`` (what a worker does). How it looks is no matter of this room: see ``doors/report``.
"""
