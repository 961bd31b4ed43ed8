"""CAP documents of real publishers, and what a careful reader takes from each."""

from datetime import UTC, datetime

import pytest

from bot.alerts.facts import AlertKind, Basis, Certainty, Lifecycle, Report, Severity
from bot.alerts.feeds import cap
from tests.bot.alerts.feeds.documents import recorded


def only(place: str, language: str = "en") -> Report:
    [report] = cap.read(recorded(place), language=language).reports
    return report


def test_a_watch_of_cap_1_1_says_what_where_and_until_when() -> None:
    report = only("cap/google_weather.xml")
    assert report.key.startswith("NOAA-NWS-ALERTS-MT2010")
    assert report.kind is AlertKind.WEATHER
    assert report.severity is Severity.SEVERE
    assert report.certainty is Certainty.POSSIBLE
    assert report.areas == {"MTZ014"}
    assert report.starts == datetime(2010, 8, 30, 10, 7, tzinfo=UTC)
    assert report.expected_end == datetime(2010, 8, 30, 18, 0, tzinfo=UTC)
    assert report.basis is Basis.STATED
    assert report.lifecycle is Lifecycle.NEW
    assert report.facts.source == "NWS GreatFalls (Central Montana)"
    assert report.facts.where.startswith("Central and Southern Lewis and Clark")


def test_a_document_of_cap_1_2_with_a_signature_is_read() -> None:
    report = only("cap/wmo_sc_valid.xml")
    assert report.headline == "Moderate to strong south-easterly winds over Aldabra area"
    assert report.starts == datetime(2024, 5, 19, 13, 30, tzinfo=UTC)
    assert report.link is not None
    assert report.link.startswith("https://www.meteo.sc/alerts/")


def test_two_languages_are_one_report_in_the_language_that_is_wanted() -> None:
    english, spanish = (only("cap/oasis_amber_alert.xml", each) for each in ("en", "es"))
    assert english.headline == "Amber Alert in Los Angeles County"
    assert spanish.headline == "Alerta Amber en el condado de Los Ángeles"
    assert english.key == spanish.key == "KAR0-0306112239-SW"
    assert english.areas == spanish.areas == {"06037"}


def test_without_the_wanted_language_the_first_one_is_read() -> None:
    assert only("cap/google_canada.xml", "es").headline == "severe thunderstorm watch"


def test_an_update_follows_every_message_that_it_refers_to() -> None:
    report = only("cap/google_canada.xml")
    assert report.message == "2.49.0.1.124.6bddbc91.2012"
    assert report.follows == {"2.49.0.1.124.a3f342a4.2012", "2.49.0.1.124.60f31a3a.2012"}


def test_an_all_clear_ends_though_its_type_is_update() -> None:
    assert only("cap/google_canada.xml").lifecycle is Lifecycle.ENDED


def test_an_update_that_goes_on_is_one() -> None:
    report = only("cap/google_wcatwc-warning.xml")
    assert report.lifecycle is Lifecycle.UPDATE
    assert report.severity is Severity.EXTREME
    assert report.follows == {"PAAQ-1-lqw6d6"}
    assert report.areas == {"AKZ185", "AKZ187"}


def test_codes_of_same_are_counties_with_five_digits() -> None:
    assert only("cap/oasis_thunderstorm.xml").areas == {"06109", "06009", "06003"}


def test_codes_and_areas_that_are_not_ours_reach_no_market() -> None:
    assert only("cap/oasis_43b080713727.xml").areas == {
        "area:U.S. nationwide and interests worldwide"
    }
    assert only("cap/google_canada_errors.xml").areas == {"profile:CAP-CP:Location:0.3:3537064"}


def test_what_is_past_is_over_and_an_unknown_severity_is_minor() -> None:
    report = only("cap/google_earthquake-iso8859-1.xml")
    assert report.lifecycle is Lifecycle.ENDED
    assert report.severity is Severity.MINOR
    assert report.headline.startswith("EQ 4.6 Usulután")


def test_infos_of_one_event_and_severity_are_one_report_of_all_their_areas() -> None:
    report = only("cap/google_australia.xml")
    assert len(report.areas) == 2
    assert "<br" not in report.facts.what
    assert report.kind is AlertKind.WILDFIRE


def test_empty_fields_cost_nothing_but_themselves() -> None:
    reading = cap.read(recorded("cap/google_noaa_errors.xml"))
    [report] = reading.reports
    assert report.areas == {"NVC013"}
    assert report.certainty is Certainty.UNKNOWN
    assert report.expected_end == datetime(2011, 8, 12, 3, 15, tzinfo=UTC)
    assert [problem.where for problem in reading.problems] == ["alert[0].info[0].severity"]


def test_an_update_that_names_nothing_is_read_and_is_a_problem() -> None:
    reading = cap.read(recorded("cap/google_canada_errors.xml"))
    assert len(reading.reports) == 1
    assert reading.problems[0].where == "alert[0].references"


def test_an_alert_without_info_is_a_problem_and_no_report() -> None:
    reading = cap.read(recorded("cap/google_no_optional_fields.xml"))
    assert reading.reports == []
    assert reading.problems[0].why == "has no info"
    assert reading.at == datetime(2010, 8, 31, 5, 9, 25, tzinfo=UTC)


@pytest.mark.parametrize("place", ["google_weather", "wmo_sc_valid", "google_australia"])
def test_a_real_document_is_recognised_with_any_prefix_of_its_names(place: str) -> None:
    assert cap.recognises(recorded(f"cap/{place}.xml"))
    assert not cap.recognises(recorded("statuspage/zulip_webhook_incident_created.json"))


def test_reading_twice_gives_the_same_and_a_change_another_hash() -> None:
    body = recorded("cap/google_weather.xml")
    assert cap.read(body) == cap.read(body)
    changed = body.replace(b"NOON MDT", b"2 PM MDT")
    assert cap.read(changed).reports[0].raw_hash != cap.read(body).reports[0].raw_hash
