"""Which days a market rests on: its country's and its state's."""

from datetime import date, timedelta

import pytest

from bot.huddles.facts import Schedule
from bot.huddles.schedule.errors import UnknownPlace
from bot.huddles.schedule.holidays import check_place, holidays_for, places_of
from bot.huddles.schedule.planning import plan
from storage.huddles import HuddleState

SAN_DIEGO = {"counties": ["CAC073"], "zones": ["CAZ043", "PZZ750"], "fips": ["06073"]}
KANSAS_CITY = {"counties": ["MOC095", "MOC047", "KSC091"]}
WEST = "America/Los_Angeles"
CESAR_CHAVEZ = date(2027, 3, 31)


def test_a_market_rests_on_the_holidays_of_its_state_too() -> None:
    resting = holidays_for("", SAN_DIEGO, WEST)
    assert resting(date(2026, 11, 26)) == "Thanksgiving Day"
    assert resting(CESAR_CHAVEZ) == "Cesar Chavez Day"
    assert resting(date(2026, 11, 24)) == ""
    assert holidays_for("", {"fips": ["26163"]}, "America/Detroit")(CESAR_CHAVEZ) == ""


@pytest.mark.parametrize(
    ("areas", "zone", "places"),
    [
        (SAN_DIEGO, WEST, ("US-CA",)),
        ({"fips": ["26163"]}, "America/Detroit", ("US-MI",)),
        ({"fire_zones": ["CAZ243"]}, WEST, ("US-CA",)),
        (KANSAS_CITY, "America/Chicago", ("US-MO", "US-KS")),
        ({"fips": ["72127"]}, "America/Puerto_Rico", ("US-PR",)),
        ({}, "America/Detroit", ("US",)),
        ({"zones": ["PZZ750"], "fips": ["99001"], "names": {"x": "y"}}, WEST, ("US",)),
        ({}, "Europe/Berlin", ("DE",)),
        ({}, "UTC", ()),
    ],
)
def test_where_nobody_says_it_the_market_lies_where_its_areas_and_its_zone_are(
    areas: dict[str, list[str]], zone: str, places: tuple[str, ...]
) -> None:
    assert places_of(areas, zone) == places


def test_a_market_in_two_states_rests_when_both_do() -> None:
    resting = holidays_for("", KANSAS_CITY, "America/Chicago")
    truman = date(2026, 5, 8)
    assert holidays_for("US-MO", {}, "")(truman) == "Truman Day"
    assert resting(truman) == ""
    assert resting(date(2026, 7, 3)) == "Independence Day (observed)"


def test_what_the_schedule_says_comes_before_where_the_market_lies() -> None:
    assert holidays_for("US-MI", SAN_DIEGO, WEST)(CESAR_CHAVEZ) == ""
    assert holidays_for("DE-BE", SAN_DIEGO, WEST)(date(2026, 10, 3)) == "German Unity Day"
    assert holidays_for("none", SAN_DIEGO, WEST)(date(2026, 11, 26)) == ""


def test_a_place_that_this_version_does_not_know_stops_no_huddle() -> None:
    """It was stored by another one: huddles go on, without its holidays."""
    assert holidays_for("XX-YY", SAN_DIEGO, WEST)(date(2026, 11, 26)) == ""


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ("US-CA", "US-CA"),
        (" us-ca ", "US-CA"),
        ("us_ca", "US-CA"),
        ("US CA", "US-CA"),
        ("USA-CA", "US-CA"),
        ("de", "DE"),
        ("DE-Bayern", "DE-BY"),
        ("de augsburg", "DE-Augsburg"),
        ("None", "none"),
        ("", ""),
    ],
)
def test_a_place_is_read_as_people_type_it(typed: str, place: str) -> None:
    assert check_place(typed) == place


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (
            "US-ZZ",
            "The holidays of “US-ZZ” are not known: use US, or with a state, such as US-AK.",
        ),
        (
            "Atlantis <!channel>",
            "The holidays of “Atlantis &lt;!channel&gt;” are not known: use a country and a state, "
            'such as "US-CA", or "none".',
        ),
    ],
)
def test_a_place_without_holidays_is_told_with_what_to_write(typed: str, sentence: str) -> None:
    with pytest.raises(UnknownPlace) as refused:
        check_place(typed)
    assert (refused.value.sentence, refused.value.field) == (sentence, "holidays")


def test_a_huddle_on_a_holiday_is_skipped_and_says_which() -> None:
    monday = date(2026, 11, 23)
    planned = plan(
        Schedule(), WEST, monday, monday + timedelta(days=4), holidays_for("", SAN_DIEGO, WEST)
    )
    skipped = [each for each in planned if each.state is HuddleState.SKIPPED]
    assert [(each.local_date.day, each.wave, each.why) for each in skipped] == [
        (27, 1, "Day After Thanksgiving"),
        (27, 2, "Day After Thanksgiving"),
    ]
    assert len(planned) == 6
