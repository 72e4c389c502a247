#!/usr/bin/env bash
# Guess: a block of commands that follows a list in HTML is a block of commands in turndown's Markdown too; pandoc
#   puts an empty comment between them, since four spaces after a list mean something else.
# Instead: turndown's own form of code, four spaces, is read as a second paragraph of the list's last item. The commands
#   become prose: lines are joined, and `*` and `_` in them set type. Fenced code is safe.
# Versions: turndown 7.2.5; the result is read by commonmark 0.31.2.
# Why it matters: "do this:" with a list, then the commands, is what a runbook in a post-mortem looks like.
# Source: the CommonMark specification tells of indented code after lists; turndown's documentation does not.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund turndown@7.2.5 commonmark@0.31.2
cat > try.cjs <<'JS'
const assert = require("node:assert");
const Turndown = require("turndown");
const { Parser, HtmlRenderer } = require("commonmark");

const render = (markdown) => new HtmlRenderer().render(new Parser().parse(markdown));
const html = "<ul><li>Drain the queue:</li></ul><pre><code>stop *worker*\nstart *worker*</code></pre>";

const plain = new Turndown().turndown(html);
console.log(JSON.stringify(plain), render(plain));
assert.strictEqual(plain, "*   Drain the queue:\n\n    stop *worker*\n    start *worker*");
assert.strictEqual(render(plain), "<ul>\n<li>\n<p>Drain the queue:</p>\n" +
  "<p>stop <em>worker</em>\nstart <em>worker</em></p>\n</li>\n</ul>\n");

const fenced = new Turndown({ codeBlockStyle: "fenced" }).turndown(html);
console.log(JSON.stringify(fenced), render(fenced));
assert.ok(render(fenced).endsWith("<pre><code>stop *worker*\nstart *worker*\n</code></pre>\n"));
JS
node try.cjs
