#!/usr/bin/env bash
# Guess: what pandoc writes as a table, pandoc reads as the same table; a pipe in a cell is escaped
#   in the way of each format.
# Instead: a pipe in a cell is written bare in code (gfm, commonmark_x) and in text (org, dokuwiki), and the
#   reader of the same pandoc then takes it for the end of the cell. What follows the pipe is dropped without
#   a warning. The GFM specification asks for `\|` also inside of code, so GitHub drops it as well.
# Versions: pandoc 3.9 (pypandoc_binary 1.17), cmarkgfm 2025.10.22.
# Why it matters: timelines are tables, and their cells quote commands with pipes. Half of the command is gone
#   after a conversion that reported nothing.
# Source: GFM specification, section on tables (`\|` in code); the loss itself is not in pandoc's manual.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check pypandoc_binary==1.17 cmarkgfm==2025.10.22
"$work/venv/bin/python" - <<'PY'
import re

import cmarkgfm
import pypandoc

version = pypandoc.get_pandoc_version()
print("pandoc", version)
assert version == "3.9", version

HTML = "<table><tr><th>Time</th><th>Event</th></tr><tr><td>09:00</td><td>%s</td></tr></table>"
TEXT = HTML % "errors | warnings"
CODE = HTML % "<code>journal | count</code>"


def cell(html):
    """What is left of the second cell, as plain text."""
    cells = re.findall(r"<td[^>]*>(.*?)</td>", html, re.S)
    return re.sub(r"<[^>]+>", "", cells[1]).strip()


def there_and_back(html, form):
    written = pypandoc.convert_text(html, form, "html")
    return cell(pypandoc.convert_text(written, "html", form))


expected = {
    "gfm": ("errors | warnings", "`journal"),
    "commonmark_x": ("errors | warnings", "`journal"),
    "org": ("errors", "journal | count"),
    "dokuwiki": ("errors", "journal | count"),
    "rst": ("errors | warnings", "journal | count"),
    "muse": ("errors | warnings", "journal | count"),
}
for form, want in expected.items():
    got = there_and_back(TEXT, form), there_and_back(CODE, form)
    print(form.ljust(12), got)
    assert got == want, (form, got)

written = pypandoc.convert_text(CODE, "gfm", "html")
assert "| 09:00 | `journal | count` |" in written, written
github = cell(cmarkgfm.github_flavored_markdown_to_html(written))
print("read by cmark-gfm:", repr(github))
assert github == "`journal", github
PY
