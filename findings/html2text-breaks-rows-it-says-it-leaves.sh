#!/usr/bin/env bash
# html2text writes lines of 78 characters. Its option for tables says "wrap tables", and is off.
#
# Guess:   rows of tables are left whole, however long they are: a row of a Markdown table is one line.
# Instead: a long row is broken all the same, and what is left of it becomes a row of its own. Switching the option on
#          changes nothing, nor does the one that pads cells. What marks a line as a row is a pipe with a space on
#          either side, but the writer puts none in front of it. Only where a cell is empty there are two, and
#          that row is left whole.
# Versions: html2text 2025.4.15; the result is read by markdown-it-py 3.0.0.
# Why:     a row of action items with an owner and a date is longer than 78 characters. After the import there is an action
#          item named "done" without an owner, and the real one has lost its state; the row under it, which nobody
#          owns, is right.
# Source:  the program's own help, and the setting WRAP_TABLES, which is False. An issue of 2017 tells of padded
#          tables only.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check html2text==2025.4.15 markdown-it-py==3.0.0
"$work/venv/bin/python" - <<'PY'
import re

from html2text import HTML2Text, config
from markdown_it import MarkdownIt

assert config.WRAP_TABLES is False
rows = [
    ("Action", "Owner", "Due", "Status"),
    ("Compare the two stores before the next move of a table", "Payments", "2026-03-20", "done"),
    ("Compare the two stores before the next move of a table", "", "2026-03-20", "done"),
]
html = "<table>%s</table>" % "".join("<tr>%s</tr>" % "".join("<td>%s</td>" % cell for cell in row) for row in rows)


def convert(**options):
    converter = HTML2Text()
    for name, value in options.items():
        setattr(converter, name, value)
    return converter.handle(html)


def read(markdown):
    page = MarkdownIt("commonmark").enable("table").render(markdown)
    return [re.findall("<t[hd]>(.*?)</t[hd]>", row) for row in page.split("</tr>")[1:-1]]


text = convert()
print(text)
assert text == (
    "Action| Owner| Due| Status  \n---|---|---|---  \n"
    "Compare the two stores before the next move of a table| Payments| 2026-03-20|\ndone  \n"
    "Compare the two stores before the next move of a table| | 2026-03-20| done\n\n"
), repr(text)
print(read(text))
assert read(text) == [[*rows[1][:3], ""], ["done", "", "", ""], list(rows[2])]

assert convert(wrap_tables=True) == text
padded = convert(pad_tables=True)
print(padded)
assert padded.splitlines()[3] == "| done                                                   |", padded
assert read(convert(body_width=0)) == [list(rows[1]), list(rows[2])]
PY
