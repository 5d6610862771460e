"""Sizes tell nothing: a record with a sensitive answer, restricted, or with a reply is as long as its twin without.

Pairs of records are written that differ in one thing only, with texts as long as people write them, and the rows that
a thief of the database would compare are compared, column by column.
"""

import random
import typing
from collections import Counter
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import date
from typing import Any

from proof import Result, Scale
from proof.contents import fill, kinds
from proof.linking import head_type

NAME = "T22"
TITLE = "Sizes tell nothing: with or without a sensitive answer, a restriction or a reply, the same bucket"
EDGE = 120  # bytes on either side of a bucket's edge that are tried one by one


def variants(content: Any) -> Iterator[tuple[str, Any]]:
    """Twins of a content that differ in one answer: each yes turned to no, each day said or not."""
    hints = typing.get_type_hints(type(content))
    for field in fields(content):
        value, hint = getattr(content, field.name), hints[field.name]
        if hint is bool:
            yield f"{content.TYPE}.{field.name}", replace(content, **{field.name: not value})
        elif isinstance(value, date) and type(None) in typing.get_args(hint):
            yield f"{content.TYPE}.{field.name}", replace(content, **{field.name: None})


def with_text(kind: Any, length: int) -> Any:
    """A content of a kind whose longest text has this many letters."""
    places: list[str] = []

    def text(place: str) -> str:
        places.append(place)
        return "x" * 8

    made = fill(kind, text)
    longest = next((name for name in ("text", "blob", "name", "title") if hasattr(made, name)), "")
    return replace(made, **{longest: "x" * length}) if longest else made


def sizes(row: Any) -> tuple[int, ...]:
    """What a thief sees of a record's size."""
    return (len(bytes(row.wraps)), len(bytes(row.sealed)), 0 if row.token is None else len(bytes(row.token)))


def run(scale: Scale, database: str) -> Result:
    from corridor.safe import sealing
    from corridor.safe.actions import records
    from corridor.safe.content import encode
    from corridor.safe.models import AuditEntry, Named, SealedRecord
    from corridor.safe.tests.people import open_centre

    people, dice = open_centre(), random.Random(22)
    different: Counter[str] = Counter()
    pairs = 0
    named = records.Naming((people.bina.account,))
    restricted = records.Naming((people.bina.account, people.farida.account), restricted=True)
    ways: list[tuple[str, Any]] = [("restricted", restricted), ("named", named)]

    def row(content: Any, **how: Any) -> tuple[int, ...]:
        written = records.write_record(content, by=people.bina, **how)
        return sizes(SealedRecord.objects.get(pk=written.id))

    wanted = scale.of(500, 40)
    while pairs < wanted:
        kind = dice.choice(list(kinds().values()))
        content = with_text(kind, min(60_000, int(dice.lognormvariate(6, 1))))
        twins: list[tuple[str, Any, dict[str, Any]]] = [(name, twin, {}) for name, twin in variants(content)]
        twins += [(f"{kind.TYPE}: {name}", content, {"naming": naming}) for name, naming in ways]
        for name, twin, how in dice.sample(twins, min(3, len(twins))):
            pairs += 1
            if row(content) != row(twin, **how):
                different[name] += 1
    replies = reply_pairs(people, dice, scale.of(100, 10))
    entries = {len(bytes(one)) for one in AuditEntry.objects.values_list("sealed", flat=True)}
    pointers = {len(bytes(one)) for one in Named.objects.values_list("sealed", flat=True)}
    edges = edge_differences(sealing, encode, (named, restricted))
    tells = sum(different.values()) + replies
    control = f"with no buckets {unpadded(encode, dice, 100)} of 100 pairs differ"
    passed = not tells and not edges and len(entries) == 1 and len(pointers) == 1 and "with no buckets 0" not in control
    return Result(
        NAME,
        database,
        load=f"{pairs} pairs with or without an answer or a restriction; {scale.of(100, 10)} with or without a reply;"
        f" every length within {EDGE} bytes of a bucket's edge",
        result=f"{tells} pairs of different size; {sum(edges.values())} at the edges;"
        f" {len(entries)} length of chain entries, {len(pointers)} of pointers",
        passed=passed,
        control=control,
        faults=[f"{name}: {count} pairs differ" for name, count in (different + edges).most_common(20)],
    )


def reply_pairs(people: Any, dice: random.Random, count: int) -> int:
    """How many heads change in size when a part is put under them: in turn of every type that has parts with a text."""
    from corridor.safe.actions import records
    from corridor.safe.models import SealedRecord

    parts = [kind for kind in kinds().values() if kind.HEAD and "text" in {f.name for f in fields(kind)}]
    changed = 0
    for turn in range(count):
        part = parts[turn % len(parts)]
        length = min(60_000, int(dice.lognormvariate(5, 1)))
        written = records.write_record(with_text(kinds()[head_type(part)], length), by=people.bina)
        before = sizes(SealedRecord.objects.get(pk=written.id))
        reply = replace(with_text(part, length), **{part.HEAD: written.id})
        records.write_record(reply, by=people.bina)
        changed += sizes(SealedRecord.objects.get(pk=written.id)) != before
    return changed


def edge_differences(sealing: Any, encode: Any, namings: tuple[Any, ...]) -> Counter[str]:
    """At every length around each edge of the smaller buckets: which answers push a content over it."""
    found: Counter[str] = Counter()
    for kind in kinds().values():
        if "text" not in {field.name for field in fields(kind)}:
            continue
        start = len(encode(with_text(kind, 0)))
        for edge in sealing.BUCKETS[:2]:
            for length in range(max(0, edge - start - EDGE - 400), edge - start + EDGE):
                content = with_text(kind, length)
                size = sealing.bucket(len(encode(content)))
                for name, twin in variants(content):
                    found[f"{name}, at the edge"] += sealing.bucket(len(encode(twin))) != size
                for naming in namings:
                    found[f"{kind.TYPE} named or restricted, at the edge"] += (
                        sealing.bucket(len(encode(content, naming.plain()))) != size
                    )
    return +found


def unpadded(encode: Any, dice: random.Random, count: int) -> int:
    """The arm that must fail: without buckets, a pair differs."""
    differ = 0
    for _ in range(count):
        kind = dice.choice([kind for kind in kinds().values() if list(variants(with_text(kind, 5)))])
        content = with_text(kind, int(dice.lognormvariate(6, 1)))
        _, twin = next(iter(variants(content)))
        differ += len(encode(content).rstrip()) != len(encode(twin).rstrip())
    return differ
