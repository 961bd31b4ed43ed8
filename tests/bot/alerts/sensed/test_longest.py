"""What is told of matters stays within what Slack takes, and calls nobody, whatever was typed."""

from datetime import timedelta
from uuid import UUID

import pytest

from bot.alerts.matters import views
from bot.alerts.matters.errors import MatterDecided
from bot.alerts.matters.facts import Pressing
from bot.alerts.matters.naming import About
from bot.text.kit import Card
from bot.workspace.blocks import check_blocks
from storage.alerts import AlertState
from storage.alerts_matters import AlertMatter
from storage.alerts_matters_reading import RecentAsk
from storage.ids import new_id
from storage.topics import Topic
from tests.bot.alerts.by_hand.test_longest import MARKET, NOW, TAKEN, length, longest

WORDS = ("x", "&", "<b> ", "* ", "<!channel> ", "<@U1> ")


def pressing(word: str, live: int) -> Pressing:
    matter = AlertMatter(
        team_id="T1",
        market_id=new_id(),
        topic=Topic.NETWORK,
        began_at=NOW - timedelta(days=2),
        last_asked_at=NOW,
        told_count=40,
        told_at=NOW,
        why=(word * 500)[:500],
    )
    asks = [_ask(word) for _ in range(60)]
    about = About(None, "calls without sound", (word * 80)[:80])
    named: frozenset[UUID] = frozenset(each.id for each in asks)
    alerts = [longest(word, AlertState.LIVE).alert for _ in range(live)]
    return Pressing(matter, MARKET, asks, 60, about, named, alerts)


@pytest.mark.parametrize("live", [0, 1, 130])
@pytest.mark.parametrize("word", WORDS)
def test_a_private_card_is_one_message(word: str, live: int) -> None:
    shown = pressing(word, live)
    leads = views.not_only_you(shown.about, 60, 60, shown.matter.began_at, MARKET.timezone, NOW)
    _fits(views.to_whoever_can(shown, leads, NOW))
    _fits(views.note(new_id(), leads, word * 40))


@pytest.mark.parametrize("word", WORDS)
def test_what_became_of_it_is_one_message(word: str) -> None:
    shown = pressing(word, 1)
    (alert,) = shown.live
    began = shown.matter.began_at
    leads = views.not_only_you(shown.about, 0, 60, began, MARKET.timezone, NOW)
    for card in (
        views.alerted(word * 40, alert),
        views.alerted(word * 40, alert, views.had_dismissed(word * 40, word * 500)),
        views.added(word * 40, alert, views.had_dismissed(None, None)),
        views.speaks(alert),
        views.dismissed(word * 40, shown.matter, leads),
    ):
        _fits(card)
    decided = MatterDecided(word * 40, word * 100).sentence
    _calls_nobody(decided)


def _ask(word: str) -> RecentAsk:
    who, question = (word * 40)[:40], (word * 600)[:600]
    return RecentAsk(new_id(), "U1", NOW, question, Topic.NETWORK, new_id(), who, None)


def _fits(card: Card) -> None:
    assert check_blocks(card.blocks, "message") == []
    assert length(card.blocks) <= TAKEN
    formatted = [each["text"]["text"] for each in card.blocks if "text" in each]
    _calls_nobody("".join([card.text, *formatted]))


def _calls_nobody(said: str) -> None:
    assert "<!channel>" not in said
    assert "<@U1>" not in said
