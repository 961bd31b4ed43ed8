"""What the deeds of alerts hand to one another and to the views."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from bot.alerts.draft import Draft
from bot.alerts.rules import May
from bot.alerts.standing import State
from bot.pods.facts import MemberFacts, PodInMarket
from bot.text.kinds import Kind
from bot.text.kit import Block
from storage.alerts import Alert, AlertCard, AlertChange, AlertSaying
from storage.alerts_reach import MarketPlace


class What(StrEnum):
    """What the history of an alert knows."""

    POSTED = "posted"
    UPDATED = "updated"
    EXTENDED = "extended"
    CORRECTED = "corrected"
    CONFIRMED = "confirmed"
    STILL_ON = "still_on"
    ENDED = "ended"
    LAPSED = "lapsed"
    UNLISTED = "unlisted"


class Due(StrEnum):
    """The kinds of an alert's timers."""

    END = "alert.end"
    UNANSWERED = "alert.unanswered"
    LAPSE = "alert.lapse"
    NEW_DAY = "alert.new_day"
    DIGEST = "alert.digest"
    REACH = "alert.reach"
    PROGRESS = "alert.progress"
    REFUSED = "alert.refused"
    COVERAGE = "alert.coverage"
    ASKS = "alert.asks"
    REWORDED = "alert.reworded"
    COUNT = "alert.count"
    CALL_BACKS = "alert.call_backs"


class Pressed(NamedTuple):
    """The message on which something was pressed; its `response_url` alone can repaint it."""

    channel: str | None
    ts: str | None
    response_url: str | None


class Shown(NamedTuple):
    """An alert as one pod sees it: `have` of its `members` have it. `asks` are about it, and of
    these `call_backs` are promises that are still open.
    """

    alert: Alert
    sayings: Sequence[AlertSaying]
    market: MarketPlace
    have: int = 0
    members: int = 0
    asks: int = 0
    call_backs: int = 0

    @property
    def alike(self) -> tuple[int, ...]:
        """Pods in which it is the same see one alert the same. A company's pods are hundreds, and
        whoever asks while all of them are told waits until that is done.
        """
        return self.have, self.have and self.members, self.asks, self.call_backs


class Whole(NamedTuple):
    """An alert with all that belongs to it; `cards` are those of all pods."""

    shown: Shown
    history: Sequence[AlertChange]
    cards: Sequence[AlertCard]


class InForce(NamedTuple):
    """What a feed says of a market and no alert was made of: `alert` is what it would be, `label`
    its source, and `state` says why nobody was told.
    """

    alert: Alert
    market: MarketPlace
    label: str
    state: State


class Listed(NamedTuple):
    """What goes on for a pod, in the market of this name, and what the reader may do there;
    `notes` are feeds that are stale, `rest` is what feeds say and the pod was not told.
    """

    several: Sequence[Shown]
    market: str
    notes: Sequence[Block] = ()
    may: May = May.POST
    rest: Sequence[InForce] = ()


class Prepared(NamedTuple):
    """A form to be filled in: for which market, and what its sender may do there. `to` is whom
    the draft goes to where they only suggest. `before`: what was decided of the same before.
    """

    draft: Draft
    market: MarketPlace
    may: May
    pods: Sequence[PodInMarket]
    to: MemberFacts | None = None
    masked: tuple[Kind, ...] = ()
    before: str = ""


class Posted(NamedTuple):
    """An alert was posted, to `pods` of them at once and to `later` when they open."""

    alert: Alert
    pods: int
    later: int
    masked: tuple[Kind, ...] = ()


class Suggested(NamedTuple):
    """A draft went to somebody who may post it."""

    to: MemberFacts
    masked: tuple[Kind, ...] = ()


class Edited(NamedTuple):
    """How an alert stands after an edit; `told`: people were told of it; `is_new`: it says
    something else than before.
    """

    alert: Alert
    told: bool
    masked: tuple[Kind, ...] = ()
    is_new: bool = True


class Editing(NamedTuple):
    """What an alert said when its form was opened."""

    draft: Draft
    alert_id: UUID
    version: int
    market: MarketPlace
    at: datetime
