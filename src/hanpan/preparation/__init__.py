"""Phase 3, data preparation: from columns to what an algorithm needs, and nothing more.

Here: Needs, Steps, Recipes and the planner. A Recipe only ever builds unfitted transformers: whoever holds the
rows (a fold) fits them. Not here: algorithms, scores.
"""
