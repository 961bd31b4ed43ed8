"""How the cards of an ask look now, and which of them are painted anew after a change."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from bot.advice import views
from bot.advice.changes import Change
from bot.advice.facts import Around
from bot.advice.messages import CARD, OVERFLOW, repaint
from bot.advice.overflow_card import overflow_card
from bot.delivery.message import Repaint
from bot.pods.rules import opens_at
from bot.text.kit import Card
from storage.advice import OverflowReason
from storage.pods import Organisation


def looks(change: Change) -> dict[str, Card]:
    """Every card of the ask as it stands, by its part."""
    ask = change.ask
    if ask.joined_to is not None:
        return {}
    undo = ask.undo_until is not None
    cards = {CARD: views.card(ask, change.replies, change.zone, around(change), undo=undo)}
    if change.overflow and ask.overflow_channel:
        cards[OVERFLOW] = look_there(change)
    return cards


def repaints(change: Change, looked: Mapping[str, Card]) -> list[Repaint]:
    """The cards that look different now; the one that was pressed in any case."""
    return [
        _repaint(change, part, card)
        for part, card in looks(change).items()
        if part in looked and (card != looked[part] or _was_pressed(change, part) or change.recount)
    ]


def around(change: Change) -> Around:
    """What the cards show that does not stand in the ask."""
    there = change.overflow.pod.name if change.overflow and change.ask.overflow_channel else None
    held = _held_until(change)
    alert = change.alert if change.rests else None
    return Around(there, change.claimed_there, held, change.saved_as, change.callers, alert)


def look_there(change: Change) -> Card:
    """The linked card as it looks now; a partner organisation sees the masked question only."""
    ask, home = change.ask, change.home
    partner = change.overflow is None or (change.overflow.pod.organisation is Organisation.PARTNER)
    return overflow_card(
        ask,
        change.replies,
        home.market.name,
        ask.overflow_reason or OverflowReason.UNANSWERED,
        change.zone,
        partner=partner,
        opens_at=opens_at(home.pod, home.market, ask.asked_at),
        held_until=_held_until(change),
    )


def _held_until(change: Change) -> datetime | None:
    """Until when the claimer has it, where they took more time than a claim has."""
    ask, usual = change.ask, timedelta(seconds=change.settings.claim_falls_back_after)
    if ask.claimed_until is None or ask.claimed_at is None:
        return None
    return ask.claimed_until if ask.claimed_until > ask.claimed_at + usual else None


def _repaint(change: Change, part: str, card: Card) -> Repaint:
    ask, pressed = change.ask, change.pressed
    channel = ask.channel if part == CARD else ask.overflow_channel or ""
    url = pressed.response_url if pressed and _was_pressed(change, part) else None
    return repaint(ask, part, channel, card, url)


def _was_pressed(change: Change, part: str) -> bool:
    """Whether the press was made on this card: a response_url repaints only its own message."""
    ask, pressed = change.ask, change.pressed
    stands = (ask.channel, ask.card_ts)
    if part == OVERFLOW:
        stands = (ask.overflow_channel or "", ask.overflow_thread_ts)
    return pressed is not None and (pressed.channel, pressed.ts) == stands
