#!/usr/bin/env bash
# PT90M is ninety minutes, -PT15M a quarter of an hour before: durations of ISO 8601, as the alarms of calendars
# (RFC 5545) and the service levels of catalogues write them.
#
# Guess:   a library that is named after the format reads them; one for words of people refuses them, or reads them right.
# Instead: timelength (PyPI), for words of people, says success, and 237,168,000 seconds, seven and a half years: M is
#          a month to it, T is skipped, and PT90M is ninety months. PT1H30M is an hour and thirty months.
#          P1.5D is fifteen years, for the point is left out and D is a decade. P1W and PT36H are right.
#          iso8601-duration (npm) is named after the format. It reads -PT15M as plus fifteen minutes: whatever stands
#          before the P is not looked at. PT-15M, which fewer accept, is an error.
#          human-interval (npm) says that half an hour is 0, and one and a half hours is one hour.
# Versions: timelength 3.0.4 (PyPI); iso8601-duration 2.1.4, human-interval 2.0.1 (npm).
# Why:     an alarm "-PT15M" warns before an action item is due; with the minus lost, after. And a time to restore of
#          PT90M becomes seven years in a sum of downtime. In none of these is there an error.
# Source:  none is documented. timelength tells in its readme that M is a month and m a minute, which is where this comes from.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check timelength==3.0.4
npm install --silent --no-audit --no-fund --prefix . iso8601-duration@2.1.4 human-interval@2.0.1

cat >ask.py <<'EOF'
from timelength import TimeLength

for text in ("90m", "PT90M", "PT1H30M", "P1.5D", "P1W", "PT36H"):
    result = TimeLength(text).result
    print(f"timelength: {text}: {'success' if result.success else 'failure'}, {result.seconds:.0f} seconds")
EOF
cat >ask.cjs <<'EOF'
const { parse, toSeconds } = require("iso8601-duration");
const words = require("human-interval");
for (const text of ["PT15M", "-PT15M", "before PT15M", "PT-15M"]) {
  let read;
  try {
    read = `${toSeconds(parse(text))} seconds`;
  } catch {
    read = "error";
  }
  console.log(`iso8601-duration: ${text}: ${read}`);
}
for (const text of ["two hours", "half an hour", "one and a half hours"]) {
  console.log(`human-interval: ${text}: ${words(text)} milliseconds`);
}
EOF
{ env/bin/python ask.py && node ask.cjs; } | tee seen

cat >stated <<'EOF'
timelength: 90m: success, 5400 seconds
timelength: PT90M: success, 237168000 seconds
timelength: PT1H30M: success, 79059600 seconds
timelength: P1.5D: success, 473040000 seconds
timelength: P1W: success, 604800 seconds
timelength: PT36H: success, 129600 seconds
iso8601-duration: PT15M: 900 seconds
iso8601-duration: -PT15M: 900 seconds
iso8601-duration: before PT15M: 900 seconds
iso8601-duration: PT-15M: error
human-interval: two hours: 7200000 milliseconds
human-interval: half an hour: 0 milliseconds
human-interval: one and a half hours: 3600000 milliseconds
EOF
diff stated seen && echo "as stated"
