"""Row by row and point by point: the tables behind a number and the points behind a picture.

Here: numbers. Not here: drawings and sentences.
"""
