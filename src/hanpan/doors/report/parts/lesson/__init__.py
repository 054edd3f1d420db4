"""Appendix: the five steps of learning, with the numbers of this table."""
