"""Played through, real documents give the cards that a careful person wrote down beforehand.

`expected/README.md` says for each market why.
"""

import json
import re
from pathlib import Path
from typing import Any

import pytest

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


def codes_of(market: str) -> set[str]:
    areas = check_files(MARKETS).roster.markets[market].areas
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
    assert cards.keys() == check_files(MARKETS).roster.markets.keys()
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
