"""What Prometheus reads: how the pods are served, and how the machinery keeps up."""

from collections.abc import Iterable, Mapping
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

registry = CollectorRegistry()

_UNKNOWN: Final = float("nan")
_SECONDS = (1, 2, 5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 300, 600, 1200)

asks = Counter("podline_asks", "Asks that were accepted for posting", registry=registry)
first_reply = Histogram(
    "podline_first_reply_seconds", "From ask to first answer", buckets=_SECONDS, registry=registry
)
accepted = Histogram(
    "podline_accept_seconds", "From ask to accept", buckets=_SECONDS, registry=registry
)
limited = Counter(
    "podline_slack_limited", "429s that Slack answered", ["method"], registry=registry
)
dead = Counter("podline_outbox_dead", "Rows that Slack refused for good", registry=registry)
outbox_depth = Gauge("podline_outbox_depth", "Rows waiting to be sent", registry=registry)
outbox_age = Gauge(
    "podline_outbox_age_seconds", "Age of the oldest row that waits", registry=registry
)
late_timers = Gauge("podline_timers_late", "Timers more than 5 seconds overdue", registry=registry)
event_lag = Histogram(
    "podline_event_lag_seconds",
    "From a message's own time to its arrival here",
    buckets=(0.05, 0.1, 0.25, 0.5, 1, 2, 5, 15, 60, 300),
    registry=registry,
)

# Of `storage.practices`, which this floor does not know: a test holds them to it.
STATES: Final = ("draft", "shared", "verified", "archived")
WAYS: Final = ("searched", "suggested", "shared_in_thread", "linked")
FATES: Final = ("shown", "accepted", "refused")

asks_with_practice = Counter(
    "podline_asks_with_practice", "Asks on which a practice was used", registry=registry
)
asks_answered_by_practice = Counter(
    "podline_asks_answered_by_practice",
    "Asks that a practice settled and nobody answered",
    registry=registry,
)
practice_uses = Counter(
    "podline_practice_uses", "Practices put before somebody on a call", ["way"], registry=registry
)
practice_helped = Counter(
    "podline_practice_helped", "Uses of which somebody said that it helped", registry=registry
)
suggestions = Counter(
    "podline_practice_suggestions", "Practices suggested unasked", ["fate"], registry=registry
)
searches = Counter("podline_practice_searches", "Searches for a practice", registry=registry)
gaps = Counter("podline_practice_gaps", "Searches that found nothing that fits", registry=registry)
search_seconds = Histogram(
    "podline_practice_search_seconds",
    "How long finding practices takes",
    buckets=(0.002, 0.005, 0.01, 0.02, 0.03, 0.05, 0.1, 0.2, 0.5, 1, 2),
    registry=registry,
)
practices = Gauge("podline_practices", "Practices by their state", ["state"], registry=registry)
practices_without_vector = Gauge(
    "podline_practices_without_vector", "Practices found by words alone, yet", registry=registry
)
embedder = Gauge(
    "podline_embedder", "1 where practices are found by meaning, too", registry=registry
)

# How reading a feed came out; and what posts alerts beside feeds.
OUTCOMES: Final = ("new", "unchanged", "failed")
PEOPLE: Final = "people"

feed_polls = Counter(
    "podline_feed_polls", "Readings of a feed, by outcome", ["feed", "outcome"], registry=registry
)
confirmations = Counter(
    "podline_feed_confirmations",
    "Asked whether what a feed no longer lists was called off, by what came of it",
    ["feed", "outcome"],
    registry=registry,
)
feed_age = Gauge(
    "podline_feed_age_seconds",
    "Since a feed was last read, and could be",
    ["feed"],
    registry=registry,
)
alerts_posted = Counter(
    "podline_alerts_posted", "Alerts that were posted", ["source", "kind"], registry=registry
)
door_answers = Counter(
    "podline_alert_door_answers",
    "What systems that send alerts were answered",
    ["door", "status"],
    registry=registry,
)
_feeds: set[str] = set()

for _counter, _labels in ((practice_uses, WAYS), (suggestions, FATES)):
    for _label in _labels:
        _counter.labels(_label)  # a counter that is not there cannot be watched


def show_practices(by_state: Mapping[str, int], without_vector: int | None) -> None:
    """The gauges of the store. Without an embedder no practice waits for a vector: None."""
    for state in STATES:
        practices.labels(state).set(by_state.get(state, 0))
    embedder.set(without_vector is not None)
    practices_without_vector.set(_UNKNOWN if without_vector is None else without_vector)


def expect_feeds(names: Iterable[str]) -> None:
    """These are read from now on: they are there before the first reading."""
    for name in names:
        _feeds.add(name)
        feed_age.labels(name).set(_UNKNOWN)
        for outcome in OUTCOMES:
            feed_polls.labels(name, outcome)


def expect_answers(door: str, statuses: Iterable[int]) -> None:
    """This door is open from now on, and may answer so."""
    for status in statuses:
        door_answers.labels(door, status)


def show_feeds(ages: Mapping[str, float | None]) -> None:
    """How old what is known of each feed is, in seconds; None where it never could be read."""
    for name, age in ages.items():
        _feeds.add(name)
        feed_age.labels(name).set(_UNKNOWN if age is None else age)


def forget_gauges() -> None:
    """What could not be measured is not a number: an unknown is never shown as zero."""
    for gauge in (outbox_depth, outbox_age, late_timers, practices_without_vector):
        gauge.set(_UNKNOWN)
    for state in STATES:
        practices.labels(state).set(_UNKNOWN)
    for name in _feeds:
        feed_age.labels(name).set(_UNKNOWN)
