"""The command line: a door that calls the rooms' verbs and shows their records.

Here: flags, help, wording of progress, tables for a terminal, exit codes.
Not here: statistics, decisions, the files of a study.
"""

import time

STARTED = time.monotonic()  # a budget runs from the start of the process, imports included

from hanpan.doors.cli.group import main  # noqa: E402

__all__ = ["STARTED", "main"]
