"""Conformance suites, public: whoever adds an algorithm, step, metric or file format checks it with these.

Nothing else imports this package.
"""
