"""The one mail a day: asked for, ended, sent. The server holds no key and can not know whose day it is.

It looks at two clear columns (due day, open mark): that her centre has something open that is due or overdue is all it
can know, and all the mail says. Each centre is looked at once on each of its working days, in its own morning; what
falls due later that day comes with the next morning's mail, so that no mail tells when somebody wrote.
"""

import time
from datetime import date, timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language

from corridor.access.models import Account, Centre
from corridor.access.zones import day_in, zone_of
from corridor.reference.working_days import is_working_day
from corridor.safe import daily_mail, upkeep
from corridor.safe.circle import in_circle
from corridor.safe.clock import ZONES
from corridor.safe.daily_mail import NotSent, Unreachable
from corridor.safe.faults import Altered, NoKey
from corridor.safe.keys import RECORDS
from corridor.safe.models import OPEN, DailyMail
from corridor.safe.queries import due_count

MORNING, EVENING = 7, 19  # hours of the centre; a machine that was off sends later that day, and never at night
AGAIN = timedelta(minutes=15).total_seconds()  # before a mail server that failed is asked again
TRY_AT: dict[int, float] = {}  # centre -> when its mail server may be asked again


def ask_for_daily_mail(address: str, *, by: Account) -> None:
    """From tomorrow's morning on she gets it, in the language she reads now. The address was tried with a code before.

    Raises NoKey for somebody who was not admitted to her centre's records: what is due there is not hers to know.
    """
    if not in_circle(by):
        raise NoKey
    sealed = daily_mail.locked_address(by, address, get_language() or "en")
    DailyMail.objects.update_or_create(account=by, defaults={"sealed": sealed, "day": day_in(by.centre)})


def end_daily_mail(account: Account) -> None:
    """No mail any more, at once; the address is erased."""
    DailyMail.objects.filter(account=account).delete()


def send_daily_mails() -> None:
    """Send what is to be sent now, in every centre that is open and in whose morning nobody looked yet."""
    if not daily_mail.is_set_up():
        return
    asked = Centre.objects.filter(ground__state=OPEN, accounts__daily_mail__isnull=False)
    for centre in asked.distinct().order_by("pk"):
        with timezone.override(zone_of(centre)):
            now = timezone.localtime()
            awake = MORNING <= now.hour < EVENING and is_working_day(now.date(), centre.country)
            if awake and time.monotonic() >= TRY_AT.get(centre.pk, 0):
                _send_of(centre, now.date())


def _send_of(centre: Centre, day: date) -> None:
    """Claim the day for each member, then send. A server that fails is asked again later the same day."""
    outcomes: list[bool] = []
    for mail in _waiting(centre, day):
        before = mail.day
        if not _claim(mail, day) or not due_count(centre):
            continue
        try:
            outcomes.append(_send(mail))
        except NotSent as failed:
            outcomes.append(False)
            if failed.later:
                DailyMail.objects.filter(pk=mail.pk, day=day).update(day=before)
                TRY_AT[centre.pk] = time.monotonic() + AGAIN
            if isinstance(failed, Unreachable):
                break
    if outcomes:
        upkeep.note_mails(centre, day, failed=not all(outcomes))


def _waiting(centre: Centre, day: date) -> list[DailyMail]:
    """Those who asked, hold the centre's key today, and for whom nobody looked today."""
    theirs = DailyMail.objects.filter(_before(day), account__centre=centre, account__is_active=True)
    theirs = theirs.filter(Q(account__until__isnull=True) | Q(account__until__gte=day))
    admitted = theirs.filter(account__holds__epoch__centre=centre, account__holds__epoch__kind=RECORDS)
    return list(admitted.select_related("account").distinct().order_by("pk"))


def _before(day: date) -> Q:
    """Not looked at today; a day far ahead was noted by a clock that was wrong."""
    return Q(day__lt=day) | Q(day__gt=day + ZONES)


def _claim(mail: DailyMail, day: date) -> bool:
    """Note the day before anything is sent: of several workers one has it, and a restart sends nothing twice."""
    return DailyMail.objects.filter(_before(day), pk=mail.pk).update(day=day) == 1


def _send(mail: DailyMail) -> bool:
    """Send it if she still wants it. Raises NotSent. What does not open (another installation's secret) is erased."""
    sealed = DailyMail.objects.filter(pk=mail.pk).values_list("sealed", flat=True).first()
    if sealed is None:
        return True
    try:
        address, language = daily_mail.opened_address(mail.account, bytes(sealed))
    except Altered:
        end_daily_mail(mail.account)
        return False
    daily_mail.send_reminder(address, language)
    return True
