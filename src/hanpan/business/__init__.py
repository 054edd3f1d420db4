"""Phase 1, business understanding: what is asked, and when an answer is good enough.

Here: the Problem and its card (hanpan.toml), the metrics, and the rules that turn probabilities into decisions.
Not here: data, models.
"""
