"""A referral as one page that needs nothing beside itself, for a locked file: no script, no address, no picture."""

from django.utils.html import format_html
from django.utils.translation import get_language, get_language_info, gettext, override

from corridor.journey.contents import Referral

# Each line in the direction of its own script, broken where the paper ends.
STYLE = (
    "body{font:1rem/1.5 sans-serif;max-width:45rem;margin:2rem auto;padding:0 1rem}"
    "pre{font:inherit;white-space:pre-wrap;overflow-wrap:anywhere;unicode-bidi:plaintext}"
)


def locked_page(referral: Referral) -> bytes:
    """What was read before it was sent, in the language in which it was told, and nothing else."""
    language = referral.language or get_language() or "en"
    with override(language):
        made = format_html(
            '<!doctype html>\n<html lang="{}" dir="{}"><head><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width"><title>{}</title><style>{}</style></head>'
            '<body><h1>{}</h1>\n<pre dir="auto" id="told">{}</pre></body></html>\n',
            language,
            "rtl" if get_language_info(language)["bidi"] else "ltr",
            gettext("Referral"),
            STYLE,
            gettext("Referral"),
            referral.shared,
        )
    return made.encode()
