"""A design in memory: elements whose facts are stated, stated as absent, or silent."""

from collections.abc import Iterator
from typing import Any, Final


class _State:
    """SILENT: the design says nothing. ABSENT: it says that there is none. Both count as false."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __bool__(self) -> bool:
        return False

    def __iter__(self) -> Iterator[Any]:
        return iter(())

    def __contains__(self, item: object) -> bool:
        return False

    def __len__(self) -> int:
        return 0

    def __repr__(self) -> str:
        return self.name


SILENT: Final = _State("SILENT")
ABSENT: Final = _State("ABSENT")

# Aims that work against a thing or only look at it: the thing itself must not be held against such an intervention.
NOT_DOING = {"lift", "oppose", "study", "review"}


class Element:
    """One part of a design. Its facts are attributes: a value, ABSENT or SILENT (`indicator.baseline is ABSENT`).

    `table` and `id` name it; `line` is where it starts in its file (0 when it came from a form).
    """

    def __init__(self, table: str, values: dict[str, Any], line: int = 0) -> None:
        self.table, self.values, self.line = table, values, line

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return self.values.get(name, SILENT)

    def __repr__(self) -> str:
        return f"<{self.key}>"

    @property
    def key(self) -> str:
        """The element's address in the design: `interventions.centre`, or `framing`."""
        return f"{self.table}.{self.values['id']}" if self.table not in SINGLE else self.table

    @property
    def name(self) -> str:
        """How a reason names it: its statement, shortened, in quotation marks."""
        text = str(self.values.get("statement") or self.values.get("title") or self.values.get("goal") or self.table)
        return f"“{text if len(text) <= 110 else text[:107].rsplit(' ', 1)[0] + ' …'}”"

    @property
    def done(self) -> bool:
        """Whether the design does this thing, rather than works against it or only looks at it."""
        return self.aim not in NOT_DOING

    def says(self, feature: str) -> bool:
        """Stated: it has this feature."""
        return feature in self.has

    def denies(self, feature: str) -> bool:
        """Stated as absent: it does not have this feature."""
        return feature in self.lacks

    def silent_on(self, feature: str) -> bool:
        """Nothing is said of this feature."""
        return not self.says(feature) and not self.denies(feature)


SINGLE = ("design", "framing", "approach", "theory_of_change", "evaluation")


class Design:
    """A whole design: single parts are elements, parts that come several times are lists of elements."""

    design: Element
    framing: Element
    approach: Element
    theory_of_change: Element
    evaluation: Element
    outcomes: list[Element]
    outputs: list[Element]
    interventions: list[Element]
    indicators: list[Element]
    assumptions: list[Element]
    risks: list[Element]

    def __init__(self, parts: dict[str, Any]) -> None:
        self.parts = parts

    def __getattr__(self, name: str) -> Any:
        if name == "parts" or name.startswith("__"):
            raise AttributeError(name)
        return self.parts[name]

    def doing(self, *types: str) -> list[Element]:
        """Interventions of these types that the design carries out (not those that oppose, end, review or study)."""
        return [one for one in self.interventions if one.type in types and one.done]

    def working_on(self, *subjects: str, aims: tuple[str, ...] = ()) -> list[Element]:
        """Interventions on these policy subjects, with one of these aims when given."""
        return [one for one in self.interventions if set(one.about) & set(subjects) and (not aims or one.aim in aims)]

    def measuring(self, *kinds: str) -> list[Element]:
        """Indicators of these kinds."""
        return [one for one in self.indicators if one.kind in kinds]

    def assuming(self, *kinds: str) -> list[Element]:
        """Assumptions of these kinds that the design rests on (not those it tests or rejects)."""
        return [one for one in self.assumptions if one.kind in kinds and one.stance not in {"tests", "rejects"}]

    def elements(self) -> Iterator[Element]:
        """Every element, in the order of the schema."""
        for part in self.parts.values():
            if isinstance(part, list):
                yield from part
            else:
                yield part
