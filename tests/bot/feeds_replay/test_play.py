"""Recordings, played into a workspace by the bot itself."""

import asyncio
import json
import os
import subprocess
import sys
from collections import defaultdict
from datetime import timedelta
from pathlib import Path

import pytest
from aiohttp import ClientSession

from bot.feeds_replay.show import open_replay, show_replay
from bot.pods.sample import FOLDER
from bot.trial import Trial
from storage.alerts import Alert
from storage.alerts_reach import list_markets
from storage.alerts_reading import list_live_alerts
from tests.bot.alerts.following.test_door import EVENT, firing
from tests.bot.alerts.following.test_sources import CAP, outage, page
from tests.bot.alerts.following.test_sources import incident as incident_of
from tests.bot.feeds_replay.documents import (
    EXPECTED,
    NOON,
    listed,
    nothing,
    recorded,
    show_of,
    wind,
    written,
)

MINUTE = timedelta(minutes=1)


async def live(trial: Trial) -> dict[str, list[Alert]]:
    """What goes on, by the market's key."""
    team = trial.workspace.team
    found = defaultdict(list)
    async with trial.podline.database.read() as session:
        keys = {each.id: each.key for each in await list_markets(session, team)}
        for alert in await list_live_alerts(session, team, keys):
            found[keys[alert.market_id]].append(alert)
    return found


async def played(files: list[Path], roster: Path = FOLDER) -> list[str]:
    """The lines, one a poll."""
    said: list[str] = []

    async def never() -> None:
        await asyncio.Event().wait()

    await show_replay(show_of(recorded(*files), roster), said.append, never)
    return [each for each in said if " UTC  poll " in each]


async def test_a_warning_its_rise_and_its_end_are_a_line_each(tmp_path: Path) -> None:
    worse = wind(NOON + MINUTE, action="CON", severity="Extreme")
    off = wind(NOON + 3 * MINUTE, action="CAN")
    files = [
        listed(tmp_path, "1.json", NOON, wind(NOON)),
        listed(tmp_path, "2.json", NOON + MINUTE, worse),
        listed(tmp_path, "3.json", NOON + 3 * MINUTE, off),
    ]
    first, second, third = await played(files)
    assert first == "20:00 UTC  poll 1 of 3: 1 card in San Diego (1 message)."
    assert second == "20:01 UTC  poll 2 of 3: 1 card in San Diego (1 message, 1 edit)."
    assert third == "20:03 UTC  poll 3 of 3: no card left in San Diego (1 message, 1 edit)."


async def test_what_cannot_be_read_is_a_failure_of_its_feed_and_ends_nothing(
    tmp_path: Path,
) -> None:
    files = [
        listed(tmp_path, "1.json", NOON, wind(NOON)),
        written(tmp_path, "2.json", b"<html>busy</html>"),
    ]
    _, second = await played(files)
    assert "could not be read (The document is HTML.): nothing new" in second


async def test_every_source_is_played(tmp_path: Path) -> None:
    sent = NOON.isoformat()
    files = [
        written(tmp_path, "odin.json", [outage(12_000)]),
        written(tmp_path, "page.json", page(incident_of(NOON))),
        written(
            tmp_path,
            "cap.xml",
            CAP.format(name="A1", sent=sent, kind="Alert", references="").encode(),
        ),
        written(tmp_path, "intake.json", EVENT | {"areas": ["market:san-diego"]}),
        written(tmp_path, "alertmanager.json", firing(market="san-diego")),
        written(tmp_path, "wrong.json", EVENT | {"areas": ["nowhere"]}),
    ]
    show = show_of(recorded(*files, at=NOON), FOLDER)
    said: list[str] = []
    async with open_replay(show, said.append) as (trial, player):
        await player.play(show.recordings, said.append)
        found = {alert.feed for alert in (await live(trial))["san-diego"]}
    assert found == {
        *("odin", "statuspage:recorded", "cap:recorded", "intake", "alertmanager"),
    }
    assert "was refused (422" in said[-1]


