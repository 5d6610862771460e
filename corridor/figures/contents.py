"""What a centre keeps sealed of its returns: which facts were counted, so that none is counted twice."""

from dataclasses import dataclass

from corridor.safe.content import Content


@dataclass(frozen=True)
class CountedFacts(Content):
    """The facts of one kind that a return counted. returned: its code; one that was taken back counted nothing.

    size, fingerprint, key, chunks: of the list, as of an attachment: a digest of the key of each fact, one after the
    other. It is kept as long as the centre keeps records: what was counted long ago may still stand in the casebook,
    and a digest says nothing of a record that is gone. Source: safety D20 (late entries go to the next quarter).
    """

    TYPE = "counted-facts"
    SEARCHED = ("kind",)
    returned: str
    kind: str
    name: str
    size: int
    fingerprint: str
    key: str
    chunks: int
