"""What several reps ask about, in words: for them, for whoever is told, and for an alert of it."""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Final, NamedTuple

from bot.alerts.checking import LONGEST
from bot.alerts.draft import Draft, to_the_minute
from bot.alike.gist import Gist, read
from bot.alike.usual import MEANT
from bot.text.escaping import shorten
from bot.text.phrases import words_of
from storage.alerts import AlertKind
from storage.alerts_matters_reading import RecentAsk
from storage.topics import Topic

_NETWORK, _BILLING = AlertKind.NETWORK_OUTAGE, AlertKind.BILLING
_STORE, _POLICY, _WEATHER = AlertKind.STORE, AlertKind.POLICY, AlertKind.WEATHER
_MEANT: Final[dict[str, tuple[str, AlertKind | None]]] = {
    "no service": ("no service", _NETWORK),
    "slow": ("slow data", _NETWORK),
    "drops": ("dropped calls", _NETWORK),
    "text": ("text messages", _NETWORK),
    "code": ("codes by text message", _NETWORK),
    "picture": ("picture messages", _NETWORK),
    "voicemail": ("voicemail", _NETWORK),
    "audio": ("calls without sound", _NETWORK),
    "canada": ("Canada", _NETWORK),
    "mexico": ("Mexico", _NETWORK),
    "home internet": ("home internet", _NETWORK),
    "internet": ("mobile data", _NETWORK),
    "roam": ("roaming", _NETWORK),
    "ship": ("service at sea", _NETWORK),
    "911": ("emergency calls", _NETWORK),
    "power": ("a power outage", AlertKind.POWER_OUTAGE),
    "fire": ("a fire", AlertKind.WILDFIRE),
    "storm": ("a storm", _WEATHER),
    "ice": ("ice and snow", _WEATHER),
    "flood": ("flooding", _WEATHER),
    "fraud": ("fraud", AlertKind.FRAUD),
    "store": ("a store", _STORE),
    "closed": ("a closed store", _STORE),
    "stock": ("stock and pick-up", _STORE),
    "register": ("registers", _STORE),
    "twice": ("double charges", _BILLING),
    "charge": ("a charge", _BILLING),
    "late": ("late fees", _BILLING),
    "declined": ("declined payments", _BILLING),
    "autopay": ("autopay", _BILLING),
    "bill": ("bills", _BILLING),
    "payment": ("payments", _BILLING),
    "refund": ("refunds", _BILLING),
    "credit": ("credits", _BILLING),
    "past due": ("past-due notices", _BILLING),
    "gift card": ("gift and refill cards", _BILLING),
    "toll": ("tolls", _BILLING),
    "price": ("prices", _POLICY),
    "half": ("half-price offers", _POLICY),
    "promotion": ("an offer", _POLICY),
    "free line": ("a free line", _POLICY),
    "discount": ("discounts", _POLICY),
    "loyalty": ("loyalty offers", _POLICY),
    "waive": ("waiving fees", _POLICY),
    "esim": ("eSIMs", None),
    "activate": ("activations", None),
    "sim swap": ("SIM swaps", None),
    "port": ("porting", None),
    "pin": ("PINs", None),
    "appointment": ("appointments", None),
    "log in": ("logging in", None),
    "app": ("the app", None),
    "website": ("the website", None),
    "password": ("passwords", None),
    "locked": ("locked accounts", None),
    "loud alert": ("emergency alerts", None),
    "watch": ("watches", None),
    "restart": ("phones that restart", None),
    "update": ("an update", None),
}
"""What is meant → how it is named, and of which kind an alert of it is, where that is sure."""

_OF_TOPIC: Final = {
    Topic.NETWORK: _NETWORK,
    Topic.ROAMING: _NETWORK,
    Topic.BILLING: _BILLING,
    Topic.PLANS: _POLICY,
    Topic.STORE: _STORE,
}
_LONGEST_HEADLINE: Final = 100


class About(NamedTuple):
    """`what` most of them mean, and the `place` that most of them name, as people write it; each
    None where there is none.
    """

    kind: AlertKind | None
    what: str | None = None
    place: str | None = None


def about(asks: Sequence[RecentAsk]) -> About:
    """What these asks have in common."""
    gists = [read(each.question, each.topic) for each in asks]
    topic = Counter(each.topic for each in asks).most_common(1)[0][0]
    meant = _meant(gists)
    name, kind = _MEANT[meant] if meant else (None, _OF_TOPIC.get(topic))
    return About(kind, name, _place(asks, gists))


def draft(asks: Sequence[RecentAsk], began: datetime) -> Draft:
    """An alert of it, as far as the asks tell: whoever posts it looks it over and says the rest."""
    found = about(asks)
    place = found.place or ""
    named = f"{found.what} in {place}" if found.what and place else found.what
    headline = named or words_of(asks[0].question)
    return Draft(
        kind=found.kind,
        headline=shorten(headline[:1].upper() + headline[1:], _LONGEST_HEADLINE),
        areas_words=place[: LONGEST["areas_words"]],
        starts_at=to_the_minute(began),
    )


def _meant(gists: Sequence[Gist]) -> str | None:
    """What most mean; of several things the one that is asked least as a rule."""
    counts = Counter(each for gist in gists for each in gist.meant if each in _MEANT)
    most = {each: count for each, count in counts.items() if _are_most(count, gists)}
    return min(most, key=lambda each: (-most[each], MEANT.get(each, 0), each), default=None)


def _place(asks: Sequence[RecentAsk], gists: Sequence[Gist]) -> str | None:
    """The words that most have, and one of them where a place stands."""
    named = frozenset[str]().union(*(gist.places for gist in gists))
    counts = {each: sum(each in gist.said for gist in gists) for each in named}
    most = [each for each, count in sorted(counts.items()) if _are_most(count, gists)]
    return _written(most, asks) if most else None


def _are_most(count: int, gists: Sequence[Gist]) -> bool:
    """Two at least: what one alone names may be their customer's."""
    return count >= 2 and 2 * count > len(gists)


def _written(places: Sequence[str], asks: Sequence[RecentAsk]) -> str:
    """As somebody wrote it, with what belongs to the name: "El Cajon"."""
    one = "|".join(map(re.escape, places))
    name = re.compile(
        rf"\b(?:(?:el|la|los|las|san|santa)\s+)?(?:{one})(?:\s+(?:{one}))*\b", re.IGNORECASE
    )
    found = [said[0] for each in asks if (said := name.search(each.question))]
    capital = [each for each in found if each[0].isupper()]
    written = max(capital or found or places, key=len)
    return " ".join(each[:1].upper() + each[1:] for each in written.split())
