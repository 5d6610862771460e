"""Why something about a worker is or is not allowed, in words: the codes that `rules` answers with."""

from django.utils.translation import gettext_lazy as _

ALLOWED, NOT_ASKED, REFUSED, WITHDRAWN, ENDED, NOT_COVERED = (
    "allowed",
    "not-asked",
    "refused",
    "withdrawn",
    "ended",
    "not-covered",
)
WHY = {
    ALLOWED: _("She allowed it."),
    NOT_ASKED: _("She was not asked whether this may be shared with them for this purpose."),
    REFUSED: _("She said no."),
    WITHDRAWN: _("She allowed it, and took it back."),
    ENDED: _("What she allowed has ended; ask her again."),
    NOT_COVERED: _("She allowed less than this."),
}
SAFE, NEVER, NOT_SAID_SAFE, NOT_THIS_DAY, NOT_THIS_HOUR = (
    "safe",
    "never",
    "not-said-safe",
    "not-this-day",
    "not-this-hour",
)
WHY_CONTACT = {
    SAFE: _("She said that this way is safe now."),
    NEVER: _("She said that this way is never to be used."),
    NOT_SAID_SAFE: _("Nobody said that this way is safe."),
    NOT_THIS_DAY: _("This way is not safe on this day."),
    NOT_THIS_HOUR: _("This way is not safe at this hour."),
}
