"""Which records belong together: what stands under what, who is named in whom, so that pages show them as one story."""

from typing import Any

from proof.contents import fill, kinds

# Type -> type of the record it stands under, where the name of that field is not a type itself.
UNDER = {
    "sent-packet": "note",
    "worker-merge": "worker",
    "referral": "case",
    "evidence": "case",
    "voice-note": "report",
    "report-photograph": "report",
}
FIRST = ("correspondent", "note", "party", "worker", "consent", "case", "report", "grievance")  # others name them
# A field that names another record -> the type of that record; at any depth.
NAMES = {name: name for name in ("worker", "party", "consent", "grievance", "referral")} | {"proof": "evidence"}
# What a content has to say (or not to say) so that it stands open and whole. A later room adds its own here.
STANDING: dict[str, dict[str, Any]] = {
    "note": {"closed": None, "links": (), "remind": None},
    "note-draft": {"about": "", "remind": "", "what": "new", "note": "", "read": 0},
    "form-draft": {"where": "intake", "about": "", "day": None},
    "worker": {"closed": None, "merged_into": ""},
    "case": {"closed": None, "report": "", "left": None},
    "grievance": {"workers": ()},
    "action": {"done": None},
    "follow-up": {"done": None},
    "retaliation": {"seen_on": None, "seen_by": ""},
    "referral": {"to": "", "pieces": (), "way": "paper"},
    "report": {"closed": None, "case": "", "taken_up_on": None, "answered_on": None, "about_staff": False},
    "report-addition": {"seen": None, "until": None},
    "voice-note": {"until": None},
    "report-photograph": {"until": None},
    "letter-template": {"closed": None},
}


def head_type(kind: Any) -> str:
    """The type of the record that this one is a part of; empty for one that stands by itself."""
    if not kind.HEAD:
        return ""
    found = UNDER.get(kind.TYPE) or (kind.HEAD if kind.HEAD in kinds() else "")
    if not found:
        raise LookupError(f"{kind.TYPE}: no type {kind.HEAD!r} to stand under; say it in proof/linking.py UNDER")
    return found


def in_order() -> list[Any]:
    """Every type, each after those that it stands under or names."""
    every = kinds()
    later = [kind for name, kind in every.items() if name not in FIRST]
    return [every[name] for name in FIRST] + sorted(later, key=lambda kind: bool(kind.HEAD))


def links(kind: Any, ids: dict[str, str]) -> dict[str, Any]:
    """Fields that name other records, with the ids of those that stand there (type -> id), and what keeps it open."""
    named = {field: ids[type] for field, type in NAMES.items() if type in ids and type != kind.TYPE}
    said = named | STANDING.get(kind.TYPE, {})
    if kind.HEAD:
        said[kind.HEAD] = ids[head_type(kind)]
    return said


def linked(kind: Any, text: Any, ids: dict[str, str], more: dict[str, Any]) -> Any:
    """A content of this type among the records of `ids`; more: fixed fields that it needs besides."""
    said = links(kind, ids) | more
    if kind.TYPE == "case":  # one worker, once
        return fill(kind, text, fixed=said, often=1)
    return fill(kind, text, fixed=said)
