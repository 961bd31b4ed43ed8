"""What all reports say together, area by area and in whatever order they came."""

from collections.abc import Iterable

from hypothesis import given
from hypothesis import strategies as st

from bot.alerts.events import Events, hear
from bot.alerts.facts import Basis, Lifecycle, Report, Severity
from bot.alerts.standing import Standing, by_area, standing
from tests.bot.alerts.reports import NOON, end, heard, hours, market, report, stand, states

AREAS = ["A", "B", "C", "D"]


def _areas(*reports: Report) -> dict[str, tuple[str, ...]]:
    return {each.key: each.areas for each in stand(*reports) if each.state == "live"}


def test_several_messages_of_one_event_are_one_with_all_their_areas() -> None:
    (one,) = stand(report("A", "B"), report("C"), report("X"))
    assert one.areas == ("A", "B", "C")


def test_the_newest_revision_counts_in_each_area() -> None:
    late = report("A", revision=2, expected_end=hours(9))
    (one,) = stand(late, report("A", "B", revision=1))
    assert one.expected_end == hours(9)
    assert one.areas == ("A", "B")


def test_an_end_ends_its_areas_only() -> None:
    assert _areas(report("A", "B"), end("A")) == {"K1": ("B",)}


def test_an_end_in_the_last_area_ends_the_event() -> None:
    assert states(report("A", "B"), end("A"), end("B")) == {"K1": "ended"}


def test_an_end_that_came_before_its_beginning_counts() -> None:
    assert states(end("A", revision=2), report("A", revision=1)) == {"K1": "ended"}


def test_at_the_same_revision_an_end_counts_first() -> None:
    assert states(report("A", revision=2), end("A", revision=2)) == {"K1": "ended"}


def test_of_one_revision_in_two_forms_the_worse_is_believed() -> None:
    mild, worse = report("A", severity=Severity.MINOR), report("A", severity=Severity.EXTREME)
    for both in ((mild, worse), (worse, mild)):
        (one,) = stand(*both)
        assert one.severity is Severity.EXTREME


def test_a_later_message_brings_an_ended_event_back() -> None:
    assert states(report("A"), end("A", revision=2), report("A", revision=3)) == {"K1": "live"}


def test_an_end_of_nothing_is_nothing() -> None:
    assert states(end("A")) == {}


def test_an_end_without_areas_ends_the_event_everywhere() -> None:
    assert states(report("A", "B"), end(revision=2)) == {"K1": "ended"}
    assert states(report("A", revision=3), end(revision=2)) == {"K1": "live"}


def test_an_event_for_everybody_is_in_every_market_and_names_no_areas() -> None:
    (one,) = stand(report(), codes="Z")
    assert (one.areas, one.state) == ((), "live")


def test_the_worst_and_the_latest_of_its_areas_is_told() -> None:
    worse = report("B", severity=Severity.EXTREME, expected_end=hours(3))
    (one,) = stand(report("A", expected_end=hours(8)), worse)
    assert (one.severity, one.expected_end) == (Severity.EXTREME, hours(8))


def test_an_event_that_is_severe_somewhere_is_told() -> None:
    mild = report("A", severity=Severity.MINOR, event="Flood Watch")
    (one,) = stand(mild, report("B", event="Flood Watch"))
    assert one.state == "live"


def test_where_one_area_has_no_end_the_event_has_none() -> None:
    (one,) = stand(report("A"), report("B", expected_end=None, basis=Basis.UNKNOWN))
    assert (one.expected_end, one.basis) == (None, Basis.UNKNOWN)


def test_an_ended_event_keeps_what_it_was() -> None:
    (one,) = stand(report("A", severity=Severity.EXTREME), end("A", severity=Severity.MINOR))
    assert (one.severity, one.areas, one.expected_end) == (Severity.EXTREME, ("A",), hours(6))


def _polls(*polls: tuple[float, list[Report]]) -> tuple[Events, list[Standing]]:
    events: Events = {}
    for hour, reports in polls:
        events = hear(events, reports, hours(hour))
    return events, standing(by_area(events), market(*AREAS), {"nws": hours(polls[-1][0])})


def _state(*polls: tuple[float, list[Report]]) -> str:
    (one,) = _polls(*polls)[1]
    return one.state.value


def test_what_is_not_listed_any_more_goes_on() -> None:
    assert _state((0, [report("A")]), (1, [])) == "live"


def test_a_stated_end_that_passed_is_the_end() -> None:
    assert _state((0, [report("A")]), (6, [])) == "ended"


def test_a_later_poll_that_extends_it_keeps_it_going() -> None:
    longer = report("A", revision=2, expected_end=hours(9))
    assert _state((0, [report("A")]), (7, [longer])) == "live"


def test_a_source_that_cannot_be_read_ends_nothing() -> None:
    events, _ = _polls((0, [report("A")]))
    for reads in ({"nws": hours(0)}, {"cap": hours(99)}, {}):
        (one,) = standing(by_area(events), market("A"), reads)
        assert one.state == "live"


