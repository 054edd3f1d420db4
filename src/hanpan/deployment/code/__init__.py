"""A model of the board as plain code: pandas, scikit-learn, boosters and Keras, with a proof that it answers alike.

What a study decided (levels with a column, columns left out, rounds, cut-off) is written out with its reason; what is
computed (medians, means, weights) is learnt again from the table. Bricks are the definitions that such code may need,
one file each in ``bricks/``; only those that are used are written.
"""
