#!/usr/bin/env bash
# Guess: a file that is read and written by the round-trip mode of ruamel.yaml keeps what nobody touched;
#   at worst the digits of a second beyond a microsecond are cut, as PyYAML does.
# Instead: they are rounded, and the round carries: the last instant of a year becomes the first of the next one.
#   The file is saved so, with the fraction gone. PyYAML and tomlkit cut.
# Versions: ruamel.yaml 0.19.1, PyYAML 6.0.4, tomlkit 0.15.2.
# Why it matters: log stores give nanoseconds, and "until the end of the day" is often written 23:59:59.9999999.
#   A tool that adds one tag to a post-mortem's front matter moves its incident to the next day, month or year.
# Source: not documented; round trips are said to keep the file but for spacing. Found by trying.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check ruamel.yaml==0.19.1 PyYAML==6.0.4 tomlkit==0.15.2
"$work/venv/bin/python" - <<'PY'
import io

import ruamel.yaml
import tomlkit
import yaml

print("ruamel.yaml", ruamel.yaml.__version__, "PyYAML", yaml.__version__)


def saved(text):
    editor = ruamel.yaml.YAML()
    out = io.StringIO()
    editor.dump(editor.load(text), out)
    return out.getvalue()


last = "resolved: 2026-12-31T23:59:59.9999999Z\n"
got = saved(last)
print(repr(last), "->", repr(got))
assert got == "resolved: 2027-01-01T00:00:00Z\n", got

nanos = "resolved: 2026-03-01T09:00:00.123456789Z\n"
got = saved(nanos)
print(repr(nanos), "->", repr(got))
assert got == "resolved: 2026-03-01T09:00:00.123457Z\n", got

micros = "resolved: 2026-12-31T23:59:59.999999Z\n"
assert saved(micros) == micros

cut = yaml.safe_load(last)["resolved"]
print("PyYAML:", cut.isoformat())
assert cut.isoformat() == "2026-12-31T23:59:59.999999+00:00", cut
cut = tomlkit.parse("resolved = 2026-12-31T23:59:59.9999999Z\n")["resolved"]
assert (cut.year, cut.microsecond) == (2026, 999999), cut
PY
