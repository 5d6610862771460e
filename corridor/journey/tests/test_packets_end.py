"""What comes from other centres ends too: packets nobody answered, calling cards nobody brought anew."""

import base64
from datetime import date

import pytest
from django.utils import timezone

from corridor.journey.contents import ReferralAnswer
from corridor.safe import packets
from corridor.safe.actions import packets as actions
from corridor.safe.models import SealedRecord
from corridor.safe.packets import Correspondent, ReceivedPacket
from corridor.safe.queries import reading
from corridor.safe.tests.people import People, open_centre

pytestmark = pytest.mark.django_db


def month_after(months: int) -> date:
    """The first day of the month in which something of today is destroyed, after so many months."""
    today = timezone.localdate()
    number = today.year * 12 + today.month + months
    return date(number // 12, number % 12 + 1, 1)


def test_a_packet_and_a_card_end(people: People) -> None:
    city = open_centre("Centre in the city", "c-", outside=False)
    kept = actions.keep_correspondent(packets.calling_card(city.bina), [], by=people.bina)
    assert SealedRecord.objects.get(id=kept.id).shred_after == month_after(12)
    [entry] = reading(people.bina, "read_note").of_type(Correspondent)
    actions.check_fingerprint(entry, by=people.bina)
    assert SealedRecord.objects.get(id=kept.id).shred_after == month_after(12)
    blob = packets.pack(
        [packets.Piece(kept.id, ReferralAnswer(kept.id, "done")).plain()],
        packets.calling_card(city.bina),
        by=people.bina,
    )
    arrived = actions.receive_packet(blob, centre=city.centre)
    assert SealedRecord.objects.get(id=arrived.id).shred_after == month_after(3)
    [waiting] = reading(city.bina, "read_note").of_type(ReceivedPacket)
    assert waiting.content.blob == base64.b64encode(blob).decode() and waiting.is_open


def test_those_of_before_are_still_read() -> None:
    """Sealed before they had a day: read, and kept as they were until they are answered or brought anew."""
    from corridor.safe.content import content_from

    old = content_from("received-packet", 1, {"blob": "YQ=="})
    assert old == ReceivedPacket("YQ==") and old.shred_after() is None
    assert ReferralAnswer("x", "done", date(2026, 1, 9)).shred_after() == date(2026, 5, 1)
