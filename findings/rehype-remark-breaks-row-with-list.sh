#!/usr/bin/env bash
# Guess: rehype-remark puts a list or two paragraphs of an HTML cell on one line with something between them
#   (a break element, or at least a space), since a row of a Markdown table is one line.
# Instead: of a list, the line break stays in the row. The row ends in the middle, and the rest of the list is read
#   as a list behind the table, with the pipe that should have ended the row. Two paragraphs are glued without a space.
# Versions: rehype-remark 10.0.1, rehype-parse 9.0.1, remark-gfm 4.0.1, remark-stringify 11.0.0, remark-parse 11.0.0, unified 11.0.5.
# Why it matters: cells of timelines made in a wiki hold lists. The Markdown that unified writes
#   is not the table that unified reads, and "09:00" over "09:10" becomes "09:0009:10".
# Source: GFM specification (block elements can't be in a table); not in the documentation of rehype-remark.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund unified@11.0.5 rehype-parse@9.0.1 rehype-remark@10.0.1 remark-gfm@4.0.1 \
  remark-stringify@11.0.0 remark-parse@11.0.0
cat > try.mjs <<'JS'
import assert from "node:assert";
import { unified } from "unified";
import rehypeParse from "rehype-parse";
import rehypeRemark from "rehype-remark";
import remarkGfm from "remark-gfm";
import remarkParse from "remark-parse";
import remarkStringify from "remark-stringify";

const write = unified().use(rehypeParse, { fragment: true }).use(rehypeRemark).use(remarkGfm).use(remarkStringify);
const read = unified().use(remarkParse).use(remarkGfm);
const text = (node) => node.value ?? (node.children ?? []).map(text).join("");
const table = (time, event) => "<table><tr><th>Time</th><th>Event</th></tr>" +
  `<tr><td>${time}</td><td>${event}</td></tr></table>`;
const rows = (markdown) => read.parse(markdown).children[0].children.map((row) => row.children.map(text));

const list = String(write.processSync(table("09:00", "<ul><li>alert</li><li>rollback</li></ul>")));
console.log(list);
assert.match(list, /\| 09:00 \| \* alert\n\* rollback \|\n$/);
console.log(JSON.stringify(read.parse(list).children.map((node) => [node.type, text(node)])));
assert.deepStrictEqual(rows(list), [["Time", "Event"], ["09:00", "* alert"]]);
assert.strictEqual(read.parse(list).children[1].type, "list");

const glued = String(write.processSync(table("<p>09:00</p><p>09:10</p>", "alert")));
console.log(glued);
assert.deepStrictEqual(rows(glued)[1], ["09:0009:10", "alert"]);
JS
node try.mjs
