"""Which event a message of the Weather Service belongs to."""

import pytest

from bot.alerts.facts import Lifecycle
from tests.bot.alerts.nws.samples import feature, read_all, read_one

_NO_TIME = "000000T0000Z"


def _reference(sent: str, name: str = "urn:oid:0") -> list[dict[str, str]]:
    return [{"identifier": name, "sender": "w-nws.webmaster@noaa.gov", "sent": sent}]


def test_an_event_is_known_by_office_phenomenon_significance_number_and_year() -> None:
    assert read_one(vtec="NEW.KSEW.FF.W.0001").key == "KSEW.FF.W.0001.2025"


@pytest.mark.parametrize("action", ["CON", "EXT", "EXA", "EXB", "COR", "ROU", "UPG", "CAN", "EXP"])
def test_every_action_speaks_of_the_same_event(action: str) -> None:
    report = read_one(vtec=f"/O.{action}.KSEW.FF.W.0001.{_NO_TIME}-251216T0500Z/")
    assert report.key == "KSEW.FF.W.0001.2025"


@pytest.mark.parametrize(
    ("action", "lifecycle"),
    [
        *((action, Lifecycle.NEW) for action in ("NEW", "EXA", "EXB")),
        *((action, Lifecycle.UPDATE) for action in ("CON", "EXT", "COR", "ROU")),
        *((action, Lifecycle.ENDED) for action in ("UPG", "CAN", "EXP")),
    ],
)
def test_an_action_says_whether_an_event_begins_goes_on_or_ends(
    action: str, lifecycle: Lifecycle
) -> None:
    assert read_one(vtec=f"{action}.KSEW.HW.W.0001").lifecycle is lifecycle


def test_an_event_of_december_keeps_its_year_in_january() -> None:
    report = read_one(
        vtec=f"/O.CON.KSEW.FL.W.0002.{_NO_TIME}-260103T0000Z/",
        sent="2026-01-01T08:00:00-08:00",
        references=_reference("2025-12-31T08:00:00-08:00"),
    )
    assert report.key == "KSEW.FL.W.0002.2025"


def test_expired_references_tell_the_year_too() -> None:
    chain = "w-nws.webmaster@noaa.gov,urn:oid:0,2025-12-30T08:00:00-08:00"
    one = feature(vtec=f"/O.EXT.KSEW.FL.W.0002.{_NO_TIME}-{_NO_TIME}/", sent="2026-01-20T00:00:00Z")
    one["properties"]["parameters"]["expiredReferences"] = [f"{chain} {chain}"]
    (report,) = read_all(one, updated="2026-01-20T01:00:00Z").reports
    assert report.key == "KSEW.FL.W.0002.2025"


def test_an_event_first_told_in_december_for_january_is_of_december() -> None:
    new = read_one(
        vtec="/O.NEW.KSEW.WS.A.0009.260101T1200Z-260102T0000Z/", sent="2025-12-31T12:00:00Z"
    )
    assert new.key == "KSEW.WS.A.0009.2025"


def test_the_first_number_of_the_new_year_is_of_the_new_year() -> None:
    one = feature(
        vtec="/O.NEW.KSEW.WS.A.0001.260101T1200Z-260102T0000Z/", sent="2026-01-01T00:30:00Z"
    )
    (report,) = read_all(one, updated="2026-01-01T01:00:00Z").reports
    assert report.key == "KSEW.WS.A.0001.2026"


def test_a_new_event_is_of_its_own_year_however_high_its_number() -> None:
    """Storms brought dozens of new warnings in a day; some refer to what they replace."""
    one = feature(
        vtec="/O.NEW.KSEW.SV.W.0040.260101T1200Z-260101T1300Z/",
        sent="2026-01-01T12:00:00Z",
        references=_reference("2025-12-31T23:00:00Z"),
    )
    (report,) = read_all(one, updated="2026-01-01T12:01:00Z").reports
    assert report.key == "KSEW.SV.W.0040.2026"


def test_a_cancelled_event_with_a_high_number_on_new_year_is_of_the_old_year() -> None:
    one = feature(
        vtec=f"/O.CAN.KSEW.WI.Y.0064.{_NO_TIME}-260101T1800Z/", sent="2026-01-01T09:00:00Z"
    )
    (report,) = read_all(one, updated="2026-01-01T09:01:00Z").reports
    assert report.key == "KSEW.WI.Y.0064.2025"


def test_an_upgrade_in_one_message_ends_one_event_and_begins_another_in_its_place() -> None:
    reading = read_all(feature(vtec=["UPG.KSEW.HW.A.0002", "NEW.KSEW.HW.W.0005"]))
    watch, warning = reading.reports
    assert (watch.key, watch.lifecycle) == ("KSEW.HW.A.0002.2025", Lifecycle.ENDED)
    assert (warning.key, warning.lifecycle) == ("KSEW.HW.W.0005.2025", Lifecycle.NEW)
    assert warning.replaces == {watch.key}


def test_an_upgrade_in_two_messages_is_known_by_its_place_and_time() -> None:
    ends = feature("WAZ315", vtec="UPG.KSEW.HW.A.0002", urgency="Past")
    here = feature("WAZ315", "WAZ316", vtec="NEW.KSEW.HW.W.0005")
    elsewhere = feature("WAZ001", vtec="NEW.KSEW.HW.W.0006")
    reports = {each.key: each for each in read_all(ends, here, elsewhere).reports}
    assert reports["KSEW.HW.W.0005.2025"].replaces == {"KSEW.HW.A.0002.2025"}
    assert not reports["KSEW.HW.W.0006.2025"].replaces


def test_past_in_a_message_of_two_events_is_said_of_the_one_that_ends() -> None:
    one = feature(vtec=["CAN.KSEW.HW.W.0002", "CON.KSEW.WI.Y.0005"], urgency="Past")
    ended, live = read_all(one).reports
    assert (ended.lifecycle, live.lifecycle) == (Lifecycle.ENDED, Lifecycle.UPDATE)


@pytest.mark.parametrize(
    "vtec",
    ["/O.NEW.KSEW.HW.W.0001.251332T0000Z-251216T1200Z/", "/O.ABC.KSEW.HW.W.0001/", "HW", ""],
)
def test_what_is_no_vtec_is_a_problem_and_the_alert_counts(vtec: str) -> None:
    one = feature()
    one["properties"]["parameters"]["VTEC"] = [vtec]
    reading = read_all(one)
    assert [each.event for each in reading.reports] == ["High Wind Warning"]
    assert [each.where for each in reading.problems] == ["features[0].VTEC"]


def test_hydrologic_strings_are_no_problem() -> None:
    water = f"/AUBW1.1.DR.251214T0730Z.{_NO_TIME}.{_NO_TIME}.NO/"
    one = feature(vtec=["CON.KSEW.FL.W.0044", water])
    reading = read_all(one)
    assert [each.key for each in reading.reports] == ["KSEW.FL.W.0044.2025"]
    assert not reading.problems


def test_a_test_product_is_no_alert() -> None:
    assert not read_all(feature(vtec="/T.NEW.KSEW.HW.W.0001.251216T0000Z-251216T1200Z/")).reports
