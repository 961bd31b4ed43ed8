"""Recordings for the replay, and rosters that are told of them."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.alerts.markets import market_of
from bot.feeds_replay.polls import Recording, recordings
from bot.feeds_replay.show import Show
from bot.pods.roster_files import check_files
from tests.bot.alerts.following.scene import warning, weather

NOON = datetime(2026, 11, 16, 20, tzinfo=UTC)  # in San Diego
EXPECTED = Path(__file__).parent.parent / "alerts" / "expected"


def listed(folder: Path, name: str, at: datetime, *features: Any) -> Path:
    """A list of the Weather Service, as it was at that time."""
    return written(folder, name, weather(*features, at=at))


def written(folder: Path, name: str, document: Any) -> Path:
    body = document if isinstance(document, bytes) else json.dumps(document).encode()
    (folder / name).write_bytes(body)
    return folder / name


def wind(sent: datetime, **said: Any) -> dict[str, Any]:
    return warning(sent, **said)


def nothing(_: str) -> None:
    """Nobody listens."""


def recorded(*files: Path, at: datetime | None = None) -> list[Recording]:
    return recordings(files, at, NOON, nothing)


def show_of(found: Sequence[Recording], roster: Path, **said: Any) -> Show:
    read = check_files(roster).roster
    markets = [market_of(m.key, m.name, m.timezone, m.areas) for m in read.markets.values()]
    usual: dict[str, Any] = {"speed": 0, "port": 0, "then_exit": True}
    return Show(found, read, roster, markets, **(usual | said))