def test_it_is_run_on_this_machine_alone_whatever_proxy_there_is(tmp_path: Path) -> None:
    file = listed(tmp_path, "1.json", NOON, wind(NOON))
    command = [sys.executable, "-m", "bot", "feeds", "replay", str(file)]
    proxies = dict.fromkeys(("HTTP_PROXY", "https_proxy"), "http://127.0.0.1:9")
    ran = subprocess.run(
        [*command, "--speed", "0", "--port", "0", "--then-exit"],
        capture_output=True,
        text=True,
        timeout=90,
        env=os.environ | proxies,
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "poll 1 of 1: 1 card in San Diego (1 message)." in ran.stdout


async def test_it_ends_when_somebody_stops_it(tmp_path: Path) -> None:
    file = listed(tmp_path, "1.json", NOON, wind(NOON))
    said: list[str] = []
    is_played = asyncio.Event()

    def say(sentence: str) -> None:
        said.append(sentence)
        if "All are played" in sentence:
            is_played.set()

    async def stopped() -> None:
        await is_played.wait()

    show = show_of(recorded(file), FOLDER, then_exit=False)
    await show_replay(show, say, stopped)
    assert any(each.startswith("The page is http://127.0.0.1:") for each in said)


async def test_the_page_stays_and_time_goes_on_after_the_last(tmp_path: Path) -> None:
    file = listed(tmp_path, "1.json", NOON, wind(NOON))
    show = show_of(recorded(file), FOLDER)
    async with open_replay(show, nothing) as (trial, player), ClientSession() as session:
        await player.play(show.recordings, nothing)
        before = trial.time()
        going = asyncio.create_task(player.goes_on())
        await asyncio.sleep(1)
        assert 0 < trial.time() - before <= 2
        async with session.get(trial.workspace.url) as answer:
            assert answer.status == 200
        going.cancel()


async def test_nobody_who_is_told_is_said(tmp_path: Path) -> None:
    file = listed(tmp_path, "1.json", NOON, wind(NOON, ugc="WAZ315"))
    said: list[str] = []
    async with open_replay(show_of(recorded(file), FOLDER), said.append):
        assert "Name your roster by --pods" in said[0]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["2025-12-15T2155Z", "2026-05-14T1635Z"])
async def test_a_national_list_gives_the_cards_that_a_careful_person_wrote_down(name: str) -> None:
    show = show_of(recorded(EXPECTED / "documents" / f"{name}.json"), EXPECTED / "markets")
    expected = json.loads((EXPECTED / "cards" / f"{name[:10]}.json").read_text())
    async with open_replay(show, nothing) as (trial, player):
        await player.play(show.recordings, nothing)
        found = await live(trial)
    headlines = {
        market: sorted(each.headline for each in alerts) for market, alerts in found.items()
    }
    wanted = {
        market: sorted(each["headline"] for each in said["cards"])
        for market, said in expected.items()
        if said["cards"]
    }
    assert headlines == wanted


@pytest.mark.slow
async def test_the_recorded_life_of_a_tornado_watch(tmp_path: Path) -> None:
    files = sorted((EXPECTED / "documents").glob("tornado_watch_[123]*"))
    roster = written(
        tmp_path, "tornado.toml", (EXPECTED / "markets" / "tornado_watch.toml").read_bytes()
    )
    # A few minutes before the second, for the hours between them are the same again and again.
    played = recorded(*files)
    played[0] = played[0]._replace(at=played[1].at - timedelta(minutes=5))
    said: list[str] = []
    async with open_replay(show_of(played, roster), nothing) as (trial, player):
        await player.play(played, said.append)
        found = await live(trial)
    first, second, third = said
    assert all(
        f"1 card in {each} (1 message)" in first
        for each in ("Chatom", "Jackson, Alabama", "Leakesville", "Monroeville")
    )
    assert second.endswith("nothing new.")
    assert "1 card in Jackson, Alabama (1 edit)" in third
    assert "no card left in Chatom (1 message, 1 edit)" in third
    assert found.keys() == {"jackson", "leakesville", "monroeville"}
