"""That somebody of the centre unlocked today: what the timer of Seal looks at."""

from django.utils import timezone

from corridor.access.models import Account
from corridor.safe.models import Ground


def opened_today(account: Account) -> None:
    """Note the day, and neither the hour nor who it was."""
    if account.centre_id:
        Ground.objects.filter(centre_id=account.centre_id).update(last_opened=timezone.localdate())
