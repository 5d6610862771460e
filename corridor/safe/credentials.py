"""What somebody gets who joins or reopens: a name, a passphrase made for her, a second factor, a PIN.

The passphrase and the secret of the codes are made once and kept in the (encrypted) session until she is done, so that
a mistake on the page changes neither what she wrote down nor what her phone has taken.
"""

import re
import secrets
import unicodedata
from dataclasses import asdict, dataclass
from typing import Any

from django import forms
from django.contrib.auth import login
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django.utils.safestring import mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from corridor.access.models import Account
from corridor.access.second_factor import check_code, in_groups, new_secret, qr
from corridor.safe import sessions, used_codes
from corridor.safe.actions.opening import opened_today
from corridor.safe.clock import with_clock
from corridor.safe.entering import LONGEST_NAME, chosen_pin, clock, new_passphrase, plain_name, plain_passphrase
from corridor.safe.faults import Unfit

KEPT = "credentials"  # in the session
MINUTES = 60  # without a step; then what was made is forgotten
SHORTEST_NAME = 2
# Things found everywhere, that say nothing of anybody.
THINGS = ["cedar", "river", "lamp", "thread", "mango", "copper", "hill", "window", "salt", "drum", "maize", "clover"]
LETTERS = re.compile(r"[-._]|[LMN].")  # a sign that stands in a name: itself, or its category


@dataclass
class Offer:
    """What is made for her. fixed: the name stands already (she comes back). step: half minute of the code she gave."""

    name: str
    fixed: bool
    passphrase: str
    code: str
    step: int = 0

    @property
    def groups(self) -> str:
        return in_groups(self.code)

    def picture(self, name: str) -> str:
        """The secret as a picture for the phone's camera, under the name she has typed."""
        return mark_safe(qr(self.code, name or self.name))


def offer(session: SessionBase, name: str = "", minutes: int = MINUTES) -> Offer:
    """What was made for her in this session; made now when she has just come. name: the one she has already.

    minutes: how long the session is kept without a step, with all that is in it.
    """
    kept = session.get(KEPT)
    made = Offer(**kept) if kept else Offer(name or free_name(), bool(name), new_passphrase(), new_secret())
    session[KEPT] = asdict(made)
    sessions.end_soon(session, minutes * 60)
    return made


def free_name() -> str:
    """A neutral name that nobody has: a thing and a number."""
    for _try in range(50):
        name = f"{secrets.choice(THINGS)}-{10 + secrets.randbelow(90)}"
        if not is_taken(name):
            return name
    return f"{secrets.choice(THINGS)}-{secrets.randbelow(10**8)}"


def is_taken(name: str) -> bool:
    return Account.objects.filter(name__iexact=name).exists()


def as_handle(typed: str) -> str:
    """A name as it is kept: small letters of any script, digits, hyphens, points. Raises Unfit."""
    name = plain_name(plain_name(typed).casefold())
    odd = sorted({sign for sign in name if not LETTERS.match(sign) and not LETTERS.match(unicodedata.category(sign))})
    if not SHORTEST_NAME <= len(name) <= LONGEST_NAME:
        told = gettext("A name has %(least)s to %(most)s letters or digits; this one has %(found)s.")
        raise Unfit(told % {"least": SHORTEST_NAME, "most": LONGEST_NAME, "found": len(typed.strip())})
    if odd:
        shown = " ".join(sign if sign.isprintable() and sign != " " else f"U+{ord(sign):04X}" for sign in odd[:5])
        told = gettext("A name has letters, digits, hyphens and points, and no spaces; found %(found)s.")
        raise Unfit(told % {"found": shown.replace("U+0020", gettext("a space"))})
    return name


def typed_field(label: Any, hint: Any = "", kind: str = "text", **more: str) -> forms.CharField:
    """A field that no browser keeps, corrects, translates or reads aloud to another service."""
    attrs = {"class": "form-control", "autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
    attrs |= {"translate": "no", **more}
    widget = forms.PasswordInput(attrs, render_value=True) if kind == "password" else forms.TextInput(attrs)
    needed = {"required": _("Please fill this in.")}
    return forms.CharField(label=label, help_text=hint, widget=widget, max_length=1000, error_messages=needed)


class CredentialsForm(forms.Form):
    """The one page on which she takes what was made for her and chooses the rest. Wrong fields keep what was typed."""

    name = typed_field(
        _("Your name here"), _("A name for this system, not your own: nobody outside should know you by it.")
    )
    again = typed_field(
        _("Type the five words"), _("From your paper, so that you see that you can read it."), dir="ltr"
    )
    code = typed_field(_("The six digits that your phone shows now"), inputmode="numeric", dir="ltr")
    pin = typed_field(_("Six digits"), kind="password", inputmode="numeric", dir="ltr")
    pin_again = typed_field(_("The same six digits again"), kind="password", inputmode="numeric", dir="ltr")

    def __init__(self, made: Offer, data: Any = None) -> None:
        super().__init__(data, initial={"name": made.name}, label_suffix="", use_required_attribute=False)
        self.made = made
        if made.fixed:
            del self.fields["name"]
        if made.step:
            del self.fields["code"]

    def checked(self, session: SessionBase) -> bool:
        """Whether everything is right; a code that was right is not asked for again."""
        whole = self.is_valid()
        session[KEPT] = asdict(self.made)
        return whole

    def clean_name(self) -> str:
        try:
            name = as_handle(self.cleaned_data["name"])
        except Unfit as fault:
            raise forms.ValidationError(str(fault.told)) from fault
        if is_taken(name):
            raise forms.ValidationError(gettext("That name is taken; choose another."))
        return name

    def clean_again(self) -> str:
        if plain_passphrase(self.cleaned_data["again"]) != self.made.passphrase:
            raise forms.ValidationError(gettext("These are not the five words above. Compare them word by word."))
        return self.made.passphrase

    def clean_code(self) -> str:
        step = check_code(self.made.code, self.cleaned_data["code"], clock())
        if step is None:
            told = gettext(
                "That is not the code of this moment. Wait for the next one; the phone's clock must be right."
            )
            raise forms.ValidationError(with_clock(told))
        self.made.step = step
        return self.cleaned_data["code"]

    def clean_pin_again(self) -> str:
        try:
            return chosen_pin(self.cleaned_data.get("pin", ""), self.cleaned_data["pin_again"])
        except Unfit as fault:
            raise forms.ValidationError(str(fault.told)) from fault

    @property
    def picture(self) -> str:
        typed = self["name"].value() if "name" in self.fields else ""
        try:
            return self.made.picture(as_handle(typed or ""))
        except Unfit:
            return self.made.picture("")

    @property
    def chosen_name(self) -> str:
        return self.made.name if self.made.fixed else self.cleaned_data["name"]

    @property
    def own_secrets(self) -> dict[str, Any]:
        """What goes into her keyring file, sealed to her."""
        return {"code": self.made.code, "pin": self.cleaned_data["pin_again"]}


def enter(request: HttpRequest, account: Account, private: bytes, form: CredentialsForm) -> None:
    """She is in: a session of her own. What the pages before kept is gone from it, and the code serves no more.

    Stretches the PIN: callers pass through a lane.
    """
    used_codes.use(account.key, form.made.step, clock())
    request.session.flush()
    login(request, account)
    sessions.begin(request.session, account, private, form.own_secrets["pin"])
    opened_today(account)  # or a timer that ran out while the centre was sealed would seal it again
