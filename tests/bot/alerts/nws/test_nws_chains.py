"""Alerts without VTEC: what follows what, and what takes whose place."""

from typing import Any

from bot.alerts.standing import Standing
from tests.bot.alerts.nws.samples import feature, read_all
from tests.bot.alerts.reports import stand

STATEMENT, EMERGENCY = "Special Weather Statement", "Civil Emergency Message"


def _message(name: str, hour: int, *codes: str, after: str = "", **said: Any) -> Any:
    references = [{"identifier": after, "sent": "2025-12-15T01:00:00Z"}] if after else []
    made = {"event": STATEMENT, "ends": None, "references": references, **said}
    return feature(*codes, vtec=None, id=name, sent=f"2025-12-15T{hour:02d}:00:00Z", **made)


def _stand(*features: Any) -> list[Standing]:
    found = stand(*read_all(*features).reports, codes="WAZ314 WAZ315 WAZ316 53033")
    return [each for each in found if each.state != "ended"]


def test_a_message_that_refers_to_another_is_its_event_in_other_areas_too() -> None:
    (one,) = _stand(
        _message("a", 1, "WAZ315"), _message("b", 2, "WAZ316", after="a", messageType="Update")
    )
    assert one.areas == ("WAZ315", "WAZ316")


def test_the_end_of_a_chain_ends_its_areas() -> None:
    ended = _message("b", 2, "WAZ315", after="a", response="AllClear")
    (one,) = _stand(_message("a", 1, "WAZ315", "WAZ316"), ended)
    assert one.areas == ("WAZ316",)


def test_the_same_place_and_sender_is_the_same_event_and_the_newest_counts() -> None:
    first = _message("a", 1, "WAZ315", severity="Minor")
    (one,) = _stand(_message("b", 2, "WAZ315", severity="Extreme"), first)
    assert one.severity == "extreme"


def test_other_places_other_senders_and_other_events_are_others() -> None:
    found = _stand(
        _message("a", 1, "WAZ315"),
        _message("b", 1, "WAZ316"),
        _message("c", 1, "WAZ315", senderName="NWS Portland OR"),
        _message("d", 1, "WAZ315", event="Air Quality Alert"),
    )
    assert len(found) == 4


def test_an_emergency_that_is_lifted_is_over_without_a_reference() -> None:
    same: dict[str, Any] = {
        "geocode": {"SAME": ["053033"]},
        "affectedZones": [],
        "event": EMERGENCY,
    }
    shelter = _message("1", 1, headline="SHELTER IN PLACE", **same)
    lifted = _message("2", 2, headline="SHELTER IN PLACE LIFTED", **same)
    assert [each.areas for each in _stand(shelter)] == [("53033",)]
    assert not _stand(shelter, lifted)
    assert not _stand(lifted, shelter)


def test_a_key_of_many_areas_is_short_and_its_own() -> None:
    many = [f"WAZ{number:03d}" for number in range(100, 180)]
    one, other = read_all(_message("a", 1, *many), _message("b", 1, *many[1:])).reports
    assert len(one.key) < 200
    assert one.key != other.key
