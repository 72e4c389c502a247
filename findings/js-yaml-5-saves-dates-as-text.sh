#!/usr/bin/env bash
# A tool adds a tag to the front matter of a post-mortem: js-yaml reads it, and writes it back.
#
# Guess:   what the tool did not touch means the same afterwards, to whoever reads it. And what js-yaml writes for a Date,
#          it reads as a Date.
# Instead: since version 5 its two halves follow two versions of YAML. It reads by 1.2, so that a date is text and
#          "<<" a key like others. It writes by 1.1, and so puts both in quotes, for they are text. Other readers of
#          the file, js-yaml 4 and PyYAML among them, saw a date and merged keys before, and now see text and a key
#          named "<<". A Date it writes without quotes, and reads as text.
# Versions: js-yaml 5.5.0, and 4.3.0 as the reader of before; PyYAML 6.0.4.
# Why:     a site sorts its incidents by date. Half of the files have a date and half have text after one run of a tool, and
#          a severity that was merged in from the defaults of a service is gone.
# Source:  the guide to version 5 says that whoever calls load() and dump() without options only changes the import;
#          further down, that they use two schemas. That a saved file changes for others is not said.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund js-yaml@5.5.0 before@npm:js-yaml@4.3.0
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check PyYAML==6.0.4
cat > incident.yaml <<'YAML'
defaults: &defaults
  severity: sev2
incident:
  <<: *defaults
  date: 2026-05-04
YAML
cat > try.mjs <<'JS'
import assert from "node:assert";
import { readFileSync, writeFileSync } from "node:fs";
import before from "before";
import { dump, load } from "js-yaml";

const text = readFileSync("incident.yaml", "utf8");
const facts = load(text);
const saved = dump(facts);
console.log(saved);
assert.strictEqual(saved, "defaults: &ref_0\n  severity: sev2\nincident:\n  '<<': *ref_0\n  date: '2026-05-04'\n");
writeFileSync("saved.yaml", saved);

const date = new Date("2026-05-04");
assert.deepStrictEqual(before.load(text).incident, { severity: "sev2", date });
assert.deepStrictEqual(before.load(saved).incident, { "<<": { severity: "sev2" }, date: "2026-05-04" });

assert.strictEqual(dump({ date }), "date: 2026-05-04T00:00:00.000Z\n");
assert.deepStrictEqual(load(dump({ date })), { date: "2026-05-04T00:00:00.000Z" });
assert.deepStrictEqual(before.load(before.dump({ date })), { date });
JS
node try.mjs
venv/bin/python - <<'PY'
from datetime import date

import yaml

read = [yaml.safe_load(open(name))["incident"] for name in ("incident.yaml", "saved.yaml")]
print(*read, sep="\n")
assert read[0] == {"severity": "sev2", "date": date(2026, 5, 4)}
assert read[1] == {"<<": {"severity": "sev2"}, "date": "2026-05-04"}
PY
