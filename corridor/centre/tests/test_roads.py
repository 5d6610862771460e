"""Whatever handles a worker's file handles what stands on her road: her copy, handing over, joining, searching."""

import json
from collections.abc import Iterable
from dataclasses import fields
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from corridor.centre import exporting, searching, sharing
from corridor.centre.contents import Case, CaseWorker, Grievance, Remedy
from corridor.centre.export_tables import SHEET_OF
from corridor.centre.searching import Filters
from corridor.centre.tests.roads import Road, road_of
from corridor.centre.tests.sharing import NAME, NUMBER, Two, seen, shown, two_centres
from corridor.centre.tests.test_handing_over import accepted, form, hand_over
from corridor.journey import naming
from corridor.journey.actions import merging
from corridor.journey.contents import Contact, Merge, Name, Party, Worker
from corridor.journey.data_groups import EMPLOYER, FIELDS, GROUP_OF, STANDS_IN
from corridor.journey.finding import found_by
from corridor.journey.line import line_of
from corridor.journey.parts import PARTS
from corridor.journey.tests.test_workers import browser, consented, filed
from corridor.recruitment.contents import Chain, Hop
from corridor.safe import queries
from corridor.safe.actions.records import Naming, write_record
from corridor.safe.casebook import Reading
from corridor.safe.packets import ReceivedPacket
from corridor.safe.tests.people import People
from corridor.work import benchmarks
from corridor.work.contents import Spell

pytestmark = pytest.mark.django_db
ROAD = ("recruitment-chain", "hop", "terms", "charge", "loan", "spell")
# What names or places those whom she met; without her word on that group it stays here.
OF_OTHERS = ("office", "house", "cousin", "clerk", "money", "aunt", "village", "town", "flat", "12")


def reading(people: People) -> Reading:
    return queries.reading(people.bina, "read_case")


@pytest.mark.parametrize("word", PARTS)
def test_every_kind_of_a_file_is_known_to_whatever_handles_it(word: str) -> None:
    """A kind that is declared tomorrow fails here until it is decided under which group its fields leave."""
    kind: Any = PARTS[word].sheet.kind
    told = {name for names in FIELDS[word].values() for name in names}
    assert {one.name for one in fields(kind)} - told == {"author"}
    assert GROUP_OF[word] in FIELDS[word] and sharing.SHEETS[word] == SHEET_OF[word] == PARTS[word].sheet
    assert word in exporting.OF_A_WORKER and (word in searching.OF_A_FILE) == bool(kind.SEARCHED)
    ids = {one.name for one in fields(kind) if one.name in ("party", "employer", "lender")}
    assert ids == {id for id, _ in naming.FIELDS.get(word, ()) if id} and ids <= {*FIELDS[word].get(EMPLOYER, ())}


# Her own copy.


def copied(client: Client, id: str) -> str:
    return str(client.post(f"/workers/{id}/copy/", {"language": "en"}).content.decode())


def test_her_road_stands_on_her_copy_under_its_headings(people: People) -> None:
    id, bina = filed(people), browser(people)
    road_of(id, people.bina, "Kestrel")
    consented(bina, id, what=["called", "journey", "employer"])
    page = copied(bina, id)
    for word in ROAD:
        assert f"<h2>{PARTS[word].sheet.label}</h2>" in page, word
    for hers in ("first attempt", "90,000", "NPR", "50,000", "Husband", "Agency where she left", "Passport", "cooking"):
        assert hers in page, hers
    for other in OF_OTHERS:
        assert f"Kestrel {other}" in page, other
    assert "Agency where she left: Kestrel office" in page, "who took it is told, and no id"
    assert "author" not in page and people.centre.key not in page


def test_without_her_word_nobody_whom_she_met_stands_on_it(people: People) -> None:
    id, bina = filed(people), browser(people)
    party = write_record(Party("organisation", ("Golden Gate",)), by=people.bina).id
    road = road_of(id, people.bina, "Kestrel")
    write_record(
        Hop(id, road.ids["recruitment-chain"], "official", party=party, note="Golden Gate paid"), by=people.bina
    )
    write_record(Spell(id, "paid-work", employer=party, note="Kestrel house was far"), by=people.bina)
    consented(bina, id, what=["called", "journey"])
    page = copied(bina, id)
    assert "90,000" in page and "first attempt" in page and "Agency where she left" in page and "[…] paid" in page
    for other in OF_OTHERS:
        assert f"Kestrel {other}" not in page, other
    assert "Golden Gate" not in page and "a party that was destroyed" not in page and party not in page
    consented(bina, id, what=["called", "grievance"])
    page = copied(bina, id)
    assert "90,000" not in page and "first attempt" not in page


