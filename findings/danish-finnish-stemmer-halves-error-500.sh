#!/usr/bin/env bash
# A stemmer takes the ending off a word, so that a search for one form finds the others. Numbers have no endings.
#
# Guess:   the Snowball stemmers leave 500, p99 and 2200 as they are, in every language and every port.
# Instead: snowball-stemmers (npm) makes 50, p9 and 220 of them in Finnish, and INC-114 of INC-1144 in Finnish and Danish; its
#          22 other languages leave them. The rules of these two end by taking the second of two equal consonants
#          away, and to the port a consonant is whatever is no vowel: a digit as well. The official port for Python
#          leaves the numbers, the newest as well as an older one. So an index that a Python program builds is searched
#          in the browser for other words.
# Versions: snowball-stemmers 0.6.0 (npm); snowballstemmer 2.2.0 and 3.1.1 (PyPI).
# Why:     status codes, percentiles and incident numbers are what is looked for in post-mortems. In Finnish ones 500 is
#          found as 50, in Danish ones INC-1144 as INC-114; English ones, which people test with, show nothing of it.
# Source:  not documented.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

npm install --silent --no-audit --no-fund --prefix . snowball-stemmers@0.6.0
python3 -m venv env

cat >ask.cjs <<'EOF'
const snowball = require("snowball-stemmers");
const words = ["500", "p99", "2200", "inc-1144"];
const languages = snowball.algorithms();
for (const language of languages) {
  const stems = words.map((word) => snowball.newStemmer(language).stem(word));
  if (stems.join() !== words.join()) console.log(`snowball-stemmers, ${language}:`, ...stems);
}
console.log("languages:", languages.length);
EOF
cat >ask.py <<'EOF'
import importlib.metadata

import snowballstemmer

version = importlib.metadata.version("snowballstemmer")
for language in ("danish", "finnish"):
    stemmer = snowballstemmer.stemmer(language)
    stems = [stemmer.stemWord(word) for word in ("500", "p99", "2200", "inc-1144")]
    print(f"snowballstemmer {version}, {language}:", *stems)
EOF
node ask.cjs | tee seen
for version in 2.2.0 3.1.1; do
    env/bin/pip install --quiet --disable-pip-version-check "snowballstemmer==$version"
    env/bin/python ask.py | tee -a seen
done

cat >stated <<'EOF'
snowball-stemmers, danish: 500 p99 2200 inc-114
snowball-stemmers, finnish: 50 p9 220 inc-114
languages: 24
snowballstemmer 2.2.0, danish: 500 p99 2200 inc-1144
snowballstemmer 2.2.0, finnish: 500 p99 2200 inc-1144
snowballstemmer 3.1.1, danish: 500 p99 2200 inc-1144
snowballstemmer 3.1.1, finnish: 500 p99 2200 inc-1144
EOF
diff stated seen && echo "as stated"
