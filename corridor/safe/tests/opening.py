"""What somebody with these keys can open of a centre's records, tried directly on the rows."""

from corridor.access.models import Centre
from corridor.safe import sealing
from corridor.safe.faults import Fault
from corridor.safe.keys import data_key, private_of
from corridor.safe.models import SealedRecord


def opened_with(centre: Centre, secrets: dict[int, bytes]) -> int:
    """How many records of the centre open with any of these epoch secrets, whatever epoch they say they are of."""
    count = 0
    for row in SealedRecord.objects.filter(centre=centre):
        place = sealing.Place(str(row.id), centre.key, row.change, row.version)
        for secret in secrets.values():
            try:
                sign_and_key, _ = sealing.sign_and_key(place, bytes(row.wraps), private_of(secret), data_key(secret))
                sealing.open_content(place, sign_and_key[1:], bytes(row.sealed))
                count += 1
                break
            except Fault:
                continue
    return count
