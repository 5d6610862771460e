"""A release from its first step to its log, as the officer sees it; stopped, left off, done twice, and in words."""

import ast
import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from corridor.figures import gate, gate_words, published, releases
from corridor.figures.actions import releasing
from corridor.figures.models_programme import GatedFamily, OpenRelease, Release, TakenReturn
from corridor.figures.refused_words import in_words, is_said, where_told
from corridor.figures.releases import EMPTY
from corridor.figures.tests.arriving import codes, known, officer, sent
from corridor.figures.tests.frozen import freeze
from corridor.safe.tests.people import People, sign_in


@pytest.fixture(autouse=True)
def store(settings: Any, tmp_path: Path) -> None:
    settings.STORE = tmp_path / "store"


@pytest.fixture
def quarter(people: People) -> str:
    """The quarter that closed last, of which three centres returned."""
    period = codes()[-1]
    for sender in known(people, "amman", "beirut", "doha"):
        sent(sender, period)
    return period


def page(client: Client, address: str) -> str:
    return str(client.get(address).content.decode())


def on(client: Client, period: str) -> Any:
    """The step that the page offers."""
    told = page(client, f"/releases/{period}/step/")
    found = re.search(r'name="read" value="(\d+)"', told)
    return client.post(f"/releases/{period}/step/", {"read": found[1]} if found else {})


def gated_through(client: Client, period: str) -> None:
    client.post("/releases/make/", {"period": period})
    for _ in range(200):
        if client.get(f"/releases/{period}/step/").status_code == 302:
            return
        on(client, period)
    raise AssertionError("it does not end")


@pytest.mark.django_db
def test_from_the_first_step_to_the_log(people: People, quarter: str) -> None:
    client = officer(people)
    step = f"/releases/{quarter}/step/"
    assert client.post("/releases/make/", {"period": quarter}).headers["Location"] == step
    told = page(client, step)
    assert "data-goes-on" in told and f"0 of {len(releasing.due())} groups" in told
    on(client, quarter)
    first = GatedFamily.objects.get()
    assert "The last one took" in page(client, step) and gate_words.family_told(first.family) in page(client, step)
    assert client.post(step, {"read": "0"}).status_code == 302 and GatedFamily.objects.count() == 1, "sent twice"
    assert client.get(f"/releases/{quarter}/").headers["Location"] == step, "no preview before all came through"
    assert client.post(f"/releases/{quarter}/freeze/", follow=True).status_code == 200 and not Release.objects.exists()
    gated_through(client, quarter)
    preview = client.get(f"/releases/{quarter}/")
    told, sum_of = preview.content.decode(), preview.context["sum"]
    assert "Nothing is out yet" in told and sum_of.tables >= 4 and sum_of.empty
    assert not published.periods()
    answer = client.post(f"/releases/{quarter}/freeze/")
    log = f"/releases/{quarter}/log/"
    assert answer.headers["Location"] == log and published.periods() == [quarter]
    shown = client.get(log)
    assert shown.context["sum"] == sum_of, "the log tells what the preview told"
    told = shown.content.decode()
    assert "3 centres gave something" in told and "Centre amman" not in told
    for address in (step, f"/releases/{quarter}/"):
        assert client.get(address).headers["Location"] == log
    for what in ("freeze", "stop", "step"):
        assert client.post(f"/releases/{quarter}/{what}/").headers["Location"] == log
    assert Release.objects.count() == 1 and "how it came" not in page(client, "/releases/")


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["jamila", "ines", "kamala", "hana", "amina", "dalia"])
def test_the_log_is_open_to_who_reads_statistics(people: People, name: str) -> None:
    freeze(releases.Release(codes()[-1], "2026-11", None, ("2025",), ()))
    told = page(sign_in(Client(), people.members[name]), f"/releases/{codes()[-1]}/log/")
    assert "Fewer than 3 centres" in told and "2025" in told and 'class="digits"' in told


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["bina", "edith", "lina", "esther"])
def test_and_closed_to_others(people: People, name: str) -> None:
    freeze(releases.Release(codes()[-1], "2026-11", None, (), ()))
    assert sign_in(Client(), people.members[name]).get(f"/releases/{codes()[-1]}/log/").status_code == 404


