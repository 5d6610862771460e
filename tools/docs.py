"""Pages of docs/ made from the code and the schemas: `python -m tools.docs` writes them, a test compares them."""

from pathlib import Path

import corridor.learning.rules  # noqa: F401  gathers the catalogue
from corridor.access.table import MAY, ROLES
from corridor.learning.design.schema import parts
from corridor.learning.rules.catalogue import RULES, SEVERITIES
from corridor.reference.kinds import Kind, kinds
from corridor.reference.shelf import shelf
from tools.facts import facts_page
from tools.retention import retention_page

ROOT = Path(__file__).resolve().parent.parent


def record_page(kind: Kind) -> str:
    lines = [f"# {kind.label}", "", kind.meaning, "", f"Files: {', '.join(f'`{name}`' for name in kind.files)}", ""]
    lines += ["| field | form | what it means |", "|---|---|---|"]
    for field in kind.fields.values():
        form = field.type + (f" of `{field.vocabulary or field.kind}`" if field.vocabulary or field.kind else "")
        form += f" `{field.pattern}`" if field.pattern else ""
        form = form.replace("|", "\\|")
        lines.append(f"| `{field.name}`{' (required)' if field.required else ''} | {form} | {field.meaning} |")
    return "\n".join(lines) + "\n"


def design_page() -> str:
    lines = [
        "# A programme's design",
        "",
        "A TOML file; `corridor review --template` prints an empty one. Every fact has three states: stated, stated as",
        'absent (`false`, `"none"` or `[]`), and silent (left out). Silence gives a question to ask, never a finding.',
    ]
    for part in parts().values():
        head = f"[[{part.name}]]" if part.many else f"[{part.name}]"
        lines += [
            "",
            f"## {part.title} `{head}`",
            "",
            part.meaning,
            "",
            "| fact | form | what it means | example |",
            "|---|---|---|---|",
        ]
        for fact in part.facts.values():
            form = fact.type + (
                f" of `{fact.vocabulary}`" if fact.vocabulary else f" to `{fact.to}`" if fact.to else ""
            )
            name = f"`{fact.name}`{' (required)' if fact.required else ''}"
            example = str(fact.example).replace("'", '"').replace("True", "true")
            lines.append(f"| {name} | {form} | {fact.meaning} | `{example}` |")
    words = sorted({fact.vocabulary for part in parts().values() for fact in part.facts.values() if fact.vocabulary})
    lines += ["", "## Vocabularies", "", "The codes that a design may use. A term is retired by date, never deleted."]
    for vocabulary in words:
        lines += ["", f"### `{vocabulary}`", "", "| code | label | meaning |", "|---|---|---|"]
        lines += [f"| `{term.code}` | {term.label} | {term.meaning} |" for term in shelf().terms[vocabulary].values()]
    return "\n".join(lines) + "\n"


def rules_page() -> str:
    lessons = {lesson for rule in RULES.values() for lesson in rule.lessons}
    lines = [
        "# Rules of the design review",
        "",
        f"{len(RULES)} rules stand on {len(lessons)} of {len(shelf().entries('lessons'))} lessons. Each is tried on",
        "two worked cases (`corridor/learning/tests/cases/`): one design that sets it off, one that does not.",
    ]
    families: dict[str, list] = {}
    for rule in RULES.values():
        families.setdefault(rule.family, []).append(rule)
    for family, rules in families.items():
        lines += ["", f"## {family.replace('_', ' ').capitalize()}"]
        for rule in sorted(rules, key=lambda one: SEVERITIES.index(one.severity)):
            lines += ["", f"### `{rule.id}`: {rule.title}", "", f"*{rule.severity}* · asks: {rule.question}", ""]
            lines += [f"Better: {rule.better}", "", f"Stands on {', '.join(rule.lessons)}"]
            if rule.practices:
                lines[-1] += f"; bears on {', '.join(rule.practices)}"
            lines[-1] += "."
    return "\n".join(lines) + "\n"


def roles_page() -> str:
    """The table of who may do what, turned so that roles stand one under another."""
    lines = [
        "# Who may do what",
        "",
        "Made from `corridor/access/rights.csv`, which alone decides; every address has its row there. *any*: whatever",
        "it is about; *centre*: what belongs to her own centre; *named*: only what she was named to; *own*: only her",
        "own account. A role opens the door; what she can then read is what her key opens. What everybody may do",
        "stands last.",
        "",
    ]
    inner = {name: row for name, row in MAY.items() if "public" not in row.extents}
    for role in ROLES.values():
        mine = [f"{row.meaning} (*{row.extents[role.name]}*)" for row in inner.values() if role.name in row.extents]
        holds = (
            f" Holds: {', '.join(sorted(role.holds))} key{'s' if len(role.holds) > 1 else ''}." if role.holds else ""
        )
        lines += [
            f"## {role.label}",
            "",
            role.meaning + holds,
            "",
            *(f"- {one}" for one in mine),
            *([""] if mine else []),
        ]
    lines += ["## Everybody", "", *(f"- {row.meaning}" for name, row in MAY.items() if name not in inner)]
    lines += ["", "## Actions and their sources", "", "| action | what it is | why so | roles |", "|---|---|---|---|"]
    for row in MAY.values():
        roles = "everybody" if "public" in row.extents else ", ".join(ROLES[name].label.lower() for name in row.extents)
        lines.append(f"| `{row.action}` | {row.meaning} | {row.source} | {roles} |")
    return "\n".join(lines) + "\n"


def generated() -> dict[str, str]:
    """Path -> text of every generated page."""
    pages = {f"docs/records/{kind.name}.md": record_page(kind) for kind in kinds().values()}
    pages["docs/records/design.md"] = design_page()
    pages["docs/rules.md"] = rules_page()
    pages["docs/roles.md"] = roles_page()
    pages["docs/retention.md"] = retention_page()
    pages["docs/facts.md"] = facts_page()
    return pages


if __name__ == "__main__":
    for path, text in generated().items():
        (ROOT / path).parent.mkdir(parents=True, exist_ok=True)
        (ROOT / path).write_text(text, encoding="utf-8")
