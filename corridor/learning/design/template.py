"""An empty design with every field explained, and a design written back as a file."""

import json
from typing import Any

from corridor.learning.design.schema import Fact, Part, parts

HEAD = """\
# A programme's design, to be read by `corridor review FILE`.
#
# Every fact has three states:
#   stated             give it
#   stated as absent   false, "none" or [] (the design says that there is none)
#   silent             leave the line out, or leave it behind its # (the source does not say)
# Lines such as #organisation = ... show an example: take the # away and put in your own.
# Silence gives a question to ask, never a finding. The codes of each vocabulary stand, with their meaning, in
# docs/records/design.md and on the page /shelf/terms/.
"""


def toml(value: Any) -> str:
    """A value as TOML writes it (JSON's strings, lists of strings, numbers and booleans are TOML's)."""
    return json.dumps(list(value) if isinstance(value, tuple) else value, ensure_ascii=False)


def fact_lines(fact: Fact) -> list[str]:
    about = fact.meaning + (f" (a code of {fact.vocabulary})" if fact.vocabulary else "")
    about += f" (the id of one of the {fact.to})" if fact.to else ""
    return [f"# {about}", f"#{fact.name} = {toml(fact.example)}"]


def part_lines(part: Part) -> list[str]:
    head = f"#[[{part.name}]]" if part.many else f"[{part.name}]"
    more = " As many as there are, each under its own [[...]] line." if part.many else ""
    body = [line for fact in part.facts.values() for line in fact_lines(fact)]
    if part.name == "design":  # a design must have these two
        body = ['id = "my-design"', 'title = "My design"', *body]
    return ["", f"# ---- {part.title}: {part.meaning}{more}", head, *body]


def template() -> str:
    """The empty design. It can be read as it is, and gives no finding."""
    return HEAD + "\n".join(line for part in parts().values() for line in part_lines(part)) + "\n"


def write_design(data: dict[str, Any]) -> str:
    """A design's plain data as a TOML file that reads back to the same."""
    lines: list[str] = []
    for part in parts().values():
        given = data.get(part.name) or []
        for element in given if isinstance(given, list) else [given]:
            lines += ["", f"[[{part.name}]]" if part.many else f"[{part.name}]"]
            lines += [f"{name} = {toml(element[name])}" for name in part.facts if name in element]
    return "\n".join(lines).lstrip("\n") + "\n"
