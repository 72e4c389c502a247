#!/usr/bin/env bash
# A search index over incidents is asked for numbers: a status code, a percentile, an incident's own number.
#
# Guess:   the default of FlexSearch finds words as they are, but for case and accents. HTTP 50 is not HTTP 500, p9 is
#          not p99, and INC-12 is not INC-1122. For Chinese and Japanese it offers a set of its own, which finds words in
#          texts without spaces.
# Instead: its default encoder merges repeated characters, digits as well: 500 becomes 50, p99 becomes p9, 1122 becomes
#          12. Then whoever asks for INC-12 gets INC-1122 only. The set for CJK keeps each character once for a whole
#          text, so that a number is nothing but the set of its digits: INC-18104 finds INC-10418, and 20260405 finds
#          2026-05-04. Only the set "Exact" tells them apart.
# Versions: flexsearch 0.8.212 (npm).
# Why:     status codes, percentiles and incident numbers are what people look for in a knowledge base of post-mortems.
#          There is no error and no empty result: the wrong incident is found instead.
# Source:  the page about encoders says that letters are deduplicated, with a word as the example; that digits are among
#          them, and what it means for CJK, is not said.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

npm install --silent --no-audit --no-fund --prefix . flexsearch@0.8.212

cat >ask.cjs <<'EOF'
const { Index, Charset } = require("flexsearch");
const texts = ["HTTP 500", "HTTP 50", "p99", "p9", "INC-1122", "INC-10418", "INC-18104", "2026-05-04"];
const asked = ["500", "50", "p9", "INC-12", "INC-18104", "20260405"];
const sets = { default: {}, Exact: { encoder: Charset.Exact }, CJK: { encoder: Charset.CJK } };
for (const [name, options] of Object.entries(sets)) {
  const index = new Index(options);
  texts.forEach((text) => index.add(text, text));
  for (const words of asked) {
    console.log(`${name}: ${words} finds ${index.search(words).sort().join(", ") || "nothing"}`);
  }
}
EOF
node ask.cjs | tee seen

cat >stated <<'EOF'
default: 500 finds HTTP 50, HTTP 500
default: 50 finds HTTP 50, HTTP 500
default: p9 finds p9, p99
default: INC-12 finds INC-1122
default: INC-18104 finds INC-18104
default: 20260405 finds nothing
Exact: 500 finds HTTP 500
Exact: 50 finds HTTP 50
Exact: p9 finds p9
Exact: INC-12 finds nothing
Exact: INC-18104 finds INC-18104
Exact: 20260405 finds nothing
CJK: 500 finds 2026-05-04, HTTP 50, HTTP 500
CJK: 50 finds 2026-05-04, HTTP 50, HTTP 500
CJK: p9 finds p9, p99
CJK: INC-12 finds INC-1122
CJK: INC-18104 finds INC-10418, INC-18104
CJK: 20260405 finds 2026-05-04
EOF
diff stated seen && echo "as stated"
