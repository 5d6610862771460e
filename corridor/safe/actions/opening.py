"""That somebody of the centre unlocked today: what the timer of Seal looks at."""

from corridor.access.models import Account
from corridor.access.zones import day_in
from corridor.safe.clock import clock_fault
from corridor.safe.models import Ground


def opened_today(account: Account) -> None:
    """Note the day, and neither the hour nor who it was.

    A day that can not be believed never takes the note back: after a sign-in under a clock that stood in the past, the
    timer would have run out as soon as the clock is right again.
    """
    ground = Ground.objects.filter(centre_id=account.centre_id).first() if account.centre_id else None
    if ground is None:
        return
    today, last = day_in(account.centre), ground.last_opened
    if last is None or last <= today or not clock_fault(ground, today):
        Ground.objects.filter(pk=ground.pk).update(last_opened=today)
