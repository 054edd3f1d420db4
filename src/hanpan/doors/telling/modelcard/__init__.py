"""The model card: what a model is for, from what it learnt, how well it did, and where it ends; from the file alone.

``parts`` gathers what the card says, ``written`` puts it into Markdown and HTML.

References
----------
Mitchell et al. (2019), Model cards for model reporting.
"""

from hanpan.doors.telling.modelcard.written import card_markdown, card_page

__all__ = ["card_markdown", "card_page"]
