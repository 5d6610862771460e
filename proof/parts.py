"""What fills a part of an address or of a form, in each relation: an id of the record that the view is about, a key.

`own`: written by whoever asks. `named`: she is named to it. `same`: of her centre. `other`, `sealed`: of another one.
`hidden`: of her centre, restricted to somebody else. `nonexistent`: nothing has this id. Four go astray: `unlike`
names a record of another type; `strayed` a part that stands under another record, `misnamed` one of another type,
`missing` none at all.
"""

import random
import uuid
from collections.abc import Callable
from typing import Any

ASTRAY = ("unlike", "strayed", "misnamed", "missing")
# Record (a type, or a name of `standing.BESIDES`) -> the views of which one is about it; 'note' for others of `safe`.
ABOUT: dict[str, tuple[str, ...]] = {
    "correspondent": ("safe:compare",),
    "received-packet": ("safe:answer_packet",),
    "saved-view": ("safe:use_view", "safe:drop_view"),
    "note-draft": ("safe:take_up_draft", "safe:drop_draft"),
    "attachment": ("safe:attachment", "safe:attachment_copy", "safe:attachment_original"),
    "worker": (
        *("journey:worker", "journey:correct_worker", "journey:add_part", "journey:correct_part"),
        *("journey:erase_part", "journey:add_consent", "journey:withdraw_consent", "journey:own_copy"),
        *("journey:merge_worker", "journey:erase_worker", "centre:hand_over_worker", "centre:refer_worker"),
        *("journey:line", "recruitment:road", "recruitment:loan", "work:work", "work:received"),
    ),
    "party": ("journey:party", "journey:correct_party", "journey:erase_party"),
    "form-draft": ("journey:take_up_draft", "journey:drop_draft"),
    "case": (
        *("centre:case", "centre:change_case", "centre:close_case", "centre:add_to_case", "centre:correct_part"),
        *("centre:part_done", "centre:erase_part", "centre:assess", "centre:assessment", "centre:set_reminder"),
        *("centre:refer", "centre:hand_over_case", "centre:bring_evidence", "centre:letter"),
        *("centre:case_workers", "centre:leave_case", "centre:case_readers", "centre:erase_case"),
        "centre:export_case",
    ),
    "case-import": (
        *("centre:import_columns", "centre:import_check", "centre:import_step", "centre:import_refused"),
        "centre:import_destroy",
    ),
    "part-import": (
        *("journey:import_columns", "journey:import_check", "journey:import_step", "journey:import_refused"),
        "journey:import_destroy",
    ),
    "saved-search": ("centre:use_search", "centre:drop_search"),
    "service": ("centre:correct_service", "centre:erase_service"),
    "evidence": ("centre:evidence", "centre:evidence_copy", "centre:evidence_original", "centre:erase_evidence"),
    "referral": ("centre:referral", "centre:referral_print", "centre:referral_step", "centre:referral_packet"),
    "asking-packet": ("centre:answer_referral",),
    "letter-template": ("centre:letter_template_file", "centre:close_letter_template"),
    "report": ("field:inbox_page", "centre:report_case"),
    "report-photograph": ("field:inbox_file", "field:inbox_original"),
    "complaint": ("field:staff_page",),
    "complaint-photograph": ("field:staff_file", "field:staff_original"),
}
# The second id of an address: what stands under the first one.
PART_ABOUT: dict[str, tuple[str, ...]] = {
    "journey": ("journey:correct_part", "journey:erase_part"),
    "consent": ("journey:withdraw_consent",),
    "loan": ("recruitment:loan",),
    "assessment": ("centre:assessment",),
    "action": ("centre:correct_part", "centre:part_done", "centre:erase_part"),
    "worker": ("centre:assess", "centre:leave_case"),
}
RECORD_OF = {view: name for name, views in ABOUT.items() for view in views}
PART_OF = {view: name for name, views in PART_ABOUT.items() for view in views}
# What stands in the place of a record for `unlike`: (relation, record); a note or a service for those not named here.
UNLIKE = {
    "report": ("same", "complaint"),  # about the staff: not for the circle, even where it could open it
    "report-photograph": ("same", "complaint-photograph"),
    "complaint": ("named", "report"),
    "complaint-photograph": ("named", "report-photograph"),
}
MISNAMED = {
    "journey": "consent",
    "consent": "journey",
    "loan": "charge",
    "assessment": "grievance",
    "action": "evidence",
}
Part = Callable[[Any, str, str, str], Any]


