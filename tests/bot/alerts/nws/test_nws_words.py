"""Plain words for a rep."""

import pytest

from bot.alerts.facts import AlertKind, Certainty, Severity
from bot.alerts.feeds.nws import read
from bot.alerts.feeds.nws_words import headline_of, quiet
from tests.bot.alerts.nws.samples import read_one, recorded


@pytest.mark.parametrize(
    ("event", "headline"),
    [
        ("High Wind Warning", "High wind warning"),
        ("911 telephone outage", "911 telephone outage"),
        ("SHELTER IN PLACE WARNING", "Shelter in place warning"),
        ("Red Flag Warning", "Red flag warning"),
        ("civil emergency message", "Civil emergency message"),
    ],
)
def test_a_headline_is_what_people_call_it(event: str, headline: str) -> None:
    assert headline_of(event) == headline


def test_what_and_where_come_from_the_text() -> None:
    facts = read_one().facts
    assert facts.what == "South winds 35 mph with gusts up to 60 mph."
    assert (facts.where, facts.source) == ("Seattle.", "NWS Seattle WA")


def test_what_it_does_to_power_and_phones_is_told() -> None:
    text = (
        "* WHAT...Gusts of 60 mph.\n\n* IMPACTS...Travel could be difficult. Widespread power\n"
        "outages are expected. Trees may fall.\n\n* WHERE...Here."
    )
    facts = read_one(description=text).facts
    assert facts.what == "Gusts of 60 mph. Widespread power outages are expected."


def test_a_text_of_two_events_gives_what_it_says_of_this_one() -> None:
    text = (
        "* WHAT...For the Wind Advisory, gusts around 50 mph. For the High Wind\n"
        "Warning, gusts of 70 mph.\n"
    )
    assert read_one(description=text).facts.what == "Gusts of 70 mph."


def test_numbers_of_zones_say_nothing_to_people() -> None:
    text = "* AFFECTED AREA...Fire weather zones 120, 122 and 134.\n"
    assert read_one(description=text, areaDesc="Petroleum; Garfield").facts.where == (
        "Petroleum; Garfield"
    )


def test_the_name_of_a_product_on_the_wire_is_not_told() -> None:
    text = "AQAPSR\n\nHigh levels of ozone are expected. Stay inside."
    assert read_one(description=text).facts.what == "High levels of ozone are expected."


def test_fire_weather_is_not_told_as_a_fire() -> None:
    for report in read(recorded("active_2026-05-14")).reports:
        if report.event == "Red Flag Warning":
            assert report.kind is AlertKind.WEATHER
            assert "does not mean that there is one" in report.facts.what


def test_nothing_shouts_in_a_real_list() -> None:
    for name in ("active_2025-12-15", "active_2026-05-14", "truewire_null_response"):
        for report in read(recorded(name)).reports:
            for text in (report.headline, *report.facts):
                assert quiet(text) == text


def test_a_text_that_shouts_is_said_quietly() -> None:
    assert (
        quiet("GALE WARNING UNTIL 6 PM PST. BE CAREFUL")
        == "Gale warning until 6 PM PST. Be careful"
    )


@pytest.mark.parametrize("text", [None, 7, [], ""])
def test_an_alert_without_a_text_says_where_it_is(text: object) -> None:
    facts = read_one(description=text, instruction=text, headline=text).facts
    assert (facts.what, facts.where) == ("", "Seattle")


def test_a_null_description_of_a_real_alert_is_read() -> None:
    (report,) = read(recorded("truewire_null_description")).reports
    assert report.headline == "Small craft advisory"


@pytest.mark.parametrize(
    ("said", "severity"),
    [
        ("Extreme", Severity.EXTREME),
        ("Minor", Severity.MINOR),
        ("Unknown", Severity.MINOR),
        ("catastrophic", Severity.MINOR),
        (4, Severity.MINOR),
    ],
)
def test_a_severity_that_is_not_known_is_minor(said: object, severity: Severity) -> None:
    assert read_one(severity=said).severity is severity


def test_a_certainty_that_is_not_known_is_unknown() -> None:
    assert read_one(certainty=None).certainty is Certainty.UNKNOWN
    assert read_one(certainty="Observed").certainty is Certainty.OBSERVED


@pytest.mark.parametrize(
    ("event", "kind"),
    [
        ("Flood Warning", AlertKind.WEATHER),
        ("Fire Warning", AlertKind.WILDFIRE),
        ("Civil Emergency Message", AlertKind.OTHER),
        ("911 Telephone Outage", AlertKind.OTHER),
    ],
)
def test_the_kind_is_that_of_the_event(event: str, kind: AlertKind) -> None:
    assert read_one(event=event).kind is kind


def test_a_link_leads_to_the_office_and_not_to_a_program() -> None:
    assert read_one().link == "https://www.weather.gov/sew"
    assert read_one(vtec=None, web="javascript:alert(1)").link is None
