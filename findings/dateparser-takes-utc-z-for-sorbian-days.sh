#!/usr/bin/env bash
# ISO 8601 writes a time with or without separators, and a week of a year: 20260504T140500Z, 2026-W19. Calendars
# (iCalendar, RFC 5545) only use the form without.
#
# Guess:   dateparser (PyPI), which reads hundreds of ways to write a date in 200 languages, reads those or says None.
# Instead: 20260504T140500Z is a day in the year 1641: it goes through the grammars of its languages, and in Lower Sorbian
#          z is short for days, so the end of the text is 140,500 days ago. The last second of 2026 is in 1380. Without
#          the Z it is None. 2026-W19 is Polish, "on the 19th", and its Monday 2026-W19-1 the 19th of January; 2026-W32 is
#          None, as no month has 32 days. 2026W19 is German, 2026 weeks ago. Told that the language is English, it
#          says None to all of them, as guessed.
# Versions: dateparser 1.5.0 (PyPI).
# Why:     whoever reads the times of pages, tickets or a calendar's tasks by this gets dates that look like dates.
#          A week number is a usual due date of an action item; read so, it is in the past, and the item overdue.
# Source:  not documented, neither the forms nor what the letters are taken for.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check dateparser==1.5.0

cat >ask.py <<'EOF'
import datetime
import warnings

warnings.filterwarnings("ignore")
from dateparser.date import DateDataParser

settings = {
    "RELATIVE_BASE": datetime.datetime(2026, 5, 20, 15, 0),
    "TIMEZONE": "UTC",
    "RETURN_AS_TIMEZONE_AWARE": True,
}
for text in (
    "2026-05-04T14:05:00Z",
    "20260504T140500Z",
    "20260504T140500",
    "20261231T235959Z",
    "2026-W19",
    "2026-W19-1",
    "2026-W32",
    "2026W19",
):
    read = DateDataParser(settings=settings).get_date_data(text)
    english = DateDataParser(languages=["en"], settings=settings).get_date_data(text)
    print(f"{text}: {read.date_obj}, language {read.locale}; told English: {english.date_obj}")
EOF
env/bin/python ask.py | tee seen

cat >stated <<'EOF'
2026-05-04T14:05:00Z: 2026-05-04 14:05:00+00:00, language en; told English: 2026-05-04 14:05:00+00:00
20260504T140500Z: 1641-09-15 15:00:00+00:00, language dsb; told English: None
20260504T140500: None, language None; told English: None
20261231T235959Z: 1380-05-07 15:00:00+00:00, language dsb; told English: None
2026-W19: 2026-05-19 00:00:00+00:00, language pl; told English: None
2026-W19-1: 2026-01-19 00:00:00+00:00, language pl; told English: None
2026-W32: None, language None; told English: None
2026W19: 1987-07-22 15:00:00+00:00, language de; told English: None
EOF
diff stated seen && echo "as stated"