def test_an_estimate_ends_nothing_while_the_event_is_still_named() -> None:
    guess = report("A", basis=Basis.ESTIMATED)
    assert _state((0, [guess]), (7, [guess])) == "live"
    assert _state((0, [guess]), (7, [guess]), (8, [])) == "ended"


def test_an_event_without_an_end_lapses_when_it_is_not_named_any_more() -> None:
    river = report("A", expected_end=None, basis=Basis.UNKNOWN, lapses=hours(6))
    assert _state((0, [river]), (5, [])) == "live"
    assert _state((0, [river]), (7, [river])) == "live"
    assert _state((0, [river]), (7, [])) == "ended"


def test_an_event_without_an_end_goes_on() -> None:
    assert _state((0, [report("A", expected_end=None, basis=Basis.UNKNOWN)]), (999, [])) == "live"


def test_why_an_event_is_over_is_known() -> None:
    river = report("A", expected_end=None, basis=Basis.UNKNOWN, lapses=hours(6))
    (said,) = _polls((0, [report("A"), end("A")]))[1]
    (passed,) = _polls((0, [report("A")]), (7, []))[1]
    (lapsed,) = _polls((0, [river]), (7, []))[1]
    (partly,) = _polls((0, [river, report("B"), end("B")]), (7, []))[1]
    (mixed,) = _polls((0, [river, report("B")]), (7, []))[1]
    (live,) = _polls((0, [river]))[1]
    assert (said.ending, passed.ending, lapsed.ending) == ("said", "passed", "lapsed")
    assert (partly.ending, mixed.ending, live.ending) == ("lapsed", "lapsed", None)


def test_the_places_of_a_market_have_their_names() -> None:
    names = (("A", "Here"), ("B", "There"), ("X", "Elsewhere"))
    (one,) = stand(report("A", "B", "C", "X", names=names))
    assert one.places == ("Here", "There")


def _message(name: str, *areas: str, follows: Iterable[str] = (), **said: object) -> Report:
    number = int(name[1:])
    return report(
        *areas,
        key=f"key {name}",
        revision=number,
        message=name,
        follows=frozenset(follows),
        series="NWS/Statement",
        **said,
    )


def test_a_message_that_follows_another_is_of_the_same_event() -> None:
    (one,) = stand(_message("m1", "A"), _message("m2", "B", follows=["m1"]))
    assert (one.key, one.areas) == ("key m1", ("A", "B"))


def test_what_follows_the_same_lost_message_is_one_event() -> None:
    chain = [_message("m2", "A", follows=["m1"]), _message("m3", "B", follows=["m1"])]
    assert list(_areas(*chain)) == ["key m2"]


def test_a_later_message_of_a_series_takes_the_place_of_an_earlier_one() -> None:
    assert states(_message("m1", "A"), _message("m2", "A")) == {"key m1": "ended", "key m2": "live"}


def test_lifted_ends_what_it_does_not_name() -> None:
    lifted = _message("m2", "A", "B", lifecycle=Lifecycle.ENDED)
    assert states(_message("m1", "A"), lifted) == {"key m1": "ended"}


def test_statements_of_one_office_for_other_places_are_two() -> None:
    assert states(_message("m1", "A"), _message("m2", "B")) == {"key m1": "live", "key m2": "live"}


_LIFECYCLES = st.sampled_from(list(Lifecycle))
_SOME_AREAS = st.frozensets(st.sampled_from(AREAS), max_size=3)
_VTEC = st.builds(
    lambda key, revision, areas, lifecycle, severity: report(
        *areas, key=key, revision=revision, lifecycle=lifecycle, severity=severity
    ),
    st.sampled_from(["K1", "K2"]),
    st.integers(1, 4),
    _SOME_AREAS,
    _LIFECYCLES,
    st.sampled_from(list(Severity)),
)
_MESSAGES = st.builds(
    lambda number, areas, follows, lifecycle: _message(
        f"m{number}", *areas, follows=[f"m{each}" for each in follows], lifecycle=lifecycle
    ),
    st.integers(1, 5),
    _SOME_AREAS,
    st.frozensets(st.integers(1, 5), max_size=2),
    _LIFECYCLES,
)


@given(st.data(), st.lists(_VTEC | _MESSAGES, max_size=8))
def test_any_order_and_any_repetition_ends_the_same(
    data: st.DataObject, reports: list[Report]
) -> None:
    expected = standing(by_area(heard(*reports)), market(*AREAS), {"nws": NOON})
    again = [*reports, *data.draw(st.lists(st.sampled_from(reports)) if reports else st.just([]))]
    events: Events = {}
    for each in data.draw(st.permutations(again)):
        events = hear(events, [each], NOON)
    assert standing(by_area(events), market(*AREAS), {"nws": NOON}) == expected
