"""Two people correct the same thing at once, from pages that both opened before: no text is lost."""

import html
from collections import Counter
from dataclasses import dataclass, field

from proof.bad_answers import squeezed
from proof.bad_forms import Place
from proof.bad_sending import Seen, Sender, pairs_body
from proof.bad_words import SENTENCES
from proof.stage import TakenBack

BEGAN = {"read", "base"}  # hidden fields that say from which version a correction began
OTHERS = {"caseworker": "coordinator", "coordinator": "caseworker"}


@dataclass
class Pairs:
    """What came of it."""

    sender: Sender
    tried: int = 0
    merged: int = 0
    told: int = 0
    lost: Counter[str] = field(default_factory=Counter)

    def go(self, places: list[Place], scripts: int) -> None:
        """Every form that tells from which version it began, in so many scripts."""
        from django.db import transaction

        for place in places:
            if not place.accepted or place.role not in OTHERS or not BEGAN & {one.name for one in place.blanks}:
                continue
            for script in list(SENTENCES)[:scripts] if place.kept else []:
                try:
                    with transaction.atomic():
                        self.try_one(place, script)
                        raise TakenBack
                except TakenBack:
                    self.sender.mend_book()
                    self.sender.stage.put_back()

    def send(self, place: Place, role: str, words: dict[str, str]) -> Seen:
        token = {"form": role.encode().hex()[:32].ljust(32, "0")}
        pairs = [(name, words.get(name) or token.get(name) or good) for name, good in place.good()]
        return self.sender.once(role, "POST", place.address, *pairs_body(pairs, [], place.multipart), {})

    def try_one(self, place: Place, script: str) -> None:
        """Two hands, each with words of her own in every field that keeps words."""
        words = [{name: f"{script} {n} {SENTENCES[script]}" for name in place.kept} for n in (1, 2)]
        before = self.sender.begins[self.sender.stage.people.centre.pk]
        first = self.send(place, place.role, words[0])
        if first.status >= 400:
            return
        self.tried += 1
        second = self.send(place, OTHERS[place.role], words[1])
        kept = squeezed("\n".join(self.sender.words_since(before)))
        page = squeezed(html.unescape(second.text)) if second.status >= 400 else ""
        self.told += second.status >= 400
        self.merged += second.status < 400
        if second.status >= 500:
            self.lost[f"{place.name}: two at once: answered {second.status} {second.fell}"] += 1
        for whose, said in zip(("the first", "the second"), words, strict=True):
            if any(squeezed(text) not in kept + page for text in said.values()):
                self.lost[
                    f"{place.name}: two at once ({second.status}): {whose} text is not in the page or the records"
                ] += 1