@pytest.mark.django_db
def test_a_release_that_somebody_changed_is_told_as_such(people: People) -> None:
    period = codes()[-1]
    freeze(releases.Release(period, "2026-11", None, (), ()))
    Release.objects.update(text=bytes(Release.objects.get().text).replace(b"2026-11", b"2026-10"))
    answer = officer(people).get(f"/releases/{period}/log/")
    assert answer.status_code == 200 and 'role="alert"' in answer.content.decode() and "sum" not in answer.context


@pytest.mark.django_db
@pytest.mark.parametrize("period", ["", "2026", "2026Q9", "soon", "9999Q1", "2026Q1; --"])
def test_what_is_no_closed_quarter_is_told_and_nothing_begun(people: People, quarter: str, period: str) -> None:
    answer = officer(people).post("/releases/make/", {"period": period})
    assert answer.status_code == 422 and "Expected" in answer.content.decode()
    assert not OpenRelease.objects.exists() and not TakenReturn.objects.exclude(released="").exists()


@pytest.mark.django_db
def test_of_a_quarter_without_returns(people: People) -> None:
    answer = officer(people).post("/releases/make/", {"period": codes()[-1]})
    assert answer.status_code == 422 and "none that waits" in answer.content.decode()


@pytest.mark.django_db
def test_left_off_its_returns_wait(people: People, quarter: str) -> None:
    client = officer(people)
    client.post("/releases/make/", {"period": quarter})
    on(client, quarter)
    assert client.post(f"/releases/{quarter}/stop/").headers["Location"] == "/releases/"
    assert not OpenRelease.objects.exists() and not GatedFamily.objects.exists()
    assert set(TakenReturn.objects.values_list("released", flat=True)) == {""}
    assert client.get(f"/releases/{quarter}/step/").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["", "step/", "freeze/", "stop/", "log/"])
def test_what_is_not_there(people: People, path: str) -> None:
    client = officer(people)
    ask = client.post if path in {"freeze/", "stop/"} else client.get
    assert ask(f"/releases/2020Q1/{path}").status_code == 404


@pytest.mark.django_db
def test_while_one_is_at_the_gate_no_second_is_set_going(people: People, quarter: str) -> None:
    client = officer(people)
    client.post("/releases/make/", {"period": quarter})
    with releasing.at_the_gate() as free:
        told = client.post(f"/releases/{quarter}/step/", {"read": "0"}).content.decode()
    assert free and "at the gate at this moment" in told and "data-goes-on" not in told
    assert not GatedFamily.objects.exists()
    on(client, quarter)
    assert GatedFamily.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_left_off_while_a_family_is_at_the_gate(people: People, quarter: str, monkeypatch: pytest.MonkeyPatch) -> None:
    client = officer(people)
    client.post("/releases/make/", {"period": quarter})
    through = releasing.through_gate

    def meanwhile(*given: Any) -> Any:
        releasing.stop_release(OpenRelease.objects.get())
        return through(*given)

    monkeypatch.setattr(releasing, "through_gate", meanwhile)
    client.post(f"/releases/{quarter}/step/", {"read": "0"})
    assert "left off meanwhile" in page(client, "/releases/") and not GatedFamily.objects.exists()


def test_every_reason_of_the_gate_has_words() -> None:
    reasons = {*gate.REASONS, EMPTY}
    source = ast.parse(Path(gate.__file__).read_text())
    literals = {one.value for one in ast.walk(source) if isinstance(one, ast.Constant) and isinstance(one.value, str)}
    reasons |= {gate_words.TOLD_ALREADY} & literals
    assert gate_words.TOLD_ALREADY in reasons
    assert [one for one in reasons if gate_words.why_told(one) == one] == []


