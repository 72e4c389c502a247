#!/usr/bin/env bash
# Facts of an incident stand at the top of a page as a table without a head: names in <th>, values in <td> beside them.
#
# Guess:   html-to-md writes a head of empty cells above, one for each column, as it does for a table of <td> alone.
# Instead: it counts the <th> of the first row, which is one, and writes a head of one cell. Markdown drops what stands
#          in a row beyond its head, so the page shows Date, Severity, Services one below the other, and no value.
#          With three columns, two of them <th>, the last is lost.
# Versions: html-to-md 0.8.8 (npm); the result is read by markdown-it 14.1.0.
# Why:     a page of facts is what wikis put above a post-mortem. The values stand in the file, but no program that
#          reads Markdown sees them.
# Source:  HTML has <th scope="row"> for it; the GFM specification, section on tables, says that excess cells are ignored. Not
#          in the documentation of html-to-md.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund html-to-md@0.8.8 markdown-it@14.1.0
cat > try.cjs <<'JS'
const assert = require("node:assert");
const loaded = require("html-to-md");
const convert = loaded.default ?? loaded;
const render = (markdown) => require("markdown-it")().render(markdown);

const cells = (cell) => (text) => `<${cell}>${text}</${cell}>`;
const table = (first) => `<table>${[["Date", "2026-03-14"], ["Severity", "SEV2"]]
  .map(([name, value]) => `<tr>${cells(first)(name)}${cells("td")(value)}</tr>`).join("")}</table>`;

const plain = convert(table("td"));
console.log(plain);
assert.strictEqual(plain, "|||\n|---|---|\n|Date|2026-03-14|\n|Severity|SEV2|");
assert.ok(render(plain).includes("<td>SEV2</td>"));

const facts = convert(table("th"));
console.log(facts, render(facts));
assert.strictEqual(facts, "||\n|---|\n|Date|2026-03-14|\n|Severity|SEV2|");
assert.ok(render(facts).includes("<td>Severity</td>") && !render(facts).includes("SEV2"));

const three = convert("<table><tr><th>Ledger</th><th>EU</th><td>down</td></tr></table>");
console.log(three);
assert.strictEqual(three, "|||\n|---|---|\n|Ledger|EU|down|");
assert.ok(!render(three).includes("down"));
JS
node try.cjs
