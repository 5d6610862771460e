"""The words that lock a file which leaves: made here, shown once on a page, and sent back with the form that fetches
the file. So the file is made at that moment and stands nowhere, and nothing is kept between the two but her page. They
are signed, so that nobody locks a file with words that are easily guessed.
"""

from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, HttpResponse

from corridor.safe.entering import new_passphrase
from corridor.safe.keys import Member
from corridor.safe.views.attachments import download

ZIP = "application/zip"


def _signer(member: Member) -> Signer:
    return Signer(salt=f"words of an export by {member.account.key}")


def new_words(member: Member) -> tuple[str, str]:
    """Five made words, and the same as the form carries them."""
    words = new_passphrase()
    return words, _signer(member).sign(words)


def words_of(request: HttpRequest, member: Member) -> str:
    """The words with which the file was asked for; empty when none were sent, or others than were made."""
    try:
        return _signer(member).unsign(request.POST.get("words", ""))
    except BadSignature:
        return ""


def locked_download(data: bytes, name: str) -> HttpResponse:
    """A locked file, under a name that says nothing of whom it is about."""
    response = download(data, name, ZIP)
    response["Content-Encoding"] = "identity"  # it can not be made smaller, and trying would hold it twice
    return response
