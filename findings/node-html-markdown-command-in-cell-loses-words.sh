#!/usr/bin/env bash
# The timeline of a wiki quotes commands in its cells, as code: "kubectl logs POD | grep refused | wc -l".
#
# Guess:   node-html-markdown writes them as code in a cell as it does in a paragraph, with each pipe escaped.
# Instead: code in a cell is no code any more. A placeholder such as <pod>, which was safe in code, is now a tag of HTML,
#          and on the page it is gone. Only the first pipe of a cell is escaped. At the second the cell is cut in two, and
#          the whole table gains a column. Line breaks in a cell vanish, so that 22:40 over 22:52 is 22:4022:52.
# Versions: node-html-markdown 2.0.0 (npm); the result is read by markdown-it 14.1.0.
# Why:     whoever follows the runbook of an imported post-mortem runs "kubectl logs", without the name of anything.
# Source:  not in its documentation; found by trying. That code in a cell is code is the GFM specification, section on tables.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund node-html-markdown@2.0.0 markdown-it@14.1.0
cat > try.cjs <<'JS'
const assert = require("node:assert");
const { NodeHtmlMarkdown } = require("node-html-markdown");
const render = (markdown) => require("markdown-it")({ html: true }).render(markdown);

const table = (time, event) => `<table><tr><th>Time</th><th>Event</th></tr><tr><td>${time}</td><td>${event}</td></tr></table>`;
const convert = (html) => {
  const markdown = NodeHtmlMarkdown.translate(html);
  console.log(markdown);
  return markdown.split("\n").at(-1);
};

assert.strictEqual(convert("<p>Run <code>logs &lt;pod&gt;</code></p>"), "Run `logs <pod>`");
assert.strictEqual(convert(table("22:40", "Run <code>logs &lt;pod&gt;</code>")), "| 22:40 | Run logs <pod> |");
const page = render(NodeHtmlMarkdown.translate(table("22:40", "Run <code>logs &lt;pod&gt;</code>")));
assert.ok(page.includes("<td>Run logs <pod></td>"), page);

assert.strictEqual(convert(table("22:40", "<code>logs | wc</code>")), "| 22:40 | logs \\| wc |");
assert.strictEqual(convert(table("22:40", "<code>logs | grep x | wc</code>")), "| 22:40 | logs \\| grep x | wc |");
assert.strictEqual(NodeHtmlMarkdown.translate(table("22:40", "<code>logs | grep x | wc</code>")).split("\n")[0].split("|").length, 5);

assert.strictEqual(convert(table("22:40<br>22:52", "Alert")), "| 22:4022:52 | Alert |");
JS
node try.cjs
