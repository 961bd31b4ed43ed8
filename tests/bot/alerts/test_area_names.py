"""What people call an area: a county by either of its codes, and what the roster names."""

import pytest

from bot.alerts.area_names import area_name


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("CAC073", "San Diego County"),
        ("06073", "San Diego County"),
        ("LAC099", "St. Martin Parish"),
        ("NMC013", "Doña Ana County"),
        ("51600", "Fairfax city"),
        ("AKC020", "Anchorage Municipality"),
        ("CAZ058", ""),
        ("CAC000", ""),
    ],
)
def test_a_county_has_the_name_that_everybody_knows(code: str, name: str) -> None:
    assert area_name(code, {}) == name


@pytest.mark.parametrize("code", ["CAZ258", "fire:CAZ258"])
def test_the_roster_names_what_has_no_name_elsewhere(code: str) -> None:
    assert area_name(code, {"names": {"CAZ258": "the mountains"}}) == "the mountains"


def test_the_roster_s_name_goes_first() -> None:
    assert area_name("CAC073", {"names": {"CAC073": "the county"}}) == "the county"