def test_what_was_illness_needs_her_word_on_health(people: People) -> None:
    id, bina = filed(people), browser(people)
    write_record(Spell(id, "illness", note="A fever"), by=people.bina)
    write_record(PARTS["loan"].sheet.kind(worker=id, purpose="health", note="For the way"), by=people.bina)  # type: ignore[call-arg]
    consented(bina, id, what=["journey"])
    page = copied(bina, id)
    assert "A fever" not in page and "For the way" in page and "Health" not in page
    consented(bina, id, what=["journey", "health"])
    page = copied(bina, id)
    assert "A fever" in page and "Illness or birth" in page and "Health" in page


# Handing over to another centre, and referring.


@pytest.fixture
def two(people: People) -> Two:
    return two_centres(people)


def arrived(two: Two) -> dict[str, Any]:
    """Type -> the last that came, in the other centre."""
    return {one.type: one for one in sorted(two.known(there=True).everything(), key=lambda one: one.change)}


def test_her_road_crosses_and_its_parts_find_each_other_there(two: Two) -> None:
    two.consent("called", "journey", "employer", "evidence", purpose="hand-over")
    road = road_of(two.worker, two.bina, "Kestrel", two.party)
    page = hand_over(two, [*road.made], what=["called", "journey", "employer"])
    accepted(two)
    there = arrived(two)
    ids = {word: one.id for word, one in there.items()}
    hops = [one for one in two.known(there=True).of_type(Hop)]
    [aunt] = [one.id for one in hops if one.content.role == "kin"]  # type: ignore[attr-defined]
    [agency] = [one.content for one in hops if one.content.role == "agency"]  # type: ignore[attr-defined]
    assert {there[word].head for word in ROAD} == {ids["worker"]}
    for word in STANDS_IN:
        assert there[word].content.chain == ids["recruitment-chain"], word
    for word in ("recruitment-chain", "loan", "spell"):
        assert there[word].content.journey == ids["journey"], word
    assert agency.follows == (aunt,) and agency.party == ids["party"] != two.party
    assert there["terms"].content.hop == there["charge"].content.hop != aunt
    assert {there["terms"].content.employer, there["loan"].content.lender, there["spell"].content.employer} == {
        ids["party"]
    }
    whole = json.dumps([one.plain["c"] for one in there.values() if one.type != "correspondent"])
    assert not [id for id in (*road.made, two.worker, two.party) if id in whole or id in shown(page, "told")]
    told = shown(page, "told")
    assert "Agency where she left: Golden Needle" in told and "NPL" not in told and "Nepal → Jordan" in told


def test_a_hop_takes_its_chain_along_and_nothing_else(two: Two) -> None:
    two.consent("called", "journey", purpose="hand-over")
    road = road_of(two.worker, two.bina, "Kestrel", two.party)
    page = hand_over(two, [road.ids["hop"]], what=["called", "journey"])
    accepted(two)
    there = arrived(two)
    assert not {"terms", "charge", "loan", "spell", "journey", "party"} & {*there}
    hop = there["hop"].content
    assert hop.chain == there["recruitment-chain"].id and (hop.follows, hop.party, hop.name) == ((), "", "")
    assert there["recruitment-chain"].content.journey == ""
    told = shown(page, "told")
    assert "Kestrel first attempt" in told and "Golden Needle" not in told and "destroyed" not in told
    assert not [id for id in road.made if id in told], "no id stands in what is read"


