"""What is told of alerts to those who ask stays within what Slack takes, whatever was typed."""

from datetime import timedelta

import pytest

from bot.alerts.asks import linking_card
from bot.alerts.asks.call_backs_card import call_backs_card
from bot.alerts.report_card import report_card
from bot.alerts.report_facts import Asked, Promised, Report
from bot.text.kit import Card
from bot.workspace.blocks import check_blocks
from storage.alerts import AlertSaying, AlertState
from storage.ids import new_id
from tests.bot.advice.samples import sample_ask
from tests.bot.alerts.by_hand.test_longest import MARKET, NOW, TAKEN, length, longest

LINK = "https://example.slack.com/archives/C0123456789/p1794854460000100" + "?thread_ts=1" * 4
WORDS = ("x", "&", "<b> ", "* ", "<!channel> ")


@pytest.mark.parametrize("word", WORDS)
def test_the_facts_for_whoever_asks_are_one_message(word: str) -> None:
    seen = longest(word, AlertState.LIVE)
    seen.alert.what = seen.alert.cause = seen.alert.who = (word * 600)[:600]
    seen = seen._replace(
        sayings=[AlertSaying(alert_id=seen.alert.id, language="en", text=word * 600, at=NOW)]
    )
    for card in (
        linking_card.facts_card(seen, new_id(), "es", LINK, NOW),
        linking_card.facts_card(seen, new_id(), "en", None, NOW),
        linking_card.line(seen, LINK),
    ):
        _fits(card)


@pytest.mark.parametrize("word", WORDS)
def test_a_list_of_many_call_backs_is_one_message(word: str) -> None:
    asks = [
        sample_ask(question=word * 300, case=(word * 40)[:40], call_back_at=NOW + timedelta(days=9))
        for _ in range(60)
    ]
    alert = longest(word, AlertState.ENDED).alert
    _fits(call_backs_card(alert, MARKET, asks, {each.id: LINK for each in asks}, NOW))


@pytest.mark.parametrize("word", WORDS)
def test_a_report_is_one_message(word: str) -> None:
    alert = longest(word, AlertState.ENDED).alert
    alert.posted_by_name = word * 40
    report = Report(
        alert=alert,
        market=MARKET,
        lasted=timedelta(days=30),
        asked=Asked(500, 20, timedelta(hours=3)),
        promised=Promised(9, {f"{word} {at}" * 20: 2 for at in range(60)}, 3),
        pods=[word * 60] * 340,
        without=3,
        got_it=900,
        changed=40,
        changed_by=[word * 60] * 60,
        named=True,
        others=[longest(word, AlertState.ENDED).alert for _ in range(20)],
    )
    _fits(report_card(report, NOW))


def _fits(card: Card) -> None:
    assert check_blocks(card.blocks, "message") == []
    assert length(card.blocks) <= TAKEN
    formatted = [each["text"]["text"] for each in card.blocks if "text" in each]
    assert "<!channel>" not in "".join([card.text, *formatted])
