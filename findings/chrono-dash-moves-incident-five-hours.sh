#!/usr/bin/env bash
# A line of a report says from when to when an incident lasted: "2026-05-04 14:05 - 2026-05-04 15:35". Others write
# a dash instead of the hyphen, or "to", or "until".
#
# Guess:   chrono (npm), which its readme shows reading ranges with "-" and "to", reads the four alike.
# Instead: only the hyphen is understood. With the three others it takes "2026" at the start of the second date for 20:26
#          o'clock, and the "-05" after it, its month, for an offset of five hours to UTC. It applies that offset to the
#          first time too: the incident begins at 19:05 instead of 14:05, and ends at 01:26 the day after. In November
#          it is eleven hours. The strict parser, made to guess less, does the same. With a T between date and
#          time, or UTC after them, all are read as meant.
# Versions: chrono-node 2.10.3 (npm).
# Why:     the dash is what editors make of a hyphen between spaces, so two reports of one incident disagree about when
#          it began, by an offset that depends on the month. Both times are plausible, and no error is raised.
# Source:  not documented. That a year alone is no time was mended in 2025; a year with "-05" after it still is one.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

npm install --silent --no-audit --no-fund --prefix . chrono-node@2.10.3

cat >ask.cjs <<'EOF'
const chrono = require("chrono-node");
const now = { instant: new Date("2026-12-20T12:00:00Z"), timezone: "UTC" };
const time = (part) => (part ? part.date().toISOString().slice(0, 16) : "?");
const lines = [
  "2026-05-04 14:05 - 2026-05-04 15:35",
  "2026-05-04 14:05 – 2026-05-04 15:35",
  "2026-05-04 14:05 to 2026-05-04 15:35",
  "2026-05-04 14:05 until 2026-05-04 15:35",
  "2026-11-04 14:05 – 2026-11-04 15:35",
  "2026-05-04T14:05 – 2026-05-04T15:35",
  "2026-05-04 14:05 UTC – 2026-05-04 15:35 UTC",
];
for (const [name, parser] of [["casual", chrono.casual], ["strict", chrono.strict]]) {
  for (const line of lines) {
    const [{ text, start, end }] = parser.parse(line, now);
    console.log(`${name}: ${line}: ${time(start)} to ${time(end)}${text === line ? "" : `, read "${text}"`}`);
  }
}
EOF
TZ=UTC node ask.cjs | tee seen

cat >stated <<'EOF'
casual: 2026-05-04 14:05 - 2026-05-04 15:35: 2026-05-04T14:05 to 2026-05-04T15:35
casual: 2026-05-04 14:05 – 2026-05-04 15:35: 2026-05-04T19:05 to 2026-05-05T01:26, read "2026-05-04 14:05 – 2026-05"
casual: 2026-05-04 14:05 to 2026-05-04 15:35: 2026-05-04T19:05 to 2026-05-05T01:26, read "2026-05-04 14:05 to 2026-05"
casual: 2026-05-04 14:05 until 2026-05-04 15:35: 2026-05-04T19:05 to 2026-05-05T01:26, read "2026-05-04 14:05 until 2026-05"
casual: 2026-11-04 14:05 – 2026-11-04 15:35: 2026-11-05T01:05 to 2026-11-05T07:26, read "2026-11-04 14:05 – 2026-11"
casual: 2026-05-04T14:05 – 2026-05-04T15:35: 2026-05-04T14:05 to 2026-05-04T15:35
casual: 2026-05-04 14:05 UTC – 2026-05-04 15:35 UTC: 2026-05-04T14:05 to 2026-05-04T15:35
strict: 2026-05-04 14:05 - 2026-05-04 15:35: 2026-05-04T14:05 to 2026-05-04T15:35
strict: 2026-05-04 14:05 – 2026-05-04 15:35: 2026-05-04T19:05 to 2026-05-05T01:26, read "2026-05-04 14:05 – 2026-05"
strict: 2026-05-04 14:05 to 2026-05-04 15:35: 2026-05-04T19:05 to 2026-05-05T01:26, read "2026-05-04 14:05 to 2026-05"
strict: 2026-05-04 14:05 until 2026-05-04 15:35: 2026-05-04T19:05 to 2026-05-05T01:26, read "2026-05-04 14:05 until 2026-05"
strict: 2026-11-04 14:05 – 2026-11-04 15:35: 2026-11-05T01:05 to 2026-11-05T07:26, read "2026-11-04 14:05 – 2026-11"
strict: 2026-05-04T14:05 – 2026-05-04T15:35: 2026-05-04T14:05 to 2026-05-04T15:35
strict: 2026-05-04 14:05 UTC – 2026-05-04 15:35 UTC: 2026-05-04T14:05 to 2026-05-04T15:35
EOF
diff stated seen && echo "as stated"
