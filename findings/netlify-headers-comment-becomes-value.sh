#!/usr/bin/env bash
# A static host is told of headers by a file "_headers", and of redirects by "_redirects" beside it. Netlify and Cloudflare
# Pages read both, in the same syntax.
#
# Guess:   the two parsers of Netlify treat a comment alike: both files say that "#" begins one. And a rule for a whole
#          address, "https://docs.example.com/*", which Cloudflare documents for both files, is a rule, or an error.
# Instead: a comment after a redirect is dropped, a comment after a header is sent to the browser as a part of the value,
#          and one after a path is a part of the path, so that the rule holds for no page at all. The address of the rule
#          is cut at its first colon: it becomes a header named "https" with the value "//docs.example.com/*", and
#          what stands under it goes to the pages of the rule above it. There is no error.
# Versions: @netlify/headers-parser 9.0.3, @netlify/redirect-parser 15.0.4 (npm).
# Why:     a site of post-mortems that are not public is kept out of search engines, frames and caches by this file. With
#          a comment behind it, "noindex" is not "noindex" any more; and a lax rule for one host holds for others.
# Source:  Netlify documents comments as lines of their own, without saying that others are text; Cloudflare documents
#          absolute addresses. That one is read as a header is documented nowhere.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

npm install --silent --no-audit --no-fund --prefix . @netlify/headers-parser@9.0.3 @netlify/redirect-parser@15.0.4

cat >_headers <<'EOF'
# Headers of every page
/*
  X-Robots-Tag: noindex # not public
/feeds/* # for readers
  Cache-Control: max-age=300
/incidents/*
  X-Frame-Options: DENY
https://docs.example.com/*
  Access-Control-Allow-Origin: *
EOF
cat >_redirects <<'EOF'
# Old addresses
/postmortems/* /incidents/:splat 301 # renamed in May
EOF
cat >ask.mjs <<'EOF'
import { parseAllHeaders } from "@netlify/headers-parser";
import { parseAllRedirects } from "@netlify/redirect-parser";
const headers = await parseAllHeaders({ headersFiles: ["_headers"], minimal: true });
for (const rule of headers.headers) console.log(`headers for "${rule.for}": ${JSON.stringify(rule.values)}`);
const redirects = await parseAllRedirects({ redirectsFiles: ["_redirects"], minimal: true });
for (const rule of redirects.redirects) console.log(`redirect ${rule.from} to ${rule.to}, ${rule.status}`);
console.log(`errors: ${headers.errors.length + redirects.errors.length}`);
EOF
node ask.mjs | tee seen

cat >stated <<'EOF'
headers for "/*": {"X-Robots-Tag":"noindex # not public"}
headers for "/feeds/* # for readers": {"Cache-Control":"max-age=300"}
headers for "/incidents/*": {"X-Frame-Options":"DENY","https":"//docs.example.com/*","Access-Control-Allow-Origin":"*"}
redirect /postmortems/* to /incidents/:splat, 301
errors: 0
EOF
diff stated seen && echo "as stated"
