"""Reads the texts that come in and writes what was read; `compare.py` runs two of them.

Which reading it is depends on PYTHONPATH alone. Lines are JSON; the first one out is the path of
the package that reads.
"""

import json
import sys
from datetime import date

import criteria
from criteria.reading.answers.answers import AnswerReader
from criteria.reading.reports.report import read_laboratory
from criteria.trial.catalog import load

TODAY = date(2026, 3, 31)


def main() -> None:
    """Answer each line: a report as a text, a typed answer as an item and a text."""
    trial = load("start-net", "R1")
    reader = AnswerReader(trial)
    sys.stdout.write(json.dumps(str(criteria.__file__)) + "\n")
    for line in sys.stdin:
        asked = json.loads(line)
        if isinstance(asked, str):
            found = read_laboratory(asked, trial)
            read = [repr(one) for one in (*found.results, *found.unread)]
        else:
            item, text = asked
            read = [repr(reader.read(item, text, TODAY))]
        sys.stdout.write(json.dumps(read) + "\n")


if __name__ == "__main__":
    main()
