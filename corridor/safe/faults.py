"""What can be wrong with sealed things and keys; each is answered in plain words, none shows a trace or a secret."""

from django.utils.translation import gettext_lazy as _


class Fault(Exception):
    """Something that is told to the person at the page; `told` says it in her language."""

    told = _("That did not work.")


class Altered(Fault):
    """It does not open: changed by a bit, moved to another place, or sealed to other keys."""

    told = _(
        "This does not open: it was changed, moved, or sealed to other keys. Nothing was lost; a backup may hold it."
    )


class UnknownVersion(Fault):
    """It was written by a later version of Corridor than this one."""

    told = _("This was written by a later version of Corridor. Update this installation to read it.")


class KeyReplaced(Fault):
    """The public key beside which the centre's secret stands is not the one that belongs to it."""

    told = _(
        "The public key of this centre was exchanged in the database. What others wrote to the centre since then can "
        "be read by whoever did it."
    )


class BesideChanged(Fault):
    """What stands beside the seal (the day on which it is due, whether it is open) is not what was sealed."""

    told = _(
        "The day on which they are due, or whether they are open, was changed in the database. They are shown as "
        "they were written."
    )


class MonthChanged(BesideChanged):
    """The month in which a record is destroyed, as it stands beside the seal, is not the one that was sealed."""

    told = _("The month in which they are destroyed was changed in the database.")


class NoKey(Fault):
    """The member holds no key that opens it."""

    told = _("You hold no key that opens this.")


class WrongCard(Fault):
    """A recovery card that was mistyped, belongs to another set, or is there twice. `told` says which."""

    def __init__(self, told: str) -> None:
        super().__init__(told)
        self.told = told  # type: ignore[assignment]


class KeyringMissing(Fault):
    """The folder with what unlocks is not there."""

    told = _(
        "The keyring folder of this installation is missing, so nobody can sign in. Nothing that was written is lost: "
        "put the folder back, or reopen with two recovery cards."
    )


class Conflict(Fault):
    """Somebody else changed the record meanwhile. current: the number of the change that stands now."""

    told = _("Somebody else changed this meanwhile. Both texts are kept: compare them and choose.")

    def __init__(self, current: int) -> None:
        super().__init__(current)
        self.current = current


class Closed(Fault):
    """The centre can not do this in the state it is in (being founded, or sealed)."""

    told = _("The centre can not do this now.")


class CodeUsed(Fault):
    """The code with which she joins counts no longer: used (perhaps at this moment, by somebody else), or withdrawn."""

    told = _("This code does not count: it is mistyped, was used already, or its last day has passed.")


class Unfit(Fault):
    """What was given does not fit: `told` says which field, what was found and what was expected."""

    def __init__(self, told: str) -> None:
        super().__init__(told)
        self.told = told  # type: ignore[assignment]
