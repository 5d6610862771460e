import pytest

from corridor.access.actions import open_account
from corridor.access.models import Account
from corridor.programme.queries import record

ENTRY = {
    "projects": {
        "label": "Fair roads to Jordan",
        "title": "Fair roads for garment workers from Nepal to Jordan",
        "meaning": "No fees for workers, contracts that stand.",
        "regions": ("asia-pacific", "arab-states"),
        "countries": ("NPL", "JOR"),
        "start_year": 2021,
        "donors": ("Norway",),
        "themes": ("recruitment",),
        "corridors": ("NPL-JOR",),
        "source": ("ILO2013-eval case study 1",),
    },
    "events": {"label": "Round table on fees", "date_start": "2022-05-03", "source": ("ILO2013-eval case study 1",)},
    "publications": {"label": "What a contract costs", "year": 2022, "source": ("ILO2013-eval case study 1",)},
}


@pytest.fixture
def other_editor(db: None) -> Account:
    return open_account("joseph", "editor")


def values(kind: str, id: str, **changed: object) -> dict:
    """An entry's values as they stand, with some changed."""
    return record(kind, id).values | changed
