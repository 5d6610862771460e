"""A sign that no text of PostgreSQL can hold is left out of what is typed, whatever the form."""

import pytest
from django.http import QueryDict

from corridor.ui.typed import without_nul


def test_names_and_values_come_without_it() -> None:
    plain = without_nul(QueryDict("wo%00rds=pass%00port&what=a&what=%00b&empty="))
    assert plain.dict() == {"words": "passport", "what": "b", "empty": ""} and plain.getlist("what") == ["a", "b"]
    with pytest.raises(AttributeError):
        plain["words"] = "other"
