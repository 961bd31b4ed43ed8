"""The stand-in for the sources: conditional, on this machine alone, and the only one asked."""

from collections.abc import AsyncIterator

import pytest
from aiohttp import ClientSession

from bot.alerts.following.fetching import Unreachable, fetch, session_for
from bot.alerts.sources import sources
from bot.feeds_replay.stand import Stand, standing
from bot.settings import Settings


@pytest.fixture
async def stand() -> AsyncIterator[Stand]:
    async with standing() as stand:
        yield stand


@pytest.fixture
async def session() -> AsyncIterator[ClientSession]:
    async with session_for("noc@example.com") as session:
        yield session


async def test_it_answers_with_what_it_shows_and_not_twice_with_the_same(
    stand: Stand, session: ClientSession
) -> None:
    address = f"{stand.url}/nws/alerts/active?area=CA"
    with pytest.raises(Unreachable, match="503"):
        await fetch(session, address)
    stand.show("nws", b"one")
    assert not stand.was_asked("nws")
    first = await fetch(session, address)
    assert (first.body, stand.was_asked("nws")) == (b"one", True)
    assert (await fetch(session, address, first.etag)).body is None
    stand.show("nws", b"two")
    assert not stand.was_asked("nws")
    assert (await fetch(session, address, first.etag)).body == b"two"


async def test_every_source_asks_where_it_is_answered(stand: Stand, session: ClientSession) -> None:
    names = {"nws", "statuspage:recorded", "cap:recorded", "odin"}
    on = sources(Settings(**stand.settings(names, "s" * 32)))
    assert on.keys() == names
    for name, source in on.items():
        stand.show(name, name.encode())
        for address in source.addresses([]):
            assert (await fetch(session, address)).body == name.encode()


async def test_nobody_else_is_asked_whatever_the_environment_says(
    stand: Stand, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PODLINE_FEEDS_CONTACT", "noc@example.com")
    for name in ("NWS", "ODIN"):
        monkeypatch.setenv(f"PODLINE_FEED_{name}", "true")
    monkeypatch.setenv("PODLINE_FEED_CAP", "county=https://example.com/cap.xml")
    monkeypatch.setenv("PODLINE_FEED_STATUSPAGES", "cloud=https://status.example.com#all")
    monkeypatch.setenv("PODLINE_INTAKE_SECRETS", "s" * 32)
    assert sources(Settings()).keys() == {
        *("nws", "odin", "cap:county", "statuspage:cloud", "intake")
    }
    on = sources(Settings(**stand.settings({"alertmanager"}, "t" * 32)))
    assert on.keys() == {"alertmanager"}