def nonexistent(kind: str) -> Any:
    return uuid.UUID(int=random.getrandbits(128), version=4) if kind == "UUIDConverter" else "0" * 16


def one_of(stage: Any, role: str, relation: str, name: str) -> Any:
    """The id of this record in this relation to her."""
    for who in (role, ""):
        if (relation, who, name) in stage.records:
            return uuid.UUID(stage.records[relation, who, name])
    return uuid.UUID(stage.records["same", "", name]) if relation in {"own", "named"} else nonexistent("UUIDConverter")


def record_id(stage: Any, role: str, relation: str, view: str) -> Any:
    name = RECORD_OF.get(view) or ("note" if view.startswith("safe:") else "")
    if not name:
        raise ValueError(f"{view}: which record its <id> names is not said; say it in proof/parts.py ABOUT")
    if relation == "unlike":
        return one_of(stage, role, *UNLIKE.get(name, ("same", "service" if name in {"note", "case"} else "note")))
    return one_of(stage, role, "same" if relation in ASTRAY else relation, name)


def part_id(stage: Any, role: str, relation: str, view: str) -> Any:
    name = PART_OF.get(view)
    if not name:
        raise ValueError(f"{view}: which record its second id names is not said; say it in proof/parts.py PART_ABOUT")
    if relation == "strayed":
        return one_of(stage, "caseworker", "own", name)
    if relation == "missing":
        return nonexistent("UUIDConverter")
    if relation == "misnamed":
        return one_of(stage, role, "same", MISNAMED.get(name, "note"))
    return one_of(stage, role, "same" if relation in ASTRAY else relation, name)


def template_id(stage: Any, role: str, relation: str, view: str) -> str:
    """As text: templates that are shipped have words for ids."""
    return str(record_id(stage, role, relation, view))


def centre_key(stage: Any, role: str, relation: str, view: str) -> str:
    chosen = {"other": stage.other, "sealed": stage.sealed}.get(relation, stage.people)
    return "0" * 16 if relation == "nonexistent" else chosen.centre.key


def account_key(stage: Any, role: str, relation: str, view: str) -> str:
    if relation == "nonexistent":
        return "0" * 16
    if relation in {"other", "sealed"}:
        return (stage.other if relation == "other" else stage.sealed).bina.account.key
    member = stage.member(role)
    return member.account.key if relation == "own" and member else stage.people.chandra.account.key


def part_word(stage: Any, role: str, relation: str, view: str) -> str:
    """A word for what is added; no such word where a part would go astray."""
    added = "grievance" if view == "centre:add_to_case" else "charge"
    return "nothing" if relation in ASTRAY[1:] else added


def returned_period(stage: Any, role: str, relation: str, view: str) -> str:
    """The period of a return: of her centre's, of another's, of none."""
    from proof.stage import RETURNED

    return "1999Q1" if relation == "nonexistent" else RETURNED.get(relation, RETURNED["own"])


def programme_side(name: str) -> Part:
    """What stands on the programme's side belongs to no centre: it is there, whatever the relation, or it is not."""
    from proof.stage import PROGRAMME

    return lambda stage, role, relation, view: "1999Q1" if relation == "nonexistent" else PROGRAMME[name]


def word(text: Any) -> Part:
    return lambda stage, role, relation, view: text


def named(known: str) -> Part:
    """What belongs to no centre, by its id: there for everybody who may read it, or nothing has this id."""
    return lambda stage, role, relation, view: "nothing" if relation == "nonexistent" else known


def example(view: str, part: str) -> Part:
    """The same part of the address of another view that is public."""
    return lambda stage, role, relation, here: stage.example(view, part, relation)


