"""The only writer of designs under review and of the answers to findings. `by` is None when the public writes."""

import secrets
from typing import Any

from django.db import transaction

from corridor.access.models import Account
from corridor.learning.design.reading import read
from corridor.learning.design.schema import parts
from corridor.learning.models import DesignRecord, FindingAnswer


def writable(value: Any) -> Any:
    """The same without U+0000, however deep it stands: a file can write it where no form sends it (see `ui.typed`)."""
    match value:
        case str():
            return value.replace("\0", "")
        case dict():
            return {writable(name): writable(one) for name, one in value.items()}
        case list():
            return [writable(one) for one in value]
    return value


def keep_design(data: dict[str, Any], *, by: Account | None) -> DesignRecord:
    """Keep a design that was read without fault, under a new key. Raises Unreadable when it has faults."""
    data = writable(data)
    read(data)
    return DesignRecord.objects.create(key=secrets.token_urlsafe(16), data=data, by=by)


@transaction.atomic
def change_part(
    key: str, part: str, element: dict[str, Any] | None, index: int | None, *, by: Account | None
) -> DesignRecord:
    """Put one element in a design: a single part, a new element (index None) or the one at `index`; None takes it out.

    Raises Unreadable, and writes nothing, when the design as a whole would have a fault; DoesNotExist for a wrong key.
    """
    design = DesignRecord.objects.select_for_update().get(key=key)
    data = dict(design.data)
    if parts()[part].many:
        elements = list(data.get(part, []))
        place = slice(len(elements), None) if index is None else slice(index, index + 1)
        elements[place] = [] if element is None else [element]
        data[part] = elements
    else:
        data[part] = element or {}
    read(data)
    design.data = data
    design.save(update_fields=["data", "changed"])
    return design


@transaction.atomic
def answer_finding(key: str, finding: str, answer: str, because: str, *, by: Account | None) -> FindingAnswer:
    """Keep an answer to a finding. Raises ValueError for an unknown answer, or "not applicable" without a reason."""
    if answer not in dict(FindingAnswer.ANSWERS):
        raise ValueError(answer)
    if answer == "not-applicable" and not because.strip():
        raise ValueError("because")
    design = DesignRecord.objects.get(key=key)
    return FindingAnswer.objects.create(
        design=design, finding=finding[:200], answer=answer, because=because.strip()[:4000], by=by
    )


def discard_design(key: str, *, by: Account | None) -> None:
    """Delete a design and its answers for good. Raises DoesNotExist for a wrong key."""
    DesignRecord.objects.get(key=key).delete()
