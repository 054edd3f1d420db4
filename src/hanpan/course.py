"""Public face of the course: ``from hanpan import course``, as the notebooks of ``hanpan course`` do.

Examples
--------
>>> from hanpan import course
>>> course.check("metrics", 30).right
False
"""

from __future__ import annotations

from hanpan.doors.course.checking import Checked, check
from hanpan.doors.course.tables import NetworkRows, OwnTable, table
from hanpan.doors.course.writing import write_course

__all__ = ["Checked", "NetworkRows", "OwnTable", "check", "table", "write_course"]
