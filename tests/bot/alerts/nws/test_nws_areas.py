"""Where an alert of the Weather Service applies."""

import pytest

from bot.alerts.feeds.nws import read
from tests.bot.alerts.nws.samples import ZONES, feature, read_all, read_one, recorded


def test_counties_and_zones_are_both_areas() -> None:
    assert read_one("WAZ315", "WAC033").areas == {"WAZ315", "WAC033"}


def test_a_fire_zone_is_another_place_than_the_forecast_zone_of_its_number() -> None:
    fire = read_one("CAZ258", affectedZones=[f"{ZONES}/fire/CAZ258"])
    public = read_one("CAZ258", affectedZones=[f"{ZONES}/forecast/CAZ258"])
    assert fire.areas == {"fire:CAZ258"}
    assert public.areas == {"CAZ258"}


def test_one_message_may_name_both() -> None:
    both = [f"{ZONES}/fire/CAZ258", f"{ZONES}/forecast/CAZ258"]
    assert read_one("CAZ258", affectedZones=both).areas == {"fire:CAZ258", "CAZ258"}


@pytest.mark.parametrize("zones", [None, "x", [], [7], [f"{ZONES}/moon/XX1"]])
def test_without_addresses_the_event_tells_them_apart(zones: object) -> None:
    fire = read_one("CAZ258", vtec="NEW.KSGX.FW.W.0001", affectedZones=zones)
    wind = read_one("CAZ258", vtec="NEW.KSGX.HW.W.0001", affectedZones=zones)
    assert fire.areas == {"fire:CAZ258"}
    assert wind.areas == {"CAZ258"}


def test_same_codes_count_where_there_are_no_others() -> None:
    same = {"SAME": ["027045", "127047"]}
    assert read_one(geocode=same, affectedZones=[]).areas == {"27045", "27047"}


def test_same_codes_add_nothing_to_a_zone() -> None:
    assert read_one("WAZ315").areas == {"WAZ315"}


def test_addresses_of_zones_count_where_there_are_no_codes() -> None:
    zones = [f"{ZONES}/fire/MNZ011", f"{ZONES}/county/MNC045"]
    assert read_one(geocode={}, affectedZones=zones).areas == {"fire:MNZ011", "MNC045"}


@pytest.mark.parametrize("code", ["WAZ31", "waz-315", 5, None, "", "WAX315"])
def test_a_code_that_is_none_costs_the_others_nothing(code: object) -> None:
    reading = read_all(feature("WAZ315", geocode={"UGC": [code, "WAZ315"]}))
    assert [each.areas for each in reading.reports] == [{"WAZ315"}]
    assert [each.where for each in reading.problems] == ["features[0].geocode.UGC"]


def test_an_alert_without_any_area_is_a_problem_and_not_for_everybody() -> None:
    reading = read_all(feature(geocode={"UGC": ["nowhere"]}, affectedZones=[]))
    assert not reading.reports
    assert reading.problems[-1].why == "names no area that is known"


def test_the_fire_zones_of_a_real_list_are_fire_zones() -> None:
    reading = read(recorded("active_2026-05-14"))
    (upgraded,) = [each for each in reading.reports if each.key == "KAMA.FW.A.0021.2026"]
    assert upgraded.areas == {"fire:OKZ002", "fire:TXZ003"}


def test_the_areas_have_the_names_that_people_give_them() -> None:
    report = read_one("WAZ315", "WAC033", areaDesc="City of Seattle; King, WA")
    assert dict(report.names) == {"WAZ315": "City of Seattle", "WAC033": "King, WA"}


def test_a_fire_zone_has_its_name() -> None:
    (upgraded,) = [
        each
        for each in read(recorded("active_2026-05-14")).reports
        if each.key == "KAMA.FW.A.0021.2026"
    ]
    assert dict(upgraded.names) == {"fire:OKZ002": "Texas", "fire:TXZ003": "Hansford"}


@pytest.mark.parametrize("names", [None, "", 5, "Seattle", "a; b; c"])
def test_names_that_do_not_fit_the_codes_are_none(names: object) -> None:
    assert not read_one("WAZ315", "WAC033", areaDesc=names).names


def test_a_county_is_a_county_in_fire_weather_too() -> None:
    report = read_one("CAC073", vtec="NEW.KSGX.FW.W.0001", affectedZones=[])
    assert report.areas == {"CAC073"}


def test_what_is_not_needed_is_no_problem() -> None:
    reading = read_all(feature(geocode={"UGC": ["WAZ315"], "SAME": ["?"]}))
    assert not reading.problems
