"""A model as an ONNX graph, from the table's columns to the answer: for programs that know no Python.

``exporting`` is the way in; ``graph`` writes nodes; ``columns``, ``preparing``, ``estimators``, ``trees``, ``networks``
and ``answers`` say in operators what the rooms below do; ``parity`` compares with the model before anything is written.
"""
