"""All exercises by the name of their lesson."""

from __future__ import annotations

from hanpan.doors.course.exercises.day1 import DAY_1
from hanpan.doors.course.exercises.day2 import DAY_2
from hanpan.doors.course.exercises.day3 import DAY_3
from hanpan.doors.course.exercises.day4 import DAY_4
from hanpan.doors.course.exercises.exercise import Exercise
from hanpan.doors.course.exercises.questions import QUESTIONS

EXERCISES: dict[str, Exercise] = {**DAY_1, **DAY_2, **DAY_3, **QUESTIONS, **DAY_4}