@pytest.mark.parametrize("word", ROAD)
def test_without_her_word_on_others_none_of_them_leaves(two: Two, word: str) -> None:
    two.consent("called", "journey", purpose="hand-over")
    road = road_of(two.worker, two.bina, "Kestrel")
    note = f"Maya {NAME} met Kestrel office, {NUMBER}"
    kind: Any = PARTS[word].sheet.kind
    more = {STANDS_IN[word]: road.ids["recruitment-chain"]} if word in STANDS_IN else {}
    required = {"side": "said"} if word == "terms" else {}
    extra = write_record(kind(worker=two.worker, note=note, **more, **required), by=two.bina).id
    page = hand_over(two, [extra, road.ids[word]], what=["called", "journey"])
    told = shown(page, "told") + shown(page, "bytes")
    for other in (*OF_OTHERS, "agency"):
        assert f"Kestrel {other}" not in told, other
    assert NAME not in told and NUMBER not in told and "[…]" in told
    assert two.known(there=True).of_type(ReceivedPacket) != []


def test_what_may_go_is_told_so_that_it_can_be_chosen(two: Two) -> None:
    two.consent("called", "journey", purpose="hand-over")
    road = road_of(two.worker, two.bina, "Kestrel", two.party)
    page = two.client().post(f"/workers/{two.worker}/hand-over/", form(two, "what", [])).content.decode()
    for id in road.made:
        assert f'value="{id}"' in page, road.made[id].TYPE
    assert "Who stood on the road: Agency where she left" in page and "destroyed" not in page
    assert not [id for id in road.made if page.count(id) > 3]


def test_a_referral_may_tell_of_her_debts(two: Two) -> None:
    two.consent("called", "journey")
    road = road_of(two.worker, two.bina, "Kestrel")
    client, address = two.client(), f"/cases/{two.case}/refer/"
    kind, piece = "service-kind.legal-information", [road.ids["loan"]]
    page = client.post(
        address, two.asked("preview", what=["called", "journey"], piece=piece, kind=kind)
    ).content.decode()
    assert "50,000" in page and "Kestrel money" not in page and seen(page)


# Joining two files of one person, and taking them apart.


def everything(people: People) -> dict[str, Any]:
    return {one.id: one.content for one in reading(people).everything() if one.type != Merge.TYPE}


def test_joined_files_have_both_roads_and_taken_apart_each_has_its_own(people: People) -> None:
    one, other = filed(people), filed(people, "Sita Tamang", "fulu-sadu-5")
    mine, hers = (road_of(id, people.bina, mark) for id, mark in ((one, "Kestrel"), (other, "Plover")))
    before = everything(people)
    merging.merge_workers(one, other, "The same passport", by=people.bina)
    known = reading(people)
    assert {each.id for each in known.parts(one)} >= {*mine.made, *hers.made} and known.parts(other) == []
    for id in hers.made:
        entry = known.get(id)
        assert entry and entry.head == one and entry.content.worker == one, entry  # type: ignore[attr-defined]
    assert known.get(hers.ids["hop"]).content.chain == hers.ids["recruitment-chain"]  # type: ignore[union-attr]
    [merge] = known.of_type(Merge)
    assert merging.undo_merge(one, merge.id, by=people.amina) == 0
    assert everything(people) == before


def test_what_was_added_to_her_road_since_stays_where_it_was_added(people: People) -> None:
    one, other = filed(people), filed(people, "Sita Tamang", "fulu-sadu-5")
    hers = road_of(other, people.bina, "Plover")
    merging.merge_workers(one, other, "", by=people.bina)
    added = write_record(Hop(one, hers.ids["recruitment-chain"], "clinic"), by=people.bina).id
    [merge] = reading(people).of_type(Merge)
    merging.undo_merge(one, merge.id, by=people.bina)
    assert reading(people).get(added).head == one and len(reading(people).parts(other)) == len(hers.made)  # type: ignore[union-attr]


# Searching.


def case_of(people: People, label: str, worker: str) -> str:
    row = (CaseWorker(worker, "as called"),)
    return write_record(Case("kadu-mila-2", label, row, opened=date(2026, 1, 5)), by=people.bina).id


