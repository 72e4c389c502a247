#!/usr/bin/env bash
# Guess: `%header` on an AsciiDoc table makes the first row a header and leaves the other rows alone;
#   a footer needs `%footer`. A table without `%header`, whose first two rows follow each other without
#   an empty line, has neither.
# Instead: pandoc's AsciiDoc reader makes the last row of every table its footer, asked or not, and the
#   first one its header, unless `%noheader` says otherwise.
# Versions: pandoc 3.9 (pypandoc_binary 1.17).
# Why it matters: the last row of a timeline is "resolved". Programs that read the rows of a table's body
#   see a timeline that never ends, and one of two events without a header has no event at all.
# Source: the AsciiDoc language documentation (header and footer options); not in pandoc's manual.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check pypandoc_binary==1.17
"$work/venv/bin/python" - <<'PY'
import json

import pypandoc

version = pypandoc.get_pandoc_version()
print("pandoc", version)
assert version == "3.9", version


def shape(table):
    """How many rows are in the head, the body and the foot."""
    doc = json.loads(pypandoc.convert_text(table, "json", "asciidoc"))
    _, _, _, head, bodies, foot = doc["blocks"][0]["c"]
    return len(head[1]), sum(len(body[3]) for body in bodies), len(foot[1])


rows = "|===\n|Time |Event\n\n|09:00 |alert\n|09:10 |rollback\n|09:20 |resolved\n|===\n"
two = "|===\n|09:00 |alert\n|09:20 |resolved\n|===\n"
expected = {
    "[%header,cols=2*]\n" + rows: (1, 2, 1),
    '[options="header",cols=2*]\n' + rows: (1, 2, 1),
    "[%header%footer,cols=2*]\n" + rows: (1, 2, 1),
    rows: (1, 2, 1),
    "[cols=2*]\n" + two: (1, 0, 1),
    "[%noheader,cols=2*]\n" + two: (0, 1, 1),
}
for table, want in expected.items():
    got = shape(table)
    print(table.split("\n")[0].ljust(28), "head, body, foot:", got)
    assert got == want, (table, got)
PY
