#!/usr/bin/env bash
# Guess: pandoc reads a task list from HTML whether its check boxes are written `<input …>` or `<input … />`;
#   HTML gives the slash no meaning on a void element.
# Instead: one check box without the slash dissolves the whole list. The state of every task is lost, and
#   the items without a check box lose their bullets too. With the slash all is well.
# Versions: pandoc 3.9 (pypandoc_binary 1.17).
# Why it matters: action items of a post-mortem are task lists. Sites and wikis that write HTML5 write no slash,
#   so an import through pandoc shows done and open actions as the same plain paragraphs.
# Source: not in the manual, which says that the reader knows task lists. Found by trying.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check pypandoc_binary==1.17
"$work/venv/bin/python" - <<'PY'
import pypandoc

version = pypandoc.get_pandoc_version()
print("pandoc", version)
assert version == "3.9", version

before = "<ul><li>Call the vendor</li><li>"
after = " Raise the limit</li><li>Tell support</li></ul>"
expected = {
    '<input type="checkbox" checked="" />': "- Call the vendor\n- [x] Raise the limit\n- Tell support\n",
    '<input type="checkbox" checked="">': "Call the vendor\n\nRaise the limit\n\nTell support\n",
    '<input type="checkbox">': "Call the vendor\n\nRaise the limit\n\nTell support\n",
    # Another kind of input without a slash does no harm, so the slash is not asked for in general.
    '<input type="text">': "- Call the vendor\n- Raise the limit\n- Tell support\n",
}
for box, want in expected.items():
    got = pypandoc.convert_text(before + box + after, "gfm", "html")
    print(repr(box), "->", repr(got))
    assert got == want, (box, got)
PY
