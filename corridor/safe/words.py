"""Roles and acts in the reader's language."""

from django.utils.translation import gettext

from corridor.safe.chain import BY_HOST, BY_LINK, BY_PUBLIC, BY_RETENTION, BY_TIMER

RESTORED = "restore backup of "


def role_label(name: str) -> str:
    """A role as a heading; an unknown one stays as it is."""
    return {
        "community_worker": gettext("Community worker"),
        "caseworker": gettext("Caseworker"),
        "coordinator": gettext("Coordinator"),
        "worker_representative": gettext("Worker representative"),
        "lawyer": gettext("Lawyer"),
        "interpreter": gettext("Interpreter"),
        "advisor": gettext("Advisor"),
        "programme_manager": gettext("Programme manager"),
        "me_officer": gettext("M&E officer"),
        "evaluator": gettext("Evaluator"),
        "editor": gettext("Editor"),
        "host_administrator": gettext("Host administrator"),
    }.get(name, name)


def role_told(name: str) -> str:
    """What somebody with this role in a centre does, in a line."""
    return {
        "community_worker": gettext("writes to the centre from the field; reads nothing"),
        "caseworker": gettext("reads and writes the centre's records"),
        "coordinator": gettext("a caseworker who also looks after members, cards and the audit"),
        "worker_representative": gettext("reads the audit for the workers, and complaints about the staff"),
        "lawyer": gettext("reads the records she is named to, until a day"),
        "interpreter": gettext("reads the records she is named to, until a day"),
        "advisor": gettext("advises the centre; no way to a record"),
    }.get(name, "")


def keys_told(keys: str, role: str) -> str:
    """What a member has of the centre's keys (`circle.Person.keys`)."""
    holds = gettext("reads the audit") if role == "worker_representative" else gettext("holds the centre's keys")
    return {
        "holds": holds,
        "none": gettext("none: her role gives none"),
        "named": gettext("only of the records she is named to"),
        "waits": gettext("waits to be admitted"),
        "away": gettext("has to join with a new code"),
    }[keys]


def who(by: str, names: dict[str, str]) -> str:
    """Who did an act: a handle, or what acted where no account did."""
    return names.get(by) or {
        BY_PUBLIC: gettext("somebody from outside"),
        BY_HOST: gettext("the host"),
        BY_LINK: gettext("the printed seal link"),
        BY_TIMER: gettext("the seal timer"),
        BY_RETENTION: gettext("the retention schedule"),
        "": "–",
    }.get(by, by[:8])


def acts() -> dict[str, str]:
    """Acts of a fixed wording."""
    return {
        "join": gettext("joined with a code"),
        "make return": gettext("began to make a return"),
        "propose return": gettext("finished making a return"),
        "approve return": gettext("approved a return"),
        "take back return": gettext("took a return back"),
        "sign return": gettext("signed a return"),
        "hand out return": gettext("took a return along as a file"),
        "send return": gettext("sent a return to the programme"),
        "try to send return": gettext("tried to send a return to the programme"),
        "admit": gettext("gave somebody the keys of her role"),
        "end membership": gettext("ended a membership"),
        "move last day": gettext("moved the last day of a lawyer or an interpreter"),
        "withdraw invitation": gettext("withdrew an invitation"),
        "propose admit": gettext("proposed to admit somebody to the keys"),
        "agree to admit": gettext("agreed to admit somebody to the keys"),
        "propose new_factor": gettext("proposed to take away somebody's second factor"),
        "agree to new_factor": gettext("agreed to take away somebody's second factor"),
        "take away second factor": gettext("took away somebody's second factor, so that she sets a new one"),
        "import parts": gettext("began to bring rows for files in from a table"),
        "import cases": gettext("began to bring earlier cases in from a table"),
        "hand out refused rows": gettext("took along the rows of a table that were refused"),
        "export case": gettext("took a case out of the centre"),
        "take out referral": gettext("took a referral out in a locked file"),
        "ask to export casebook": gettext("asked to take all cases out"),
        "agree to export casebook": gettext("agreed to take all cases out"),
        "stop export of casebook": gettext("stopped the taking out of all cases"),
        "export casebook": gettext("took all cases out of the centre"),
        "print cards": gettext("printed a new set of recovery cards"),
        "put cards in force": gettext("tried the new recovery cards; they are in force"),
        "leave out of new key": gettext("left out of the new key: the key file was changed outside Corridor"),
        "renew centre key": gettext("renewed the key of the records"),
        "renew audit key": gettext("renewed the key of the audit"),
        "renew signing key": gettext("renewed the signing key"),
        "destroy older record key": gettext("finished wrapping; the older record key is destroyed"),
        "print seal link": gettext("printed a seal link"),
        "set seal timer": gettext("changed the seal timer"),
        "set time zone": gettext("changed the time zone"),
        "lock": gettext("locked the centre"),
        "seal": gettext("sealed the centre"),
        "reopen with two cards": gettext("reopened the centre with two cards"),
        "name again": gettext("gave somebody back, with two cards, the records that name her"),
        "let go of older acts": gettext("let go of acts older than they are kept"),
        "keep draft": gettext("kept a draft"),
        "drop draft": gettext("threw a draft away, or finished it"),
        "drop saved view": gettext("removed a saved view"),
        "make letter": gettext("made a letter"),
        "accept packet": gettext("accepted a packet of another centre"),
        "hand out original": gettext("handed out the original of an attachment"),
        "keep until": gettext("set when records are destroyed"),
        "keep": gettext("kept records from being destroyed"),
        "erase": gettext("destroyed a record"),
        "shred": gettext("destroyed a record whose month had come"),
        "end rights": gettext("ended the rights of a member whose last day is past"),
        "does not open": gettext("does not open with your key"),
    }


def act_told(did: str) -> str:
    """What was done, in a plain sentence; what is not known here stays as it was written."""
    if known := acts().get(did):
        return known
    verb, _, rest = did.partition(" ")
    if not rest:
        return did
    if did.startswith(RESTORED):
        return gettext("restored the backup of %(day)s") % {"day": did.removeprefix(RESTORED)}
    if verb == "invite":
        return gettext("invited: %(role)s") % {"role": role_label(rest)}
    if verb == "write":
        return gettext("wrote a record (%(kind)s)") % {"kind": rest}
    if verb == "read":
        return gettext("read a record (%(kind)s)") % {"kind": rest}
    if verb == "change":
        return gettext("changed a record (%(kind)s)") % {"kind": rest}
    return did
