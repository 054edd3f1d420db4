"""Parts of chapters that stand by themselves, the faces of insights among them: one folder each, independent.

In a folder: ``panel`` (what is shown, and in which chapter), ``chart`` (its pictures) and ``panel.html``. What several
parts share stands beside this folder, what belongs to a chapter itself in ``sections``; texts are in the catalogues.
"""
