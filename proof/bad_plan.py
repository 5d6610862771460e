"""Which bad requests are made, and in which order."""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from proof.bad_files import FILES, LARGE
from proof.bad_forms import TEXTS, shape
from proof.bad_requests import BODIES, HEADERS, HOWS, METHODS, Maker, Recipe
from proof.bad_words import SHORT_SORTS, SORTS

COSTLY = {"very long", "ten megabytes", *LARGE}
# Of the random part: how often each way is taken. What is refused before a page is made costs least.
WEIGHTS = {
    **{"one": 10, "all": 6, "missing": 2, "twice": 3, "unknown": 3, "bytes": 3, "file": 3, "body": 16},
    **{"header": 8, "cookie": 45, "address": 70, "query": 4, "method": 2},
}
LIGHT = [sort for sort in SORTS if sort not in COSTLY]
TYPED = TEXTS | {"date", "number", "password"}  # tried one by one; what is chosen or hidden, several together
TOGETHER = 8
CLOSES = {"safe:lock", "safe:seal"}  # after which every record has to be opened anew
ON_PAGES = ("header", "cookie", "address", "query", "method")


def sorts_of(how: str) -> list[str]:
    """The sorts that a way of being bad knows."""
    by_way = {"file": list(FILES), "body": list(BODIES), "header": list(HEADERS), "method": list(METHODS)}
    if how in {"all", "missing", "twice", "bytes", "cookie"}:
        return [""]
    return by_way.get(how, list(SORTS) if how == "one" else SHORT_SORTS)


@dataclass
class Plan:
    """What is asked, in which order."""

    maker: Maker
    dice: random.Random

    def grid(self) -> list[Recipe]:
        """Every field with every sort of text, every field for files with every sort of file; every other way once."""
        found: list[Recipe] = []
        twins = Counter[object]()
        for name, place in self.maker.places.items():
            twins[shape(place)] += 1
            turn = twins[shape(place)] - 1  # the same form of several roles: each takes its share of the sorts
            hers = [sort for n, sort in enumerate(LIGHT) if n % place.twins == turn % place.twins]
            typed = [one.name for one in place.blanks if one.kind in TYPED]
            chosen = [one.name for one in place.blanks if one.kind not in TYPED and one.kind != "file"]
            groups = ["|".join(chosen[n : n + TOGETHER]) for n in range(0, len(chosen), TOGETHER)]
            found += [Recipe(name, "several", group, sort) for group in groups for sort in hers]
            found += [Recipe(name, "one", one, sort) for one in typed for sort in hers]
            found += [Recipe(name, how, one) for how in ("missing", "twice", "bytes") for one in typed + chosen]
            found += [Recipe(name, "file", one.name, sort) for one in place.files for sort in FILES]
            for how in ("body", "header", "method", "cookie", "all"):
                found += [Recipe(name, how, sort=sort) for sort in sorts_of(how)]
        for name in self.maker.pages:
            found += [Recipe(name, how, sort=sort) for how in ("address", "query") for sort in SHORT_SORTS[::4]]
        self.dice.shuffle(found)
        return found

    def costly(self, most: int) -> list[Recipe]:
        """Bodies of ten megabytes, files of twenty-five, texts of three hundred thousand letters."""
        forms = {name: place for name, place in self.maker.places.items() if place.method == "POST"}
        free = [(name, one.name) for name, place in forms.items() for one in place.blanks if one.kind != "file"]
        files = [(name, one.name) for name, place in forms.items() for one in place.files]
        found = [Recipe(name, "body", sort="ten megabytes") for name in forms]
        found += [Recipe(*at_file(one), sort, number) for one in files for number, sort in enumerate(LARGE)]
        self.dice.shuffle(found)
        long = [Recipe(name, "one", blank, "very long", number) for number, (name, blank) in enumerate(free)]
        self.dice.shuffle(long)
        return found[: most // 2] + long[: most // 2]

    def more(self) -> Iterator[Recipe]:
        """Without end: forms that answer fast are taken more often."""
        places, pages = list(self.maker.places.values()), list(self.maker.pages)
        public = [one for one in pages if one.endswith(" public page")]
        weights = [1 / max(0.5 if one.view in CLOSES else one.cost, 0.004) for one in places]
        while True:
            [how] = self.dice.choices(HOWS, [WEIGHTS[one] for one in HOWS])
            number = self.dice.randrange(1, 1 << 30)
            sort = self.dice.choice(sorts_of(how))
            if how in ON_PAGES and self.dice.random() < 0.8:
                chosen = public if how == "address" and self.dice.random() < 0.7 else pages
                yield Recipe(self.dice.choice(chosen), how, sort=sort, number=number)
                continue
            [place] = self.dice.choices(places, weights)
            fields = place.files if how == "file" else [one for one in place.blanks if one.kind != "file"]
            blank = self.dice.choice(fields).name if fields else ""
            if sort not in COSTLY and (fields or how not in {"one", "file"}):
                yield Recipe(place.name, how, blank, sort, number)


def at_file(one: tuple[str, str]) -> tuple[str, str, str]:
    return one[0], "file", one[1]
