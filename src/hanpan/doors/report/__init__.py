"""The report: one offline HTML page over the records of a study.

Here belong: the page, its chapters (``sections``), parts that stand by themselves, the faces of insights among them
(``parts``), and what pictures share (``charts``). Not here: anything that computes a score; what is shown was decided
and recorded before.
"""

from hanpan.doors.report.write import write_report

__all__ = ["write_report"]
