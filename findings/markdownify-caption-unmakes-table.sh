#!/usr/bin/env bash
# Guess: a caption of an HTML table becomes a line above the Markdown table, which stays as it was.
# Instead: markdownify then leaves out the line of dashes under the header, since the header row is no longer
#   the first child. Without that line it is no table in Markdown but a paragraph full of pipes.
#   markitdown, which is built on it, does the same.
# Versions: markdownify 1.2.3, markitdown 0.1.9; the result is read by markdown-it-py 3.0.0.
# Why it matters: wikis give a timeline a caption ("all times UTC"). After the import no program finds
#   a table, so the timeline is gone.
# Source: reported as microsoft/markitdown issue 2536, open in September 2026; in no documentation.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check markdownify==1.2.3 markitdown==0.1.9 markdown-it-py==3.0.0
"$work/venv/bin/python" - <<'PY'
import io
import warnings

warnings.filterwarnings("ignore")
from markdown_it import MarkdownIt
from markdownify import markdownify
from markitdown import MarkItDown

rows = "<tr><th>Time</th><th>Event</th></tr><tr><td>09:00</td><td>alert</td></tr>"
plain = "<table>%s</table>" % rows
captioned = "<table><caption>All times UTC</caption>%s</table>" % rows


def with_markitdown(html):
    page = io.BytesIO(("<html><body>%s</body></html>" % html).encode())
    return MarkItDown().convert_stream(page, file_extension=".html").text_content


def is_table(markdown):
    return "<table>" in MarkdownIt("commonmark").enable("table").render(markdown)


for name, convert in ("markdownify", markdownify), ("markitdown", with_markitdown):
    good, bad = convert(plain).strip(), convert(captioned).strip()
    print(name, repr(good), repr(bad))
    assert good == "| Time | Event |\n| --- | --- |\n| 09:00 | alert |", good
    assert bad == "All times UTC\n\n| Time | Event |\n| 09:00 | alert |", bad
    assert is_table(good) and not is_table(bad)
PY
