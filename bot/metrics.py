"""What Prometheus reads: how the pods are served, and how the machinery keeps up."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

registry = CollectorRegistry()

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


def forget_gauges() -> None:
    """What could not be measured is not a number: an unknown is never shown as zero."""
    for gauge in (outbox_depth, outbox_age, late_timers):
        gauge.set(float("nan"))
