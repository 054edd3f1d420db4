"""The report: two offline HTML pages over the records of a study, what was found and what there is to learn.

Here belong: the page, its chapters (``sections``), parts that stand by themselves, the faces of insights among them
(``parts``), and what pictures share (``charts``). Not here: anything that computes a score; what is shown was decided
and recorded before.
"""

from hanpan.doors.report.write import beside, write_report

__all__ = ["beside", "write_report"]