def labels(people: People, words: str, name: str = "bina") -> list[str]:
    known = queries.reading(people.members[name], "read_case")
    return [one.content.label for one in searching.found(known, Filters(words=words))]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("words", "word"),
    [
        ("first attempt", "recruitment-chain"),
        ("kestrel office", "hop"),
        ("kestrel town", "terms"),
        ("clerk", "charge"),
        ("field", "loan"),
        ("cooking", "spell"),
    ],
)
def test_a_word_of_her_road_finds_her_and_her_case(people: People, words: str, word: str) -> None:
    sita, maya = filed(people), filed(people, "Maya", "fulu-sadu-5")
    case_of(people, "hers", sita), case_of(people, "another's", maya)
    road_of(sita, people.bina, "Kestrel")
    road_of(maya, people.bina, "Plover")
    write_record(PARTS[word].sheet.kind(worker=maya, **_asked(word)), by=people.bina)
    whole = words if "kestrel" in words else f"kestrel {words}"
    assert labels(people, whole) == ["hers"]
    assert [one.entry.id for one in found_by(reading(people), whole)] == [sita]
    assert sorted(labels(people, words.split()[-1])) == ["another's", "hers"]


def _asked(word: str) -> dict[str, str]:
    return {"recruitment-chain": {}, "loan": {}, "spell": {}, "terms": {"chain": "c", "side": "said"}}.get(
        word, {"chain": "c"}
    )


@pytest.mark.parametrize("word", ["hop", "terms", "loan", "spell"])
def test_a_party_finds_the_cases_of_those_who_met_it(people: People, word: str) -> None:
    sita, maya = filed(people), filed(people, "Maya", "fulu-sadu-5")
    case_of(people, "hers", sita), case_of(people, "another's", maya)
    party = write_record(Party("organisation", ("Golden Gate", "गोल्डेन")), by=people.bina).id
    [(id, _)] = [pair for pair in naming.FIELDS[word] if pair[0]]
    write_record(PARTS[word].sheet.kind(worker=sita, **_asked(word), **{id: party}), by=people.bina)
    assert labels(people, "गोल्डेन") == ["hers"]


def test_what_is_not_hers_to_read_finds_nothing(people: People) -> None:
    naming_ = Naming((people.amina.account,), restricted=True)
    sita = filed(people)
    case_of(people, "hers", sita)
    write_record(Chain(sita, label="Kestrel way"), by=people.amina, naming=naming_)
    assert labels(people, "kestrel") == [] == found_by(reading(people), "kestrel")
    assert labels(people, "kestrel", "amina") == ["hers"]


# The line of her time, with what every room adds.


def titles(lanes: Iterable[Any]) -> list[str]:
    return [str(lane.title) for lane, _ in lanes]


def test_the_line_tells_the_road_the_work_and_what_came_of_it(people: People) -> None:
    sita, other = filed(people, nationality="NPL"), filed(people, "Maya", "fulu-sadu-5")
    party = write_record(Party("household", ("House on the hill",)), by=people.bina).id
    road: Road = road_of(sita, people.bina, "Kestrel", party)
    case = case_of(people, "hers", sita)
    began = road.made[road.ids["spell"]].begin  # type: ignore[attr-defined]
    grievance = write_record(Grievance(case, "unpaid-wages", (sita,), began), by=people.bina).id
    write_record(Grievance(case, "no-rest-day", (other,), began), by=people.bina)
    paid = {"on": date(2026, 2, 1), "amount": 1250, "currency": "JOD"}
    write_record(Remedy(case, grievance, sita, "received", **paid), by=people.bina)
    write_record(Remedy(case, grievance, other, "received", **paid), by=people.bina)
    line = line_of(reading(people), sita, date(2026, 3, 1))
    marks = {str(lane.title): [one for one in marks] for lane, marks in line.lanes}
    assert titles(line.lanes)[:5] == [
        *("Who stood on the road", "Promise, contract or reality", "Charge", "Debt", "Work"),
    ]
    assert titles(line.lanes)[-2:] == ["Grievances", "Remedy"]
    assert [one.mark.label for one in marks["Who stood on the road"]] == [
        "Kin: Kestrel aunt",
        "Agency where she left: House on the hill",
    ]
    [terms] = marks["Promise, contract or reality"]
    assert (terms.mark.label, terms.mark.amount) == ("Said: Kestrel cleaner", "400 USD · Month") and terms.about
    [debt] = marks["Debt"]
    # 50,000 lent in April 2024 at 2 per cent a month, simple; 5,000 paid at the end of July 2024. Interest of May, June
    # and July: 1,000 each, so that 3,000 of the 5,000 is interest and 48,000 is left; from August 2024 to February 2026
    # 19 months of 960: 18,240. March 2026 is not over.
    assert debt.mark.amount == "50,000 NPR → 66,240 NPR" and "Husband" in debt.mark.text
    assert debt.mark.levels[3] == (date(2024, 7, 1), 48_000) and debt.mark.levels[-1][1] == 66_240
    [spell] = marks["Work"]
    assert spell.until == "goes on" and "House on the hill" in spell.mark.text and "250 JOD" in spell.mark.amount
    [complained], [received] = marks["Grievances"], marks["Remedy"]
    assert (complained.mark.label, complained.until) == ("Wages not paid", "goes on")
    assert received.since == "1 February 2026" and "1,250" in received.mark.amount
    assert line.today == f"{100 - 100 / _days(line):.2f}%"


