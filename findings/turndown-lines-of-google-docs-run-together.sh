#!/usr/bin/env bash
# Google Docs saves HTML in which each piece of a line is a span. A break with Shift and Enter stands at the end of the
# span before it, and a space at the start of a span is &nbsp;.
#
# Guess:   a <br> is a line break in Markdown wherever it stands, as it is for turndown in a span without that space.
# Instead: a space at the start of a span takes the break at its end away. Three lines, "Date:", "Severity:" and "Owner:",
#          become "14 May 2026**Severity:** SEV2**Owner:** Edge". Turndown moves the space out of the span, and trims what
#          remains on both sides, the break included. Where the space stands at the end of the bold span instead,
#          the break stays. A plain space does the same.
# Versions: turndown 7.2.5; node-html-markdown 2.0.0 as a peer.
# Why:     labelled lines at the top say when it was and how bad. Glued, the severity of the incident is
#          "SEV2Owner: Edge", and the date is followed by letters.
# Source:  an issue of November 2025 tells of a plain space, and is open; in no documentation.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund turndown@7.2.5 node-html-markdown@2.0.0
cat > try.cjs <<'JS'
const assert = require("node:assert");
const Turndown = require("turndown");
const { NodeHtmlMarkdown } = require("node-html-markdown");

const turndown = (html) => {
  const markdown = new Turndown().turndown(html);
  console.log(JSON.stringify(markdown));
  return markdown;
};
const page = (space) =>
  `<p><b>Date:</b><span>${space}14 May 2026<br></span><b>Severity:</b><span>${space}SEV2<br></span><b>Owner:</b><span>${space}Edge</span></p>`;

const nbsp = "\u00a0";
assert.strictEqual(turndown(page("&nbsp;")), `**Date:**${nbsp}14 May 2026**Severity:**${nbsp}SEV2**Owner:**${nbsp}Edge`);
assert.strictEqual(turndown(page(" ")), "**Date:** 14 May 2026**Severity:** SEV2**Owner:** Edge");
assert.strictEqual(turndown(page("")), "**Date:**14 May 2026  \n**Severity:**SEV2  \n**Owner:**Edge");
assert.strictEqual(
  turndown("<p><b>Impact: </b><span>none<br></span><b>Owner:</b><span>&nbsp;Edge</span></p>"),
  `**Impact:** none  \n**Owner:**${nbsp}Edge`,
);
assert.ok(NodeHtmlMarkdown.translate(page("&nbsp;")).includes("14 May 2026  \n**Severity:**"));
JS
node try.cjs
