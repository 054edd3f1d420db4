"""JSON documents, HTML pages and the XML of old Excel.

Here: the shapes in which a document holds a table. Not here: text with a separator (``text``).
"""
