#!/usr/bin/env bash
# The feed of a status page has an entry for each incident, and in it the updates: a state in <strong>, a time in <small>, and
# what was done in <p>, again and again. Its content is XHTML, which Atom (RFC 4287) puts into the feed as elements.
#
# Guess:   rss-parser gives the content as it stands in the feed, or as text in the same order.
# Instead: it gives what is between elements first, and then the elements sorted by name, in the order in which names came
#          up: all states, all times, all texts. Which text belongs to which time can't be told any more, and of "The fix
#          was <b>not</b> deployed." there remains "The fix was  deployed.not". Content of the type html is as it was.
# Versions: rss-parser 3.13.0 (npm), and feedsmith 3.0.1 as a peer.
# Why:     whoever imports incidents from a provider's feed, or follows it in chat, gets a timeline out of order that looks whole.
# Source:  an open issue of 2024, on the feed of a hosting company; in no documentation.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund rss-parser@3.13.0 feedsmith@3.0.1
cat > try.mjs <<'JS'
import assert from "node:assert";
import { parseFeed } from "feedsmith";
import Parser from "rss-parser";

const feed = (type, content) => `<feed xmlns="http://www.w3.org/2005/Atom">
<title>Status</title><id>urn:status</id><updated>2026-05-04T15:00:00Z</updated>
<entry><title>Mail</title><id>urn:status:1</id><link href="https://status.example.org/1"/><updated>2026-05-04T15:00:00Z</updated>
<content type="${type}">${content}</content></entry></feed>`;
const xhtml = (content) => feed("xhtml", `<div xmlns="http://www.w3.org/1999/xhtml">${content}</div>`);
const read = async (text) => (await new Parser().parseString(text)).items[0];

const updates = "<strong>Resolved</strong><small>14:50</small><p>Queue is empty.</p>" +
  "<strong>Identified</strong><small>14:05</small><p>A disk is full.</p>";
const { content } = await read(xhtml(updates));
console.log(content);
assert.ok(content.includes("<strong>Resolved</strong><strong>Identified</strong><small>14:50</small><small>14:05</small>" +
  "<p>Queue is empty.</p><p>A disk is full.</p>"));
assert.strictEqual(parseFeed(xhtml(updates)).feed.entries[0].content.value, updates);

const { contentSnippet } = await read(xhtml("<p>The fix was <b>not</b> deployed.</p>"));
console.log(contentSnippet);
assert.strictEqual(contentSnippet, "The fix was  deployed.not");

const escaped = (text) => text.replaceAll("<", "&lt;");
assert.strictEqual((await read(feed("html", escaped(updates)))).content, updates);
JS
node try.mjs