def test_a_line_of_the_log_in_words() -> None:
    steps = [("grievance.by-kind-and-corridor:kind,corridor", 5, 10, "presence"), ("grievance.x:sex", 5, 10, "exact")]
    steps += [("grievance.x:sex", 10, None, "time")]
    line = gate_words.gated("grievance.by-kind-and-corridor", 3, 1.5, steps, ["grievance.x:sex", "grievance.x:"], "")
    assert line.name == "Grievances brought: Kind, Corridor"
    assert [(one.table, one.to) for one in line.changes] == [
        ("Kind × Corridor", "rounded to 10"),
        ("Sex", "dropped"),
        ("all together", "dropped"),
    ]
    assert (line.coarser, line.dropped, line.is_empty) == (1, 2, False)
    assert gate_words.gated("person.people", 0, 0.0, [], [], "").bounds
    assert gate_words.gated("person.people", 0, 0.0, [], ["person.people:"], EMPTY).is_empty
    assert gate_words.family_told("older.by-some-thing") == "older: by some thing"


def said() -> set[str]:
    """Every sentence in which the rules say what was found or expected; 2026Q3 or 7 in the place of what varies."""
    found: set[str] = set()
    house = Path(releases.__file__).parent
    for name in ("returns.py", "taking.py", "actions/taking.py", "actions/releasing.py"):
        for call in ast.walk(ast.parse((house / name).read_text())):
            named = isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id
            if isinstance(call, ast.Call) and named in RAISED:
                found.add(sentence(call.args[-1] if named != "_is" else call.args[3]))
    return found - {""}


RAISED = {"NotAReturn", "NotTaken", "NotKnown", "TakenAlready", "NotReleased", "_is"}


def sentence(node: ast.expr) -> str:
    """What an expression says, where it is words."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    if not isinstance(node, ast.JoinedStr):
        return ""
    samples = {"today": "2026-11-23", "LARGEST": "7", "width": "7", "WORKERS": "5", "SCHEMA": "1"}
    parts = []
    for one in node.values:
        if isinstance(one, ast.Constant):
            parts.append(str(one.value))
        elif isinstance(one, ast.FormattedValue):
            told = ast.unparse(one.value)
            parts.append("12345 67890" if told.startswith(("fingerprint", "before")) else samples.get(told, "2026Q3"))
    return "".join(parts)


def test_every_sentence_of_the_rules_has_words() -> None:
    every = said()
    assert len(every) > 25
    assert [one for one in every if not is_said(one)] == []


@pytest.mark.parametrize(
    ("found", "told"),
    [
        ("20000001 bytes", "20\u202f000\u202f001 bytes"),
        ("2026Q3: released already", "Quarter 3 of 2026, which is released already"),
        ("a period that is closed on 2026-11-03", "a period that was over on 3 November 2026"),
        ("amman, which left on 2026-01-31", "amman, which left on 31 January 2026"),
        ("one of grievance, person", "one of Grievances brought, People seen in a quarter"),
        ("2026Q4", "Quarter 4 of 2026"),
        ("a dict", "something of another kind"),
        ("something else", "something else"),
    ],
)
def test_what_was_found_in_words(found: str, told: str) -> None:
    assert in_words(found) == told


@pytest.mark.parametrize(
    ("where", "told"),
    [
        ("period", "The period"),
        ("row_sets[3].rows[5]", "Table 3, row 5"),
        ("row_sets[2].columns", "Table 2"),
        ("row_sets[1] (grievance by-kind-and-corridor), kind", "Table 1 (Grievances brought, Kind)"),
        ("elsewhere", "elsewhere"),
    ],
)
def test_where_it_was_found_in_words(where: str, told: str) -> None:
    assert where_told(where) == told
