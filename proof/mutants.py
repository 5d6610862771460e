"""Permission checks in the source, each taken away in turn, in the running process.

A check is: an `if` whose body only refuses (raises NoKey, Http404, PermissionDenied, Closed, Conflict, or answers
not_there), each part of its condition, a choice between an answer and not_there, a filter by centre or account, a
condition of a comprehension, a part of a returned condition. What is taken away is still computed, so that nothing else
changes. The changed code is put into every living function that was made from that place.
"""

import ast
import gc
import types
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from proof.ledger import ROOT

REFUSING = {"NoKey", "Http404", "PermissionDenied", "Closed", "Conflict"}
ANSWERS = {"not_there", "refusal"}
CALLS = {"filter", "get", "exclude", "get_object_or_404"}
OWNERS = {"centre", "centre_id", "account", "epoch__centre", "epoch__centre_id", "record__centre"}
CONDITIONS = {  # files where every condition of a comprehension and of a returned answer is a check
    "access/doors.py",
    "access/queries.py",
    "access/table.py",
    "safe/queries.py",
    "safe/keys.py",
    "safe/actions/members.py",
}
FILES = (
    "access/doors.py",
    "access/queries.py",
    "access/table.py",
    "safe/queries.py",
    "safe/keys.py",
    "safe/chain.py",
    "safe/packets.py",
    "safe/actions/heads.py",
    "safe/actions/members.py",
    "safe/actions/records.py",
    "safe/actions/notebook.py",
    "safe/actions/packets.py",
    "safe/notebook/reading.py",
    "safe/views/*.py",
    "journey/actions/*.py",
    "journey/views/*.py",
    "field/readers.py",
    "field/actions/*.py",
    "field/views/*.py",
    "centre/actions/*.py",
    "centre/views/*.py",
)


@dataclass(frozen=True)
class Mutant:
    """One check taken away. change: applied to a fresh tree of the file, returns whether it found its place."""

    path: Path
    line: int
    what: str
    number: int
    function: str

    @property
    def place(self) -> str:
        """As its name, with the function in place of the line, which moves."""
        return f"{self.path.relative_to(ROOT / 'corridor')} {self.function} {self.what}"

    @property
    def name(self) -> str:
        return f"{self.path.relative_to(ROOT / 'corridor')}:{self.line} {self.what}"


def paths() -> list[Path]:
    return sorted(path for one in FILES for path in (ROOT / "corridor").glob(one))


def never(test: ast.expr) -> ast.expr:
    return ast.BoolOp(ast.And(), [test, ast.Constant(False)])


def always(test: ast.expr) -> ast.expr:
    return ast.BoolOp(ast.Or(), [test, ast.Constant(True)])


def name_of(node: ast.expr | None) -> str:
    if isinstance(node, ast.Call):
        return name_of(node.func)
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def refuses(body: list[ast.stmt]) -> bool:
    last = body[-1]
    if isinstance(last, ast.Raise):
        return name_of(last.exc) in REFUSING
    return isinstance(last, ast.Return) and name_of(last.value) in ANSWERS


