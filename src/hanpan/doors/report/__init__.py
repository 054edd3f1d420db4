"""The report: one offline HTML page over the records of a study.

Here belong: the page and its parts (``sections``, ``templates``), its pictures (``charts``). Not here: anything that
computes a score; what the page shows was decided and recorded before.
"""

from hanpan.doors.report.write import write_report

__all__ = ["write_report"]
