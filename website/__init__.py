"""The site: pages of docs/, what the code itself says (reference, lessons, glossary), and reports of real tables.

``assembling`` lays the pages of a language into one folder, ``building`` makes a site of each language out of them with
MkDocs, ``python -m website`` does both. Everything in ``reference/`` is read from the code, so that it cannot be behind
it. Words that only the site needs stand in ``words/``; the order of the pages in ``nav.toml``.
"""
