#!/usr/bin/env bash
# A tool of a server for language models answers with figures: {"median days": inf}. Infinite is what statistics libraries
# say of a median that was never reached: most action items are open still.
#
# Guess:   the Python SDK of the Model Context Protocol either writes the number, or says to the server's author, or to
#          the caller, that JSON has no such number.
# Instead: the server promises numbers in the schema of the tool, which it makes of the type "dict[str, float]", and sends
#          null. The client of the same package, same version, checks the answer by that schema, and raises
#          "None is not of type 'number'": the whole answer is lost, the good figures with it. The text next to the data
#          says Infinity, and no JSON reader but Python's takes it. Declared as "dict", without a type of value, the
#          answer has no data at all, and the text says Infinity. NaN, the median of no incidents, does the same.
# Versions: mcp 2.3.0 (PyPI).
# Why:     an assistant asks a knowledge base how long action items take. For the one team that has closed too few of them
#          the tool fails, and the message tells of a schema instead of the team.
# Source:  not documented. pydantic documents that it writes infinity as null in JSON; the schema is pydantic's as well.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check mcp==2.3.0

cat >ask.py <<'EOF'
import asyncio

from mcp.client import Client
from mcp.server import MCPServer

server = MCPServer("figures")


@server.tool()
def reached() -> dict[str, float]:
    return {"items": 4.0, "median days": 12.0}


@server.tool()
def never_reached() -> dict[str, float]:
    return {"items": 4.0, "median days": float("inf")}


@server.tool()
def no_items() -> dict[str, float]:
    return {"items": 0.0, "median days": float("nan")}


@server.tool()
def untyped() -> dict:
    return {"items": 4.0, "median days": float("inf")}


async def ask():
    async with Client(server) as client:
        for tool in (await client.list_tools()).tools:
            promise = tool.output_schema and tool.output_schema["additionalProperties"]
            print(f"{tool.name}: promises {promise}")
            try:
                answer = await client.call_tool(tool.name, {})
            except RuntimeError as error:
                print(f"  {str(error).splitlines()[0]}")
            else:
                print(f"  data: {answer.structured_content}")
                print(f"  text: {' '.join(answer.content[0].text.split())}")


asyncio.run(ask())
EOF
env/bin/python ask.py 2>/dev/null | tee seen

cat >stated <<'EOF'
reached: promises {'type': 'number'}
  data: {'items': 4.0, 'median days': 12.0}
  text: { "items": 4.0, "median days": 12.0 }
never_reached: promises {'type': 'number'}
  Invalid structured content returned by tool never_reached: None is not of type 'number'
no_items: promises {'type': 'number'}
  Invalid structured content returned by tool no_items: None is not of type 'number'
untyped: promises None
  data: None
  text: { "items": 4.0, "median days": Infinity }
EOF
diff stated seen && echo "as stated"
