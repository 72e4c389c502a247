#!/usr/bin/env bash
# Guess: `<b>Impact:</b>checkout was down` becomes `**Impact:**checkout was down`, as all other converters write it.
# Instead: rehype-remark writes the next letter as a number, `**Impact:**&#x63;heckout`, so that the bold
#   is read as bold. It is the same for letters of any script.
# Versions: rehype-remark 10.0.1, rehype-parse 9.0.1, remark-stringify 11.0.0, unified 11.0.5; turndown 7.2.5 as a peer.
# Why it matters: the page looks right, but the word stands in no Markdown file any more. Searching files for
#   "checkout", a text diff, or a language model that is handed the Markdown doesn't find it.
# Source: release notes of mdast-util-to-markdown speak of encoding around emphasis; rehype-remark's documentation doesn't.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund unified@11.0.5 rehype-parse@9.0.1 rehype-remark@10.0.1 remark-stringify@11.0.0 turndown@7.2.5
cat > try.mjs <<'JS'
import assert from "node:assert";
import { unified } from "unified";
import rehypeParse from "rehype-parse";
import rehypeRemark from "rehype-remark";
import remarkStringify from "remark-stringify";
import Turndown from "turndown";

const remark = unified().use(rehypeParse, { fragment: true }).use(rehypeRemark).use(remarkStringify);
const peer = new Turndown();
for (const [html, want, other] of [
  ["<p><b>Impact:</b>checkout was down</p>", "**Impact:**&#x63;heckout was down", "**Impact:**checkout was down"],
  ["<p><b>影響:</b>決済が停止</p>", "**影響:**&#x6C7A;済が停止", "**影響:**決済が停止"],
  ["<p><b>Impact</b>: checkout was down</p>", "**Impact**: checkout was down", "**Impact**: checkout was down"],
]) {
  const got = String(remark.processSync(html)).trim();
  console.log(got, "|", peer.turndown(html));
  assert.strictEqual(got, want);
  assert.strictEqual(peer.turndown(html), other);
}
JS
node try.mjs
