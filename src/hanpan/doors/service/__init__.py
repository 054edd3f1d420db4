"""The prediction service: models over HTTP.

``app`` puts it together: ``routes`` is what can be asked, ``page`` what is looked at, ``processes`` where it runs.
Beside them stands what every route needs (``desk``: models on the ``shelf``, hands to ``work``, ``measures``) and who
may ask (``guard``, ``keys``). No statistics: answers come from ``deployment``. Not here: training, judging, the
registry.
"""
