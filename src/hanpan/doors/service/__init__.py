"""The prediction service: models over HTTP.

Here: routes, refusals, limits, keys, measures, and how models are taken up and swapped. No statistics: answers come
from ``deployment``. Not here: training, judging, the registry's verbs.
"""
