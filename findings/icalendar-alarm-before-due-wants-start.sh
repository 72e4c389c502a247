#!/usr/bin/env bash
# Guess: a reminder one day before the end of a task (TRIGGER;RELATED=END) is reckoned from DUE. The start is not
#   needed; RFC 5545 says of RELATED=END in a task that DUE is enough.
# Instead: icalendar raises IncompleteComponent, "No DTSTART given.", although it tells the end of the same
#   task. recurring-ical-events, which stands on icalendar, reckons the reminder rightly.
# Versions: icalendar 7.3.2, recurring-ical-events 3.8.2.
# Why it matters: action items have a due date and seldom a start. Such reminders can't be asked for.
# Source: RFC 5545, 3.8.6.3; the documentation of icalendar's alarms does not name the limit.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check icalendar==7.3.2 recurring-ical-events==3.8.2
"$work/venv/bin/python" - <<'PY'
import icalendar
import recurring_ical_events

print("icalendar", icalendar.__version__)


def calendar(*lines):
    return icalendar.Calendar.from_ical("\r\n".join([
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//example//EN", "BEGIN:VTODO", "UID:1@incidents.example",
        "DTSTAMP:20260301T090000Z", "SUMMARY:Raise the limit", *lines, "BEGIN:VALARM", "ACTION:DISPLAY",
        "DESCRIPTION:Due tomorrow", "TRIGGER;RELATED=END:-P1D", "END:VALARM", "END:VTODO", "END:VCALENDAR", ""]))


due = calendar("DUE:20260310T120000Z")
task = due.todos[0]
assert str(task.end) == "2026-03-10 12:00:00+00:00", task.end
try:
    print([str(time.trigger) for time in task.alarms.times])
    raise SystemExit("the reminder is reckoned without a start now")
except icalendar.IncompleteComponent as error:
    print("DUE alone:", error)
    assert str(error) == "No DTSTART given.", error

task = calendar("DTSTART:20260301T090000Z", "DUE:20260310T120000Z").todos[0]
got = [str(time.trigger) for time in task.alarms.times]
print("with DTSTART:", got)
assert got == ["2026-03-09 12:00:00+00:00"], got

found = recurring_ical_events.of(due, components=["VALARM"]).between((2026, 3, 1), (2026, 4, 1))
got = [str(time.trigger) for one in found for time in one.alarms.times]
print("recurring-ical-events:", got)
assert got == ["2026-03-09 12:00:00+00:00"], got
PY