def test_pay_stands_beside_what_it_should_be(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    sita = filed(people, nationality="NPL")
    road_of(sita, people.bina, "Kestrel")  # 250 JOD a month for 60 hours a week; food worth 60 a month
    told = {"label": "Minimum", "currency": "JOD", "period": "month", "hours_a_week": 48, "valid_from": "2023-01-01"}
    said = {"skill": None, "place": None, "valid_until": None, "in_kind_most": None, "household": None, "earners": None}
    where = {"countries": ("JOR",), "origins": (), "sectors": (), "source": ("x",), **told, **said}
    every = [
        SimpleNamespace(wage_kind="minimum", applies=False, amount=None, **(where | {"origins": ("NPL",)})),
        SimpleNamespace(wage_kind="minimum", applies=True, amount=260, **where),
    ]
    monkeypatch.setattr(benchmarks, "shelf", lambda: SimpleNamespace(all=lambda kind: every))
    [(lane, [beside])] = [
        (lane, marks)
        for lane, marks in line_of(reading(people), sita, date(2026, 3, 1)).lanes
        if "Pay" in str(lane.title)
    ]
    # By the normal hour: 250 / 60 beside 260 / 48, that is 0.76923...; 250 / 260 alone would hide the twelve hours.
    assert beside.mark.share == pytest.approx(250 / 60 / (260 / 48)) and beside.mark.amount == "76.92 % · Hour"
    assert (
        beside.mark.text == "She is left out of it."
        and lane.unit
        and {one.shape for one in beside.pieces}
        == {
            *("frame", "bar"),
        }
    )


def _days(line: Any) -> int:
    return (date(2026, 3, 1) - date(2024, 3, 1)).days + 1


def test_what_nobody_knows_is_told_and_no_number(people: People) -> None:
    sita = filed(people)
    chain = write_record(Chain(sita), by=people.bina).id
    write_record(PARTS["charge"].sheet.kind(worker=sita, chain=chain, item="visa"), by=people.bina)  # type: ignore[call-arg]
    write_record(PARTS["loan"].sheet.kind(worker=sita, lender_kind="shop"), by=people.bina)  # type: ignore[call-arg]
    line = line_of(reading(people), sita, date(2026, 3, 1))
    [[charge], [debt]] = [marks for _, marks in line.lanes]
    assert (charge.mark.amount, charge.pieces, charge.since) == ("Not known", (), "")
    assert debt.mark.amount == "" and "Not known" in debt.mark.text and line.ticks == ()
    page = browser(people).get(f"/workers/{sita}/line/").content.decode()
    assert "Visa" in page and "<figure" not in page


def test_contacts_of_hers_never_stand_on_the_line(people: People) -> None:
    sita = filed(people, contacts=(Contact("call", "+962 7 0000 9999"),))
    road_of(sita, people.bina, "Kestrel")
    page = browser(people).get(f"/workers/{sita}/line/").content.decode()
    assert "0000 9999" not in page and "Kestrel maid" in page
    assert timezone.localdate().isoformat() not in page.split("<figure")[0]
    assert isinstance(reading(people).get(sita).content, Worker) and Name("Sita").name in page  # type: ignore[union-attr]
