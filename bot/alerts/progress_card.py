"""What whoever posted an alert reads of its way to the pods."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from bot.alerts import words
from bot.alerts.phrases import sentence
from bot.pods.facts import PodInMarket
from bot.text import kit
from bot.text.escaping import escape, shorten
from bot.text.kit import Card, Element
from bot.text.phrases import pod_name
from storage.alerts import Alert, AlertCard
from storage.alerts_reach import MarketPlace

MOST_NAMED: Final = 20
_LONGEST: Final = 150
_PROGRESS: Final = "{reached} of {count} pods have it: {headline}"
_ONLY_POD_WAITS: Final = "The pod is about to get it: {headline}"
_ONLY_POD_HAS: Final = "The pod has it: {headline}"
_FAILED_ONE: Final = "1 pod did not get it: {headline}"
_FAILED: Final = "{count} pods did not get it: {headline}"
_REFUSED_ONE: Final = (
    "1 pod does not get what goes on in {market}. Put its channel right, then try again:"
)
_REFUSED: Final = (
    "{count} pods do not get what goes on in {market}. Put their channels right, then try again:"
)
_MORE: Final = "… and {count} more"
_AGAIN_ONE: Final = "Trying 1 pod again."
_AGAIN: Final = "Trying {count} pods again."
_NOTHING: Final = "Every pod has it by now, or is about to get it."
_ARCHIVED: Final = "its channel is archived"
_OUTSIDE: Final = "Podline is not in its channel"
# https://docs.slack.dev/reference/methods/chat.postMessage: why it refuses for good.
_REASONS: Final = {
    "is_archived": _ARCHIVED,
    "not_in_channel": _OUTSIDE,
    "channel_not_found": _OUTSIDE,
}
_OTHER_REASON: Final = "Slack refuses it ({error})"


class Failed(NamedTuple):
    """A pod whose card Slack refused, and with which word."""

    card: AlertCard
    place: PodInMarket
    error: str


class Reach(NamedTuple):
    """Of `pods` so many were `reached`, and as many are `waiting`."""

    pods: int
    reached: int
    waiting: int
    failed: Sequence[Failed]


def progress(alert: Alert, reach: Reach) -> Card:
    """One message, which is repainted until nothing waits any more."""
    told = _PROGRESS
    if reach.pods == 1 and not reach.failed:
        told = _ONLY_POD_WAITS if reach.waiting else _ONLY_POD_HAS
    headline = escape(_headline(alert))
    text = told.format(reached=reach.reached, count=reach.pods, headline=headline)
    return Card(text, [kit.section(text)])


def failed(alert: Alert, reach: Reach) -> Card:
    """A message of its own, for edits notify nobody: which pods, why, and one press for all."""
    count, headline = len(reach.failed), escape(_headline(alert))
    told = _FAILED_ONE if count == 1 else _FAILED
    text = told.format(count=count, headline=headline)
    again = kit.button("Try again", words.TRY_AGAIN, str(alert.id), "primary")
    return _named(text, reach.failed, again)


def refused(market: MarketPlace, several: Sequence[Failed]) -> Card:
    """Of what feeds say, and of digests: to somebody of the market."""
    told = _REFUSED_ONE if len(several) == 1 else _REFUSED
    text = told.format(count=len(several), market=pod_name(market.name))
    return _named(text, several, kit.button("Try again", words.TRY_REFUSED, str(market.id)))


def tried(count: int) -> Card:
    """To whoever pressed it."""
    text = (_AGAIN_ONE if count == 1 else _AGAIN.format(count=count)) if count else _NOTHING
    return Card(text, [kit.section(text)])


def _named(text: str, several: Sequence[Failed], again: Element) -> Card:
    named = [f"• {pod_name(each.place.pod.name)}: {reason(each)}" for each in several]
    if len(several) > MOST_NAMED:
        named[MOST_NAMED:] = [_MORE.format(count=len(several) - MOST_NAMED)]
    lines = "\n".join([text, *named])
    return Card(lines, [kit.section(lines), kit.actions(again)])


def reason(each: Failed) -> str:
    """Why Slack refuses it, in words."""
    return _REASONS.get(each.error) or _OTHER_REASON.format(error=escape(shorten(each.error, 60)))


def _headline(alert: Alert) -> str:
    return shorten(sentence(alert.headline), _LONGEST)