# name of a part of an address left of the curtain, or "view.part" or "room.part" where one name means two things
PARTS: dict[str, Part] = {
    "id": record_id,
    "part": part_id,
    "key": account_key,
    "safe:write_in.key": centre_key,
    "field.key": centre_key,
    "safe:seal_link.word": word("abcde-fghjk-mnpqr-stuvw"),
    "centre:assess.worker": part_id,
    "centre:add_to_case.word": part_word,
    "journey:add_part.word": part_word,
    "centre:letter_template_file.id": template_id,
    "figures.period": returned_period,
    **{
        f"figures:{view}.period": programme_side("going")
        for view in ("release", "release_step", "freeze_release", "stop_release")
    },
    "figures:release_log.period": programme_side("released"),
    "figures:centre_left.code": programme_side("centre"),
    "figures:own_indicator.indicator": named("grievance-results"),
    **{f"statistics:{view}.id": named("grievance-results") for view in ("indicator", "indicator_file")},
    **{f"statistics:{view}.id": named("people-by-corridor") for view in ("table", "table_file")},
    **{f"statistics:{view}.period": programme_side("released") for view in ("report", "report_file")},
    **{
        f"statistics:{view}.code": programme_side("target")
        for view in ("target", "correct_target", "withdraw_target", "add_evidence", "take_back_evidence")
    },
    "statistics:table_file.form": word("csv"),
    "statistics:report_file.form": word("word"),
    "statistics:take_back_evidence.note": lambda stage, role, relation, view: stage.evidence,
    "programme:add.kind": named("projects"),
    "programme:correct.kind": word("projects"),
    "programme:correct.id": example("programme:project", "id"),
    "programme:add_reference.kind": named("reference_wages"),
    "programme:correct_reference.kind": word("deadlines"),
    "programme:correct_reference.id": named("centre-report-seen"),
    **{
        f"learning:{view}.key": example("learning:review", "key")
        for view in ("answer", "discard", "review_file", "part", "element", "remove")
    },
    "learning:review_file.form": word("docx"),
    **{
        f"learning:{view}.part": lambda stage, role, relation, here: stage.examples["learning:part"]["part"]
        for view in ("element", "remove")
    },
    **{f"learning:{view}.index": word(0) for view in ("element", "remove")},
}


def what_it_names(name: str) -> Part:
    """The id of a record that a form names beside the one of its address, in the same relation to her."""
    return lambda stage, role, relation, view: one_of(stage, role, "same" if relation in ASTRAY else relation, name)


# What a form has to say before it means anything: view -> field -> part. Relations hold in forms too.
FORMS: dict[str, dict[str, Part]] = {
    "safe:agree": {"about": account_key, "act": word("admit")},
    "safe:send": {"to": lambda stage, role, relation, view: stage.records["same", "", "correspondent"]},
    "centre:set_reminder": {
        "deadline": lambda stage, role, relation, view: "nothing" if relation in ASTRAY[1:] else stage.deadline
    },
    "figures:own": {"kind": word("closing")},
    "figures:own_indicator": {"quarter": word("all"), "by": word("kind")},
    "work:received": {name: what_it_names(name) for name in ("grievance", "spell")},
}
# What the field says beside the table: nobody decides about herself; a draft is its writer's alone; whatever stands
# under a case can be done with or destroyed. (view, relation) -> what is expected.
BESIDE = {
    ("safe:invite_again", "own"): "absent",
    ("safe:propose_new_factor", "own"): "absent",
    ("safe:take_up_draft", "named"): "absent",
    ("safe:drop_draft", "named"): "absent",
    **{
        (f"journey:{view}", relation): "absent"
        for view in ("take_up_draft", "drop_draft")
        for relation in ("named", "same")
    },
    **{(view, "misnamed"): "open" for view in ("centre:part_done", "centre:erase_part")},
    # What is named is a measure, of her own centre always; of others there is nothing to name.
    **{("figures:own", relation): "open" for relation in ("other", "sealed", "nonexistent")},
    **{("figures:own_indicator", relation): "open" for relation in ("other", "sealed")},
}
