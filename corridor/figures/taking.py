"""Whether a return that arrives can be taken: from a centre that is known, of a closed period, whole, and once.

Pure: bytes and what the programme knows in; what is to be taken out, or where it does not fit, what was found and what
was expected. Nothing is taken in part. Source: safety D20.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date

from corridor.figures import store
from corridor.figures.returns import NotAReturn, Period, Return, Signed, read
from corridor.journey.facts import FACTS, FactKind
from corridor.safe.primitives import fingerprint

OUT_OF_ORDER, OVERLAPS = "out-of-order", "overlaps"
REMARKS: Mapping[str, str] = {
    OUT_OF_ORDER: "A return of a later period was taken before it.",
    OVERLAPS: "A return of a year and one of a quarter of that year were taken: facts are in one of them alone, but"
    " somebody who was seen in both periods is counted in both.",
}


class NotTaken(NotAReturn):
    """A return that is whole, and yet cannot be taken."""


class NotKnown(NotTaken):
    """From a centre that is not known, or signed with another key: whoever sent it may be anybody."""


class TakenAlready(NotTaken):
    """Of a period of which this or another return was taken."""


@dataclass(frozen=True)
class Known:
    """What a programme knows of a centre. verifier: its signing key. left: the day it left, None while it belongs.

    taken: period -> mark of the return that was taken.
    """

    code: str
    verifier: bytes
    left: date | None
    taken: Mapping[str, str]


@dataclass(frozen=True)
class Arrived:
    """A return that can be taken. code: names its files; remarks: what is to be told of it, words of REMARKS."""

    signed: Signed
    remarks: tuple[str, ...]

    @property
    def returned(self) -> Return:
        return self.signed.returned

    @property
    def code(self) -> str:
        return self.signed.mark[:16]


def arrived(
    data: bytes, known: Callable[[str], Known | None], today: date, kinds: Mapping[str, FactKind] = FACTS
) -> Arrived:
    """Read what came and hold it against what is known. known: a centre's code -> what is known of it.

    today: the last day that has begun anywhere; a period that ends before it is closed. Raises NotAReturn.
    """
    signed = read(data, kinds)
    returned = signed.returned
    centre = known(returned.centre)
    if centre is None:
        raise NotKnown("centre", returned.centre, "the code of a centre that this programme knows")
    if signed.verifier != centre.verifier:
        raise NotKnown("fingerprint", signed.fingerprint, f"that of {centre.code}: {fingerprint(centre.verifier)}")
    if centre.left:
        raise NotTaken(
            "centre", f"{centre.code}, which left on {centre.left}", "a centre that belongs to the programme"
        )
    period = Period.read(returned.period)
    if not period.is_closed(today):
        raise NotTaken("period", period.code, f"a period that is closed on {today}")
    if period.code in centre.taken:
        same = centre.taken[period.code] == signed.mark
        found = "this same return" if same else "another return of this period"
        raise TakenAlready("period", f"{period.code}: {found} was taken already", "a period that was not returned yet")
    _fit(returned, kinds)
    return Arrived(signed, remarks(period, centre.taken))


def remarks(period: Period, taken: Collection[str]) -> tuple[str, ...]:
    """What is to be told of a return that comes after these."""
    before = [Period.read(code) for code in taken]
    later = any(one.last > period.last for one in before)
    overlap = any(set(one.quarters) & set(period.quarters) for one in before)
    return tuple(word for word, so in ((OUT_OF_ORDER, later), (OVERLAPS, overlap)) if so)


def _fit(returned: Return, kinds: Mapping[str, FactKind]) -> None:
    """Raise NotTaken for a code that its column cannot hold: nothing that was typed gets past here."""
    if not store.NAME.fullmatch(returned.centre):
        raise NotTaken("centre", returned.centre, "letters and figures")
    for number, one in enumerate(returned.row_sets, 1):
        columns = {column.name: column for column in kinds[one.kind].columns}
        for at, name in enumerate(one.columns):
            for code in dict.fromkeys(codes[at] for codes in one.rows):
                if not columns[name].admits(code):
                    where = f"row_sets[{number}] ({one.kind} {one.name}), {name}"
                    raise NotTaken(where, "a word that is none of its codes", "codes of the shelf alone")
