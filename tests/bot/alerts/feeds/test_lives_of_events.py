"""From documents to what stands in a market: whole lives of events, in whatever order they come."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from itertools import permutations
from typing import Any

import pytest

from bot.alerts.events import EventKey, Events, hear
from bot.alerts.facts import Market, Reading, Report, Severity
from bot.alerts.feeds import alertmanager, cap, intake, odin, statuspage
from bot.alerts.standing import Standing, State, by_area, standing
from tests.bot.alerts.feeds.documents import as_body, recorded, recorded_json
from tests.bot.alerts.feeds.test_cap_hostile import alert as cap_alert
from tests.bot.alerts.feeds.test_cap_hostile import info
from tests.bot.alerts.feeds.test_intake import EVENT
from tests.bot.alerts.feeds.test_odin import after as severities_after

NOW = datetime(2026, 3, 1, 18, 30, tzinfo=UTC)
SAN_DIEGO = Market("san-diego", "San Diego", "America/Los_Angeles", frozenset({"CAC073"}), {})
DETROIT = Market("detroit", "Detroit", "America/Detroit", frozenset({"26163"}), {})


def heard(readings: Iterable[Reading], at: datetime = NOW) -> Events:
    events: Events = {}
    for reading in readings:
        events = hear(events, reading.reports, at)
    return events


def stands(
    readings: Iterable[Reading], market: Market = SAN_DIEGO, at: datetime = NOW
) -> list[Standing]:
    sources = ("cap", "alertmanager", "statuspage", "odin", "intake")
    events = by_area(heard(readings, at))
    return standing(events, market, dict.fromkeys(sources, at))


def cap_message(name: str, sent: str, **head: Any) -> Reading:
    infos = head.pop("infos", (info(),))
    return cap.read(cap_alert(*infos, sent=sent, **head).replace(b">m2<", f">{name}<".encode()))


FIRST = cap_message("m1", "2026-03-01T09:00:00-08:00")
LONGER = cap_message(
    "m2", "2026-03-01T09:30:00-08:00", kind="Update", references="who,m1,2026-03-01T09:00:00-08:00"
)
OFF = cap_message(
    "m3",
    "2026-03-01T10:00:00-08:00",
    kind="Cancel",
    references="who,m2,2026-03-01T09:30:00-08:00",
    infos=(),
)


def test_an_alert_its_update_and_its_cancel_are_one_event_in_any_order() -> None:
    for order in permutations([FIRST, LONGER, OFF, FIRST]):
        [only] = stands(order)
        assert (only.key, only.state) == ("m1", State.ENDED)
    [live] = stands([LONGER, FIRST])
    assert (live.key, live.state) == ("m1", State.LIVE)


def test_a_partial_all_clear_ends_nothing_elsewhere() -> None:
    both = cap_message("m1", "2026-03-01T09:00:00-08:00", infos=(info(), info(area="MIC163")))
    part = cap_message(
        "m2",
        "2026-03-01T09:30:00-08:00",
        kind="Update",
        references="who,m1,2026-03-01T09:00:00-08:00",
        infos=(info(more="<urgency>Past</urgency>"), info(area="MIC163")),
    )
    wayne = DETROIT._replace(areas=frozenset({"MIC163"}))
    assert [each.state for each in stands([both, part])] == [State.ENDED]
    assert [each.state for each in stands([both, part], wayne)] == [State.LIVE]


def fired(**changes: Any) -> Reading:
    labels = {"alertname": "Calls fail", "severity": "critical", "areas": "CAC073"}
    fire = {"status": "firing", "labels": labels, "startsAt": "2026-03-01T18:00:00Z", **changes}
    return alertmanager.read(as_body({"version": "4", "status": "firing", "alerts": [fire]}))


def test_a_notification_that_comes_late_does_not_open_what_is_over() -> None:
    over = fired(status="resolved", endsAt="2026-03-01T18:20:00Z")
    for order in permutations([fired(), over, fired()]):
        assert [each.state for each in stands(order)] == [State.ENDED]
    again = fired(startsAt="2026-03-01T18:25:00Z")
    assert [each.state for each in stands([fired(), over, again])] == [State.LIVE]


def page(change: dict[str, Any]) -> Reading:
    document = recorded_json("statuspage/made_up_summary_outage.json")
    return statuspage.read(as_body({**document, "scheduled_maintenances": [], **change}))


def states(found: list[Standing]) -> dict[str, tuple[State, frozenset[EventKey]]]:
    return {each.key: (each.state, each.replaced_by) for each in found}


def test_an_incident_takes_the_place_of_components_that_were_down_before_it() -> None:
    before, then = page({"incidents": []}), page({})
    found = states(stands([before, then]))
    assert found["i1"] == (State.LIVE, frozenset())
    assert found["component.c1"][1] == {("statuspage", "i1")}


def test_an_incident_that_a_page_no_longer_lists_goes_on_until_it_says_so() -> None:
    gone = page({"incidents": []})
    assert states(stands([page({}), gone]))["i1"][0] is State.LIVE
    resolved = statuspage.read(recorded("statuspage/made_up_incidents_resolved.json"))
    assert states(stands([page({}), gone, resolved]))["i1"][0] is State.ENDED


def outages(at: datetime, *rows: Any, before: dict[str, Severity] | None = None) -> Reading:
    return odin.read(as_body(list(rows)), before or {}, at)


def test_power_that_a_list_no_longer_names_is_out_until_its_estimated_end() -> None:
    out = recorded_json("odin/made_up_rows.json")["results"][0]
    start = datetime(2026, 8, 4, 18, tzinfo=UTC)
    end = datetime(2026, 8, 4, 21, 30, tzinfo=UTC)
    readings = [outages(start, out), outages(start + timedelta(minutes=15))]
    events = by_area(heard(readings, start))
    for at, state in ((end - timedelta(minutes=1), State.LIVE), (end, State.ENDED)):
        assert [each.state for each in standing(events, DETROIT, {"odin": at})] == [state]


def test_power_that_is_out_after_its_estimated_end_is_out() -> None:
    out = recorded_json("odin/made_up_rows.json")["results"][0]
    late = datetime(2026, 8, 4, 22, tzinfo=UTC)
    first = outages(late - timedelta(hours=4), out)
    then = outages(late, out, before=severities_after({}, first))
    [only] = stands([first, then], DETROIT, late)
    assert (only.state, only.expected_end) == (State.LIVE, None)


def message(**changes: Any) -> Reading:
    return intake.read(as_body(EVENT | {"areas": ["CAC073"]} | changes))


@pytest.mark.parametrize("areas", [["CAC073"], ["all"]])
def test_reversed_and_repeated_revisions_of_our_webhook_end_the_same(areas: list[str]) -> None:
    first, then = message(revision=9), message(revision=10, severity="extreme")
    over = message(revision=11, lifecycle="ended", areas=areas)
    for order in permutations([first, then, over]):
        [only] = stands(order)
        assert (only.state, only.severity) == (State.ENDED, Severity.EXTREME)


def test_what_is_nobodys_reaches_no_market() -> None:
    canada = cap.read(recorded("cap/google_canada_errors.xml"))
    reports: list[Report] = canada.reports
    assert reports
    assert stands([canada]) == []


WIDE = message(revision=1, areas=["CAC073", "market:san-diego", "26163"], severity="extreme")
NARROW = message(revision=2, basis="stated")
END = message(revision=3, lifecycle="ended")


def test_a_message_of_our_webhook_says_all_of_its_event_also_where_it_is() -> None:
    for order in permutations([WIDE, NARROW, WIDE]):
        [here], [there] = stands(order), stands(order, DETROIT)
        assert (here.state, here.severity, here.areas) == (
            State.LIVE,
            Severity.SEVERE,
            ("CAC073",),
        )
        assert here.expected_end is not None
        assert there.state is State.ENDED


@pytest.mark.parametrize("first", [WIDE, message(revision=1, areas=["all"])])
def test_an_end_by_our_webhook_is_one_everywhere(first: Reading) -> None:
    for order in permutations([first, END]):
        for market in (SAN_DIEGO, DETROIT):
            assert [each.state for each in stands(order, market)] == [State.ENDED]


def test_what_was_everywhere_goes_on_where_a_later_message_names_it() -> None:
    for order in permutations([message(revision=1, areas=["all"]), NARROW]):
        [here], [there] = stands(order), stands(order, DETROIT)
        assert (here.state, here.areas) == (State.LIVE, ("CAC073",))
        assert there.state is State.ENDED


def test_where_a_message_names_an_area_anew_it_goes_on_there() -> None:
    [there] = stands([WIDE, NARROW, message(revision=3, areas=["CAC073", "26163"])], DETROIT)
    assert there.state is State.LIVE


def test_a_partial_end_by_our_webhook_ends_its_areas_alone() -> None:
    [here], [there] = (
        stands([WIDE, message(revision=2, lifecycle="partial_end", areas=["26163"])], market)
        for market in (SAN_DIEGO, DETROIT)
    )
    assert (here.state, there.state) == (State.LIVE, State.ENDED)
