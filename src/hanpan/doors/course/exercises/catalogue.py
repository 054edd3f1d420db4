"""All exercises by the name of their lesson."""

from __future__ import annotations

from hanpan.doors.course.exercises.day1 import DAY_1
from hanpan.doors.course.exercises.day2 import DAY_2
from hanpan.doors.course.exercises.exercise import Exercise

EXERCISES: dict[str, Exercise] = {**DAY_1, **DAY_2}
