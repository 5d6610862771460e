"""A small shelf in seven languages for the tests, the shipped one, and what is asked of results."""

from functools import cache

from corridor.learning.search import Index, Results
from corridor.reference.kinds import kinds
from corridor.reference.shelf import SHIPPED, Entry, Shelf

EVENT = kinds()["events"]


@cache
def shipped_index() -> Index:
    return Index(Shelf([SHIPPED]))


TERMS = {
    "grievance": ("Grievance", "A complaint of a worker about her work."),
    "garment": ("Garment work", "Sewing and pressing in factories."),
    "wage": ("Wages", "What is paid for work; the migrant's wages may be held back."),
    "agreement": ("Bilateral agreement", "An agreement between two states on migration."),
    "centre": ("Workers' centre", "A place where workers help each other."),
}
TRANSLATED = [
    ("grievance", "label", "ar", "شكوى العاملة"),
    ("grievance", "meaning", "ar", "شَكْوَى تقدمها العاملات في أماكن العمل"),
    ("wage", "label", "ar", "الأجــور"),
    ("centre", "label", "ar", "مركز العمّال"),
    ("grievance", "label", "ne", "कामदारहरूको गुनासो"),
    ("wage", "label", "ne", "ज्याला"),
    ("agreement", "meaning", "ne", "दुई देशबीचको श्रम सम्झौता, सन् २०१३ मा"),
    ("grievance", "label", "hi", "महिलाओं की शिकायतें"),
    ("wage", "label", "hi", "मज़दूरी"),
    ("grievance", "label", "bn", "শ্রমিকের অভিযোগ"),
    ("wage", "label", "bn", "মজুরি"),
    ("centre", "label", "bn", "শ্রমিকদের কেন্দ্র"),
    ("wage", "label", "fr", "Salaires et rémunération"),
    ("centre", "label", "fr", "Centre des travailleuses de l'étranger"),
    ("agreement", "label", "es", "Acuerdos bilaterales de migración"),
    ("garment", "label", "es", "Confección"),
]


def ids(results: Results) -> list[str]:
    return [hit.id for hit in results.hits]


def first(results: Results) -> str:
    return ids(results)[0] if results.hits else "nothing"


def marked(pieces) -> list[str]:
    return [text for text, matched in pieces if matched]


def event(id: str, label: str, **values) -> Entry:
    return Entry(EVENT, dict.fromkeys(EVENT.fields) | {"id": id, "label": label} | values)
