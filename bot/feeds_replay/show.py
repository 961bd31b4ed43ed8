"""The replay for people: where its page is, one line a poll, and then the page stays open."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import UTC
from pathlib import Path
from typing import NamedTuple

from aiohttp import ClientSession, ClientTimeout

from bot.alerts.facts import Market
from bot.alerts.feeds.errors import Unreadable
from bot.alerts.replaying import Poll, Replay
from bot.alerts.standing import State
from bot.feeds_replay.cast import pair_of, people_of
from bot.feeds_replay.play import Player
from bot.feeds_replay.polls import Recording, Say
from bot.feeds_replay.stand import Stand, standing
from bot.pods.roster import Roster
from bot.terminal import counted
from bot.trial import Setup, Trial, open_trial

GUIDE = (
    "As {asker}, press “Show” beside an alert, or “Got it” on its card.",
    "As {helper}, see all that goes on in your market: `/alert list`",
    "Open Home: what is live stands there, too.",
)
_WAITS = ClientTimeout(total=20)


class Show(NamedTuple):
    """What is played: to whom, how fast, and on which port its page is."""

    recordings: Sequence[Recording]
    roster: Roster
    folder: Path
    markets: Sequence[Market]
    speed: float
    port: int
    then_exit: bool


async def show_replay(show: Show, say: Say, stopped: Callable[[], Awaitable[None]]) -> None:
    """Play, and end when `stopped` returns, or after the last with `then_exit`. Whichever ends
    first ends both; raises what it raises."""
    tasks = [asyncio.ensure_future(_play(show, say)), asyncio.ensure_future(stopped())]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


@asynccontextmanager
async def open_replay(show: Show, say: Say) -> AsyncIterator[tuple[Trial, Player]]:
    """A workspace with the roster, and a bot that reads the first of the documents."""
    secret, first = secrets.token_hex(16), show.recordings[0]
    sources = {each.source.name for each in show.recordings}
    async with standing() as stand, ClientSession(timeout=_WAITS) as session:
        if first.source.asks:
            stand.show(first.source.name, first.body)
        setup = _setup(show, stand, sources, secret, _concerned(show, say))
        async with open_trial(setup) as trial:
            yield trial, Player(trial, stand, session, secret, show.speed)


async def _play(show: Show, say: Say) -> None:
    first, count = show.recordings[0], len(show.recordings)
    pace = f"at {show.speed:g} times their speed" if show.speed else "as fast as it goes"
    async with open_replay(show, say) as (trial, player):
        say(f"The page is {trial.workspace.url} (Ctrl-C stops it).")
        documents = counted(count, "document", "documents")
        say(f"Playing {documents} {pace}, from {first.at.astimezone(UTC):%d %B %Y, %H:%M} UTC.")
        await player.play(show.recordings, say)
        if not show.then_exit:
            say("All are played. The page stays open, and time goes on as usual; Ctrl-C stops it.")
            await player.goes_on()


def _setup(
    show: Show, stand: Stand, sources: set[str], secret: str, concerned: Sequence[str]
) -> Setup:
    return Setup(
        port=show.port,
        colleagues=False,
        starts_at=show.recordings[0].at,
        roster=show.folder,
        people=people_of(show.roster),
        pair=pair_of(show.roster, concerned),
        guide=GUIDE,
        feeds=stand.settings(sources, secret),
        another="--port {port}",
    )


def _concerned(show: Show, say: Say) -> list[str]:
    """The markets that will have cards, those with most first: by a replay without a workspace."""
    played = Replay(show.markets)
    for each in show.recordings:
        with suppress(Unreadable):
            reading = each.source.read([each.body], played.before(each.source.name), each.at)
            played.hear(Poll(each.source.name, reading, each.at, not each.source.asks))
    live = {
        key: sum(each.state is not State.ENDED for each in told.cards.values())
        for key, told in played.told.items()
        if told.cards
    }
    if not live:
        say(f"note: nobody in {show.folder} is told of anything here. Name your roster by --pods.")
    return sorted(live, key=lambda key: (-live[key], key))
