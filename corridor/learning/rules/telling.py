"""A review told as plain text for a terminal and as one self-contained page."""

import textwrap
from html import escape

from corridor.learning.rules.catalogue import SEVERITIES
from corridor.learning.rules.review import Finding, Review

TITLES = {
    "contradicts": "Goes against what was learned",
    "caution": "With caution",
    "missing": "Said to be missing",
    "strength": "Strengths",
}
WIDTH = 100


def wrapped(text: str, indent: str) -> str:
    return textwrap.fill(text, WIDTH, initial_indent=indent, subsequent_indent=indent)


def counts(review: Review) -> str:
    found = ", ".join(f"{len(review.of(severity))} {severity}" for severity in SEVERITIES)
    return (
        f"{review.rules_checked} rules read the design: {found}; {len(review.questions)} questions where it is silent."
    )


def as_text(review: Review) -> str:
    """The whole review for a terminal."""
    identity = review.design.design
    lines = [str(identity.title), "=" * min(len(str(identity.title)), WIDTH), counts(review)]
    if identity.flag:
        lines += ["", wrapped(f"Flag: {identity.flag}", "")]
    for severity in SEVERITIES:
        found = review.of(severity)
        if found:
            lines += ["", f"{TITLES[severity]} ({len(found)})", "-" * WIDTH]
        for one in found:
            lines += [f"* {one.rule.title}  [{one.rule.id}] at {one.element.key}{at_line(one)}"]
            lines += [wrapped(one.reason, "    "), wrapped(f"Better: {one.rule.better}", "    ")]
            lines += [wrapped(f"Lessons: {', '.join(one.rule.lessons)}", "    ")]
    if review.questions:
        lines += ["", f"Questions to ask, where the design is silent ({len(review.questions)})", "-" * WIDTH]
        lines += [wrapped(f"* {one.rule.question}  ({one.element.key})", "") for one in review.questions]
    lines += ["", "Between conventional and better practice (table 4)", "-" * WIDTH]
    for dimension in review.profile:
        at = sorted({one.element.key for one in (*dimension.conventional, *dimension.better)})
        lines.append(f"  {dimension.practice.label:45} {dimension.position:13} {', '.join(at)}".rstrip())
    return "\n".join(lines)


def at_line(one: Finding) -> str:
    return f", line {one.element.line}" if one.element.line else ""


STYLE = """
body { font: 17px/1.5 system-ui, "Noto Sans", sans-serif; color: #1d2629; background: #fbf8f2; }
body { max-width: 46rem; margin: 2rem auto; padding: 0 1rem }
article { background: #fff; border: 1px solid #ddd5c6; border-left: 6px solid #8a5300; border-radius: .4rem; }
article { padding: .6rem 1rem; margin: .8rem 0; break-inside: avoid }
article.strength { border-left-color: #2f6b3c } h3 { margin: .1rem 0 } small { color: #55626a }
table { border-collapse: collapse } td, th { text-align: left; padding: .3rem .7rem .3rem 0; vertical-align: top }
td, th { border-bottom: 1px solid #ddd5c6 }
"""


def as_html(review: Review) -> str:
    """The whole review as one page that needs nothing beside itself."""
    title = escape(str(review.design.design.title))
    body = [f"<h1>Review of {title}</h1><p>{escape(counts(review))}</p>"]
    for severity in SEVERITIES:
        found = review.of(severity)
        if found:
            body.append(f"<h2>{TITLES[severity]} ({len(found)})</h2>")
            body += [article(one) for one in found]
    if review.questions:
        body.append("<h2>Questions to ask, where the design is silent</h2><ul>")
        body += [
            f"<li>{escape(one.rule.question)} <small>({escape(one.element.key)})</small></li>"
            for one in review.questions
        ]
        body.append("</ul>")
    body.append("<h2>Between conventional and better practice</h2><table><tr><th>Dimension</th><th>Position</th></tr>")
    body += [f"<tr><td>{escape(one.practice.label)}</td><td>{one.position}</td></tr>" for one in review.profile]
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>Review of {title}</title><style>{STYLE}</style></head><body>{''.join(body)}</table></body></html>"
    )


def article(one: Finding) -> str:
    return (
        f'<article class="{one.rule.severity}"><h3>{escape(one.rule.title)}</h3>'
        f"<p>{escape(one.reason)}</p><p><b>Better:</b> {escape(one.rule.better)}</p>"
        f"<p><small>{escape(one.element.key)} · rule {escape(one.rule.id)} · "
        f"lessons {', '.join(one.rule.lessons)}</small></p></article>"
    )
