"""Conformance suites, public: whoever adds an algorithm, step, metric, file format or pool checks it with these.

Nothing else imports this package.
"""
