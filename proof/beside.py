"""What stands beside the cases of T4, so that every page of the rooms leads somewhere: a journey with its road, a
referral and a file of each of some cases; a party, an unfinished form and a letter of the centre's own.
"""

from typing import Any

FIXED: dict[str, dict[str, Any]] = {
    "referral": {"state": "sent"},
    "letter-template": {"kind": "demand", "language": "en"},
}
OF_A_CASE = ("journey", "recruitment-chain", "hop", "terms", "charge", "loan", "spell", "referral", "evidence")
ALONE = ("party", "form-draft", "letter-template")
Places = dict[str, list[dict[str, str]]]  # how the address of a page begins -> the parts of each that is looked at


def write_beside(by: Any, cases: list[Any]) -> Places:
    """The records, and where they are looked at. by: whose form is left unfinished. cases: `t04_flips.Made`."""
    from corridor.safe.actions import records
    from proof.contents import kinds
    from proof.standing import Writer

    def written(types: tuple[str, ...], **ids: str) -> dict[str, str]:
        writer = Writer("beside", by, records.EVERYBODY, FIXED, "", dict(ids))
        for type in types:
            writer.write(type, kinds()[type])
        return writer.ids

    alone = written(ALONE)
    places: Places = {
        "parties/<uuid:id>/": [{"id": alone["party"]}],
        "drafts/<uuid:id>/": [{"id": alone["form-draft"]}],
        "letters/<slug:id>/file/": [{"id": alone["letter-template"]}],
    }
    for one in cases:
        own = written(OF_A_CASE, worker=one.worker, case=one.id, party=alone["party"])
        for begin, parts in {
            "workers/<uuid:id>/part/<uuid:part>/": {"id": one.worker, "part": own["journey"]},
            "workers/<uuid:id>/debt/<uuid:part>/": {"id": one.worker, "part": own["loan"]},
            "referrals/<uuid:id>/": {"id": own["referral"]},
            "evidence/<uuid:id>/": {"id": own["evidence"]},
            "evidence/to/<uuid:id>/": {"id": one.id},
        }.items():
            places.setdefault(begin, []).append(parts)
    return places
