"""Every table that leaves: records in which each text is a formula, and every way on which pages hand them out.

A way begins at a page and goes on through its forms, sent as they were meant, until a file comes or nothing is left.
All of it is one transaction that is taken back.
"""

import random
from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import urljoin

from proof.bad_answers import live_cells, tables_in
from proof.bad_files import FILES
from proof.bad_forms import Place, Reader, place_of
from proof.bad_sending import Seen, Sender, pairs_body
from proof.stage import Stage, TakenBack
from proof.t02_matrix import asked_routes
from proof.walking import ENDING

FORMULA = "=1+1"
TABLES = ("refused rows", "workbook with formulas", "table with formulas")
HANDS_OUT = ("export", "import", "table", "csv", "casebook")  # views that the short form looks at


def write_formulas(stage: Stage) -> None:
    """One record of every type in which every text begins as a formula does; the relation `=1+1`."""
    from corridor.safe.actions import records
    from proof.standing import Writer, asking_packet, fixed_fields

    people, other = stage.people, stage.other
    writer = Writer(
        FORMULA, people.chandra, records.EVERYBODY, fixed_fields(people, other), asking_packet(people, other)
    )
    stage.records |= {(FORMULA, "", name): id for name, id in writer.write_all().items()}


@dataclass
class Ways:
    """What was handed out on the way. deep: how many forms one behind the other."""

    sender: Sender
    deep: int = 5
    tables: int = 0
    cells: int = 0
    live: Counter[str] = field(default_factory=Counter)
    fell: Counter[str] = field(default_factory=Counter)
    sent: Counter[object] = field(default_factory=Counter)

    def go(self, only: tuple[str, ...] = ()) -> None:
        """Every page about a record full of formulas, and every page about none."""
        from django.db import transaction

        for asked in asked_routes():
            if "GET" not in asked.by_method or (only and not any(one in asked.view for one in only)):
                continue
            role = "coordinator"
            try:
                address = asked.address(self.sender.stage, role, FORMULA)
            except (ValueError, KeyError):
                continue
            for sort in TABLES if "import" in asked.view else ("table",):
                try:
                    with transaction.atomic():
                        self.let_export(asked.view)
                        self.sent.clear()
                        self.walk(role, "GET", address, b"", "", [], sort, self.deep)
                        raise TakenBack
                except TakenBack:
                    self.sender.mend_book()
                    self.sender.stage.put_back()

    def let_export(self, view: str) -> None:
        """A second voice agreed more than a day ago that everything may be taken out."""
        if "casebook" not in view:
            return
        from datetime import timedelta

        from django.utils import timezone

        from corridor.centre.models import CasebookExport

        people, before = self.sender.stage.people, timezone.now() - timedelta(hours=26)
        said = {"asked_by": people.amina.account, "asked_at": before, "agreed_by": people.bina.account}
        CasebookExport.objects.create(centre=people.centre, why="moves", agreed_at=before, **said)

    def walk(
        self, role: str, method: str, address: str, body: bytes, kind: str, words: list[str], sort: str, deep: int
    ) -> None:
        """Ask, look at what comes, and go on through the forms of the page."""
        seen = self.sender.once(role, method, address, body, kind, {})
        if seen.status in {301, 302, 303}:
            address = urljoin(address, seen.header("location"))
            seen = self.sender.once(role, "GET", address, b"", "", {})
        if seen.status >= 500:
            self.fell[f"{address.split('/')[1]}: answered {seen.status} {seen.fell}"] += 1
        self.look(seen, words)
        if deep <= 0 or seen.status not in {200, 422} or "html" not in seen.kind:
            return
        reader = Reader()
        reader.feed(seen.text)
        for form in reader.forms:
            place = place_of(form, address, role)
            if place is None or place.method != "POST" or place.view.split(":")[1] in ENDING:
                continue
            key = (place.view, place.address, tuple(sorted(one.name for one in place.blanks)))
            self.sent[key] += 1
            if self.sent[key] == 1 and (deep < self.deep or self.same_room(place, seen)):
                self.send(place, sort, deep - 1)

    def same_room(self, place: Place, seen: Seen) -> bool:
        return place.address.split("/")[1] == seen.address.split("/")[1]

    def send(self, place: Place, sort: str, deep: int) -> None:
        pairs = place.good()
        files = [(one.name, FILES[sort](random.Random(5))) for one in place.files]
        body, kind = pairs_body(pairs, files, place.multipart)
        words = [piece for _, value in pairs for piece in (value, value.rsplit(":", 1)[0])]
        self.walk(place.role, "POST", place.address, body, kind, words, sort, deep)

    def look(self, seen: Seen, words: list[str]) -> None:
        for data in tables_in(seen, words):
            self.tables += 1
            self.cells += data.count(FORMULA.encode())
            if found := live_cells(data):
                self.live[f"a table of {seen.address.split('/')[1]} holds live formulas"] += len(found)
