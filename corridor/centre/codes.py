"""Codes of files and numbers of cases: of the same form, so that in one centre none comes twice among both."""

from dataclasses import dataclass, field

from corridor.centre.contents import Case
from corridor.journey.codes import new_code
from corridor.journey.contents import Worker
from corridor.safe.casebook import Entry, Reading


@dataclass
class Codes:
    """Those in use, as far as she reads them, with those that were given since."""

    known: Reading
    given: set[str] = field(default_factory=set)

    def __contains__(self, code: object) -> bool:
        used = (self.known.referring(kind, {str(code)}, code_of) for kind in (Worker, Case))
        return code in self.given or any(used)

    def new(self) -> str:
        """A code that is not in use; from now on it is."""
        code = new_code(self)
        self.given.add(code)
        return code


def code_of(entry: Entry) -> tuple[str, ...]:
    """The code of a file, or the number of a case."""
    code = entry.plain["c"].get("code") or entry.plain["c"].get("number")
    return (str(code),) if code else ()
