"""Played through, real documents give the cards that a careful person wrote down beforehand.

`expected/README.md` says for each market why.
"""

import json
import re
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from bot.__main__ import main
from bot.pods.roster import Roster
from bot.pods.roster_files import check_files

EXPECTED = Path(__file__).parent / "expected"
MARKETS, CARDS, DOCUMENTS = (EXPECTED / name for name in ("markets", "cards", "documents"))
NO_VTEC = "(no VTEC)"
VTEC_KEY = re.compile(r"[A-Z]{4}\.[A-Z]{2}\.[A-Z]\.\d{4}\.\d{4}")
PLAYED = {
    "2025-12-15": ["2025-12-15T2155Z.json"],
    "2026-05-14": ["2026-05-14T1635Z.json"],
    "tornado_watch": [
        "tornado_watch_1_new.json",
        "tornado_watch_2_continued.json",
        "tornado_watch_3_cancelled.json",
    ],
    "tornado_watch_at_once": ["tornado_watch_at_once.json"],
}
Cards = dict[str, dict[str, Any]]


def expected(name: str) -> Cards:
    found: Cards = json.loads((CARDS / f"{name}.json").read_text())
    return found


@cache
def roster() -> Roster:
    return check_files(MARKETS).roster


def codes_of(market: str) -> set[str]:
    areas = roster().markets[market].areas
    plain = {code for kind, codes in areas.items() if kind != "fire_zones" for code in codes}
    return plain | {f"fire:{code}" for code in areas.get("fire_zones", [])}


def vtec_keys(names: list[str]) -> set[str]:
    """The events that documents name, in the form of an event key."""
    keys = set()
    for name in names:
        for feature in json.loads((DOCUMENTS / name).read_text())["features"]:
            said = feature["properties"]
            for vtec in said["parameters"].get("VTEC", []):
                keys.add(".".join([*vtec.split(".")[2:6], said["sent"][:4]]))
    return keys


def test_the_roster_has_nothing_wrong_with_it() -> None:
    assert check_files(MARKETS).problems == []


@pytest.mark.parametrize("name", PLAYED)
def test_every_market_is_spoken_of_in_its_own_codes(name: str) -> None:
    cards = expected(f"{name}_all")
    assert cards.keys() == roster().markets.keys()
    for market, stands in cards.items():
        for card in stands["cards"]:
            assert card["areas"], card
            assert card["areas"] == sorted(card["areas"])
            assert set(card["areas"]) <= codes_of(market)


@pytest.mark.parametrize("name", PLAYED)
def test_every_card_is_an_event_of_the_documents(name: str) -> None:
    keys = {card["key"] for each in expected(f"{name}_all").values() for card in each["cards"]}
    assert keys - {NO_VTEC} <= vtec_keys(PLAYED[name])


@pytest.mark.parametrize("name", PLAYED)
def test_what_is_posted_is_all_that_is_neither_listed_nor_muted(name: str) -> None:
    whole = expected(f"{name}_all")
    for stands in whole.values():
        stands["cards"] = [card for card in stands["cards"] if card["state"] in ("live", "ended")]
    assert expected(name) == whole


@pytest.mark.parametrize("name", ["2025-12-15", "2026-05-14"])
def test_at_least_eight_markets_have_cards_and_two_have_none(name: str) -> None:
    with_cards = [each for each in expected(name).values() if each["cards"]]
    assert len(with_cards) >= 8
    assert len([each for each in expected(f"{name}_all").values() if not each["cards"]]) >= 2


Play = Callable[..., Cards]


@pytest.fixture
def play(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Play:
    """`podline feeds replay` of documents, one poll each: the cards that it prints."""

    def played(documents: list[str], *options: str) -> Cards:
        files = [str(DOCUMENTS / name) for name in documents]
        command = ["podline", "feeds", "replay", *files, "--json", "--pods", str(MARKETS)]
        monkeypatch.setattr(sys, "argv", [*command, *options])
        main()
        found: Cards = json.loads(capsys.readouterr().out)
        return found

    return played


def differences(stood: Cards, wanted: Cards) -> list[str]:
    """One line for each card or number that is otherwise than it should be."""
    lines = []
    for market in sorted(stood.keys() | wanted.keys()):
        got, want = facts_of(stood.get(market)), facts_of(wanted.get(market))
        lines += [
            f"{market}: {name}: wanted {want.get(name, 'nothing')}, got {got.get(name, 'nothing')}"
            for name in sorted(got.keys() | want.keys())
            if got.get(name) != want.get(name)
        ]
    return lines


def compare(stood: Cards, wanted: Cards) -> None:
    if lines := differences(stood, wanted):
        pytest.fail("\n".join(["otherwise than expected:", *lines]), pytrace=False)


def facts_of(market: dict[str, Any] | None) -> dict[str, Any]:
    """What is said of a market, fact by fact."""
    if market is None:
        return {}
    cards = {card["key"]: card for card in market["cards"]}
    assert len(cards) == len(market["cards"]), "two cards of one event"
    facts = {name: value for name, value in market.items() if name != "cards"}
    for key, card in cards.items():
        # What has no name of the source's own is known by its headline.
        event = key if VTEC_KEY.fullmatch(key) else f"{NO_VTEC} {card['headline']}"
        assert f"{event} state" not in facts, "two cards with one headline and no VTEC"
        facts |= {f"{event} {name}": value for name, value in card.items() if name != "key"}
    return facts


@pytest.mark.parametrize("name", PLAYED)
def test_the_documents_give_exactly_the_cards_that_were_expected(name: str, play: Play) -> None:
    compare(play(PLAYED[name]), expected(name))


@pytest.mark.parametrize("name", PLAYED)
def test_what_is_listed_and_muted_is_as_expected(name: str, play: Play) -> None:
    compare(play(PLAYED[name], "--all"), expected(f"{name}_all"))


@pytest.mark.parametrize("name", PLAYED)
def test_a_poll_that_says_the_same_again_changes_nothing(name: str, play: Play) -> None:
    again = [*PLAYED[name], PLAYED[name][-1]]
    compare(play(again, "--all"), expected(f"{name}_all"))
