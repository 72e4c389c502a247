#!/usr/bin/env bash
# Guess: ts-ics reads a task (VTODO) with a reminder (VALARM) as a task that has one alarm, as it does for events.
# Instead: the alarm is gone, and its lines become the task's own: the text of the reminder is now the description
#   of the task, and the pause between two reminders is how long the task lasts.
# Versions: ts-ics 2.4.6.
# Why it matters: action items are offered as tasks with a reminder before the due date. A reader shows
#   an action that takes one hour, under a description that nobody wrote.
# Source: RFC 5545, 3.6.2 allows alarms in tasks; the documentation of ts-ics says nothing of the loss.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund ts-ics@2.4.6
cat > try.mjs <<'JS'
import assert from "node:assert";
import { createRequire } from "node:module";
import { convertIcsCalendar } from "ts-ics";

console.log("ts-ics", createRequire(import.meta.url)("ts-ics/package.json").version);

const alarm = ["BEGIN:VALARM", "ACTION:DISPLAY", "DESCRIPTION:Due tomorrow", "TRIGGER;RELATED=END:-P1D",
  "REPEAT:2", "DURATION:PT1H", "END:VALARM"];
const calendar = (kind, ...lines) => ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//example//EN", `BEGIN:${kind}`,
  "UID:1@incidents.example", "DTSTAMP:20260301T090000Z", ...lines, ...alarm, `END:${kind}`, "END:VCALENDAR", ""].join("\r\n");

const { todos: [task] } = convertIcsCalendar(undefined, calendar("VTODO", "SUMMARY:Raise the limit", "DUE:20260310T120000Z"));
console.log(JSON.stringify(task));
assert.strictEqual(task.description, "Due tomorrow");
assert.deepStrictEqual(task.duration, { hours: 1 });
assert.strictEqual(task.alarms, undefined);

// An event with the same alarm is read well.
const { events: [event] } = convertIcsCalendar(undefined,
  calendar("VEVENT", "SUMMARY:Review", "DTSTART:20260310T120000Z", "DTEND:20260310T130000Z"));
console.log(JSON.stringify(event));
assert.strictEqual(event.description, undefined);
assert.strictEqual(event.duration, undefined);
assert.strictEqual(event.alarms.length, 1);
JS
node try.mjs
