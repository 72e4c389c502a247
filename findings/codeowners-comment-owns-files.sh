#!/usr/bin/env bash
# CODEOWNERS says who is asked about a file. Four libraries read it for programs of all kinds.
#
# Guess:   they agree with the documentation of the host: what follows "#" on a line is a comment; "/docs/*" is the files
#          in docs, none in the folders below; a space in a path is written "\ "; a rule without owners takes them away.
# Instead: codeowners (npm) makes owners of the comment: "*.md @docs # ask first" belongs to @docs, #, ask and first.
#          @snyk/github-codeowners (npm) refuses the whole file for it, and for an escaped space as well, where the two
#          others of npm give the folder "old docs" to whoever owns everything. All three give "/docs/*" the files in
#          deeper folders too, since they match as .gitignore does. The library of PyPI does all as documented.
#          That a rule without owners leaves none is the only thing on which they agree.
# Versions: codeowners 5.1.1, codeowners-utils 1.0.2, @snyk/github-codeowners 1.1.0 (npm); codeowners 0.9.0 (PyPI).
# Why:     who is asked about an action item, and which team a service's incidents are counted for, is taken from this
#          file. The host asks one team, the tool of another language another, and a third asks "first".
# Source:  GitHub documents comments at the end of a line and the example of docs/*; none of the libraries documents a
#          difference.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

npm install --silent --no-audit --no-fund --prefix . codeowners@5.1.1 codeowners-utils@1.0.2 @snyk/github-codeowners@1.1.0
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check codeowners==0.9.0

mkdir plain spaced commented
cat >plain/CODEOWNERS <<'EOF'
* @everybody
/docs/* @docs
/drafts/ @authors
/drafts/open
EOF
cat plain/CODEOWNERS - >spaced/CODEOWNERS <<'EOF'
old\ docs/ @archive
EOF
cat plain/CODEOWNERS - >commented/CODEOWNERS <<'EOF'
*.md @docs # ask first
EOF
cat >ask.cjs <<'EOF'
const { readFileSync } = require("node:fs");
const Codeowners = require("codeowners");
const utils = require("codeowners-utils");
const { OwnershipEngine } = require("@snyk/github-codeowners/dist/lib/ownership");
console.error = () => {};
const [folder, ...paths] = process.argv.slice(2);
const ways = {
  "codeowners (npm)": () => {
    const owners = new Codeowners(folder);
    return (path) => owners.getOwner(path);
  },
  "codeowners-utils": () => {
    const entries = utils.parse(readFileSync(`${folder}/CODEOWNERS`, "utf8"));
    return (path) => utils.matchFile(path, entries)?.owners ?? [];
  },
  "@snyk/github-codeowners": () => {
    const engine = OwnershipEngine.FromCodeownersFile(`${folder}/CODEOWNERS`);
    return (path) => engine.calcFileOwnership(path);
  },
};
for (const [name, open] of Object.entries(ways)) {
  try {
    const owner = open();
    for (const path of paths) console.log(`${name}: ${path}: ${owner(path).join(" ") || "nobody"}`);
  } catch (error) {
    console.log(`${name}: ${error.message}`);
  }
}
EOF
cat >ask.py <<'EOF'
import sys

from codeowners import CodeOwners

folder, *paths = sys.argv[1:]
owners = CodeOwners(open(f"{folder}/CODEOWNERS").read())
for path in paths:
    print(f"codeowners (PyPI): {path}: {' '.join(name for _, name in owners.of(path)) or 'nobody'}")
EOF
ask() {
    echo "$1:"
    node ask.cjs "$@"
    env/bin/python ask.py "$@"
}
{
    ask plain docs/a.txt docs/deep/a.txt drafts/open
    ask spaced "old docs/a.txt"
    ask commented readme.md
} | tee seen

cat >stated <<'EOF'
plain:
codeowners (npm): docs/a.txt: @docs
codeowners (npm): docs/deep/a.txt: @docs
codeowners (npm): drafts/open: nobody
codeowners-utils: docs/a.txt: @docs
codeowners-utils: docs/deep/a.txt: @docs
codeowners-utils: drafts/open: nobody
@snyk/github-codeowners: docs/a.txt: @docs
@snyk/github-codeowners: docs/deep/a.txt: @everybody
@snyk/github-codeowners: drafts/open: nobody
codeowners (PyPI): docs/a.txt: @docs
codeowners (PyPI): docs/deep/a.txt: @everybody
codeowners (PyPI): drafts/open: nobody
spaced:
codeowners (npm): old docs/a.txt: @everybody
codeowners-utils: old docs/a.txt: @everybody
@snyk/github-codeowners: docs/ is not a valid owner name in rule old\ docs/ @archive
codeowners (PyPI): old docs/a.txt: @archive
commented:
codeowners (npm): readme.md: @docs # ask first
codeowners-utils: readme.md: @docs
@snyk/github-codeowners: # is not a valid owner name in rule *.md @docs # ask first
codeowners (PyPI): readme.md: @docs
EOF
diff stated seen && echo "as stated"