class Places(ast.NodeVisitor):
    """Every check of a file, as (line, what, how to take it away)."""

    def __init__(self, everything: bool) -> None:
        self.everything, self.function = everything, ""
        self.found: list[tuple[int, str, Callable[[], None], str]] = []

    def note(self, node: ast.AST, what: str, change: Callable[[], None]) -> None:
        self.found.append((getattr(node, "lineno", 0), what, change, self.function))

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        outer, self.function = self.function, node.name
        self.generic_visit(node)
        self.function = outer

    def parts(self, test: ast.expr, what: str, refusing: bool) -> None:
        """Each part of a condition that makes it stricter, left out by itself.

        What refuses is weaker with one reason less (a part of an `or`), what allows with one demand less (of an `and`).
        """
        if not isinstance(test, ast.BoolOp):
            return
        for i, part in enumerate(test.values):

            def change(test: ast.BoolOp = test, i: int = i, part: ast.expr = part) -> None:
                test.values[i] = never(part) if refusing else always(part)

            if isinstance(test.op, ast.Or) == refusing:
                self.note(part, f"{what}: {ast.unparse(part)[:70]}", change)
            self.parts(part, what, refusing)

    def visit_If(self, node: ast.If) -> None:
        if refuses(node.body):

            def change() -> None:
                node.test = never(node.test)

            self.parts(node.test, "a part of a check", refusing=True)
            self.note(node, f"the check: if {ast.unparse(node.test)[:70]}", change)
        self.generic_visit(node)

    def visit_IfExp(self, node: ast.IfExp) -> None:
        for branch, neutral in ((node.orelse, always), (node.body, never)):
            if name_of(branch) in ANSWERS:

                def change(neutral: Callable[[ast.expr], ast.expr] = neutral) -> None:
                    node.test = neutral(node.test)

                self.note(node, f"the choice: {ast.unparse(node.test)[:70]}", change)
        self.generic_visit(node)

    def visit_BoolOp(self, node: ast.BoolOp) -> None:
        if isinstance(node.op, ast.Or) and name_of(node.values[0]) in ANSWERS:

            def change() -> None:
                node.values[0] = never(node.values[0])

            self.note(node, f"the door: {ast.unparse(node.values[0])[:70]}", change)
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        if isinstance(node.func, ast.Attribute) and node.func.attr in CALLS:
            for one in node.keywords:
                if one.arg in OWNERS:

                    def change(one: ast.keyword = one) -> None:
                        node.keywords.remove(one)

                    self.note(node, f"the filter: {one.arg}={ast.unparse(one.value)[:50]}", change)
        self.generic_visit(node)

    def visit_comprehension(self, node: ast.comprehension) -> None:
        for i, test in enumerate(node.ifs if self.everything else []):
            if isinstance(test, ast.Name):
                continue  # whether there is something at all

            def change(i: int = i, test: ast.expr = test) -> None:
                node.ifs[i] = always(test)

            self.note(test, f"the condition: {ast.unparse(test)[:70]}", change)
            self.parts(test, "a part of a condition", refusing=False)
        self.generic_visit(node)

    def visit_Return(self, node: ast.Return) -> None:
        value = node.value
        if self.everything and isinstance(value, ast.BoolOp) and name_of(value.values[0]) not in ANSWERS:

            def change(value: ast.expr = value) -> None:
                node.value = always(value)

            self.note(node, f"the answer: {ast.unparse(value)[:70]}", change)
            self.parts(value, "a part of an answer", refusing=False)
        self.generic_visit(node)


def places(path: Path, tree: ast.Module) -> list[tuple[int, str, Callable[[], None], str]]:
    finder = Places(str(path.relative_to(ROOT / "corridor")) in CONDITIONS)
    finder.visit(tree)
    return finder.found


def mutants() -> list[Mutant]:
    """Every check that can be taken away."""
    return [
        Mutant(path, line, what, number, function)
        for path in paths()
        for number, (line, what, _, function) in enumerate(places(path, ast.parse(path.read_text(encoding="utf-8"))))
    ]


def codes(code: types.CodeType) -> Iterator[types.CodeType]:
    yield code
    for one in code.co_consts:
        if isinstance(one, types.CodeType):
            yield from codes(one)


def changed_code(mutant: Mutant) -> list[types.CodeType]:
    """The code of every function of the file, with the check taken away."""
    tree = ast.parse(mutant.path.read_text(encoding="utf-8"))
    places(mutant.path, tree)[mutant.number][2]()
    ast.fix_missing_locations(tree)
    return list(codes(compile(tree, str(mutant.path), "exec")))


def same(one: types.CodeType, two: types.CodeType) -> bool:
    return one.co_code == two.co_code and one.co_consts == two.co_consts and one.co_names == two.co_names


@contextmanager
def in_place(mutant: Mutant) -> Iterator[int]:
    """The mutant living; gives the number of functions that run it."""
    new = {(one.co_qualname, one.co_firstlineno): one for one in changed_code(mutant)}
    done: list[tuple[types.FunctionType, types.CodeType]] = []
    gc.unfreeze()  # what a casebook set aside is not among the objects that are told, and that is nearly everything
    for one in gc.get_objects():
        if type(one) is types.FunctionType and one.__code__.co_filename == str(mutant.path):  # asks nothing lazy
            code = new.get((one.__code__.co_qualname, one.__code__.co_firstlineno))
            if code is not None and not same(code, one.__code__):
                done.append((one, one.__code__))
    for function, old in done:
        function.__code__ = new[old.co_qualname, old.co_firstlineno]
    try:
        yield len(done)
    finally:
        for function, old in done:
            function.__code__ = old
