"""Taking cases out of the centre: one by whoever works on it, all of them by two and after a day. Always chained.

Copying everything out is the worst that an insider, or somebody who is forced, can do. So a coordinator asks, another
voice agrees, everybody who has a voice sees it waiting and can stop it, and only then it is taken, once.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext

from corridor.access.models import Account, Centre
from corridor.centre.actions.cases import signed
from corridor.centre.contents import Case, CaseNote
from corridor.centre.exporting import Leaving, Taker, files_of, of_case, of_centre
from corridor.centre.models import REASONS, CasebookExport
from corridor.centre.reading import handles
from corridor.exchange.locked_zip import lock_files
from corridor.safe.actions import heads
from corridor.safe.actions.acts import acting
from corridor.safe.actions.centres import must_be_admitted
from corridor.safe.actions.members import voices
from corridor.safe.actions.records import submission_token
from corridor.safe.circle import may_speak
from corridor.safe.faults import NoKey, Unfit
from corridor.safe.keys import Member
from corridor.safe.models import SealedRecord
from corridor.safe.notebook.evidence import original_of
from corridor.safe.queries import reading

# Long enough that somebody who was forced is missed or free again, and that whoever was away has looked at her page;
# short enough for a centre that really has to leave. Our own choice: no source gives a figure.
DELAY_HOURS = 24
OPEN_DAYS = 7  # for a second voice to come, and then for taking it: what was agreed long ago is asked for anew
MOST_A_DAY = 10  # single cases by one member; our own choice
WAITS, RESTS, READY = ("waits", "rests", "ready")  # for a second voice; until the day has passed; to be taken


@dataclass(frozen=True)
class Standing:
    """An export of all cases that was asked for and is not over. agreed_by: None until somebody who belongs agreed.

    ready: from when it can be taken. ends: when it is over by itself.
    """

    export: CasebookExport
    state: str
    agreed_by: Account | None
    ready: datetime | None
    ends: datetime


def standing_export(centre: Centre) -> Standing | None:
    """What waits in this centre now; None also for what was asked for by somebody who left, or too long ago."""
    found = CasebookExport.objects.filter(centre=centre, taken_at=None).select_related("asked_by", "agreed_by").first()
    if found is None or not found.asked_by.is_active:
        return None
    now, voice = timezone.now(), found.agreed_by
    if voice and found.agreed_at and voice in voices(centre, but=found.asked_by):
        ready = found.agreed_at + timedelta(hours=DELAY_HOURS)
        state, ends = (READY if now >= ready else RESTS), ready + timedelta(days=OPEN_DAYS)
    else:  # nobody agreed yet, or who agreed left meanwhile
        voice, ready, state, ends = None, None, WAITS, found.asked_at + timedelta(days=OPEN_DAYS)
    return Standing(found, state, voice, ready, ends) if now < ends else None


def taken_last(centre: Centre) -> CasebookExport | None:
    """The last time that all cases were taken out."""
    every = CasebookExport.objects.filter(centre=centre, taken_at__isnull=False).select_related("asked_by")
    return every.order_by("-taken_at").first()


def free_place(by: Member) -> str:
    """The token of her next note of an export today: one case after the other would go around the rule of two.

    Counted by tokens, so that no column says how often somebody takes a case out. Raises Unfit when none is left.
    """
    places = [f"export {by.account.key} {timezone.localdate()} {number}" for number in range(MOST_A_DAY)]
    tokens = {submission_token(one, by.centre): one for one in places}
    rows = SealedRecord.objects.filter(centre=by.centre, token__in=list(tokens)).values_list("token", flat=True)
    taken = {bytes(one) for one in rows if one is not None}
    if free := [place for token, place in tokens.items() if token not in taken]:
        return free[0]
    told = gettext("You took %(most)s cases out today. More of them go out by two, and after a day.")
    raise Unfit(told % {"most": MOST_A_DAY})


def export_case(id: str, why: str, passphrase: str, *, assessments: bool, by: Member) -> bytes:
    """One case as a locked file; that it left, and why, stands in the chain and as a note on the case.

    Made before the centre's sequence is held, so that nobody who writes has to wait for it; whether the case is still
    hers is asked again then. Raises NoKey when it is not, Unfit after too many on one day.
    """
    entry = (known := reading(by, "export_case")).get(id)
    if entry is None or not isinstance(entry.content, Case):
        raise NoKey
    free_place(by)
    leaving = of_case(known, entry, assessments)
    data = _locked(leaving, passphrase, by)
    with heads.standing(id, Case, "export_case", by=by) as (_, head, _case):
        note = signed(CaseNote(id, ": ".join((gettext("Exported"), why))), by)
        heads.write_part(head, note, by=by, token=free_place(by))
        with acting(by.centre, by.account) as now:
            now.did("export case", id)
            for one in leaving.going:
                now.did("hand out original", one.id)
    return data


def _locked(leaving: Leaving, passphrase: str, by: Member) -> bytes:
    today = timezone.localdate()
    taker = Taker(by.centre.name, by.account.name, today, handles(by.account))
    return lock_files(files_of(leaving, taker, lambda entry: original_of(entry, by.centre)), passphrase, today)


def ask_for_export(why: str, *, by: Member) -> None:
    """Ask that all cases may be taken out. why: one of REASONS; it stands in the chain.

    Raises Unfit when nobody else has a voice, or something else is asked for already; NoKey without keys of her own.
    """
    reading(by, "export_casebook", everything=False)  # whether it is hers to ask for
    must_be_admitted(by)
    if why not in REASONS:
        raise Unfit(gettext("Say why."))
    with acting(by.centre, by.account) as now:
        if not voices(by.centre, but=by.account):
            raise Unfit(alone())
        if standing_export(by.centre):
            raise Unfit(gettext("An export is waiting already."))
        CasebookExport.objects.filter(centre=by.centre, taken_at=None).delete()  # what is over
        CasebookExport.objects.create(centre=by.centre, why=why, asked_by=by.account, asked_at=timezone.now())
        now.did("ask to export casebook", why)


def alone() -> str:
    return gettext("It takes two, and nobody else here has a voice now. Invite and admit somebody first.")


def agree_to_export(number: int, *, by: Member) -> bool:
    """Add the second voice; the day begins. Returns False when what she read is not what waits now.

    Raises NoKey for whoever asked, and for whoever has no voice.
    """
    with acting(by.centre, by.account) as now:
        found = standing_export(by.centre)
        if found is None or found.export.pk != number or found.state != WAITS:
            return False
        export = found.export
        if not may_speak(by) or by.account not in voices(by.centre, but=export.asked_by):
            raise NoKey
        export.agreed_by, export.agreed_at = by.account, timezone.now()
        export.save(update_fields=["agreed_by", "agreed_at"])
        now.did("agree to export casebook", export.asked_by.key)
        return True


def stop_export(number: int, *, by: Member) -> bool:
    """Stop what waits, whoever asked for it. Returns False when it is not there any more; NoKey without a voice."""
    if not may_speak(by):
        raise NoKey
    with acting(by.centre, by.account) as now:
        found = CasebookExport.objects.filter(centre=by.centre, taken_at=None, pk=number).first()
        if found is None:
            return False
        now.did("stop export of casebook", found.asked_by.key)
        found.delete()
        return True


def ready_for(by: Member) -> CasebookExport | None:
    """What she asked for herself, once it may be taken."""
    found = standing_export(by.centre)
    return found.export if found and found.state == READY and found.export.asked_by == by.account else None


def export_casebook(passphrase: str, *, assessments: bool, by: Member) -> bytes:
    """All cases as a locked file, once. Raises Unfit too early, too late, twice, or after it was stopped; NoKey.

    Made before the centre's sequence is held, as `export_case` is; nothing of it is handed out when the answer changed.
    """
    must_be_ready(by)
    data = _locked(of_centre(reading(by, "export_casebook"), assessments), passphrase, by)
    with acting(by.centre, by.account) as now:
        export = must_be_ready(by)
        export.taken_at = timezone.now()
        export.save(update_fields=["taken_at"])
        now.did("export casebook")
    return data


def must_be_ready(by: Member) -> CasebookExport:
    """What she may take now. Raises Unfit."""
    if (export := ready_for(by)) is None:
        raise Unfit(gettext("It can not be taken now."))
    return export
