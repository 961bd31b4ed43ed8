"""`podline huddles …`: when huddles will be and their calendars, to be checked from outside."""

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, Any, TypeVar
from zoneinfo import ZoneInfo

import typer

from bot.terminal import err, out

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

    from bot.huddles.schedule.listing import Listed

T = TypeVar("T")
_MOST_WEEKS = 520
_FIRST_YEAR, _LAST_YEAR = 2000, 2200  # of which holidays and the rules of zones can be told
_HEADINGS = ("POD", "WAVE", "START", "ZONE", "UTC", "STATE")

huddles = typer.Typer(help="The huddles: when they will be.")


@huddles.callback()
def _huddles() -> None:
    """The huddles: when they will be."""


def _day(given: str) -> date:
    try:
        day = date.fromisoformat(str(given))
    except ValueError:
        raise typer.BadParameter(f"{given} is no day; write 2026-11-23.") from None
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise typer.BadParameter(f"{given}: take a day from {_FIRST_YEAR} to {_LAST_YEAR}.")
    return day


@huddles.command("plan")
def huddles_plan(
    weeks: Annotated[
        int, typer.Option(min=1, max=_MOST_WEEKS, help="How many weeks to look ahead.")
    ] = 4,
    pod: Annotated[str, typer.Option(help="One pod alone, by its key or its name.")] = "",
    first: Annotated[
        date | None,
        typer.Option("--from", help="The first day; today if left out.", parser=_day),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print them as JSON.")] = False,
) -> None:
    """When the pods will meet: what is scheduled, with what was moved, skipped or called for."""
    from bot.clock import Clock
    from bot.huddles.schedule.listing import list_planned

    now = Clock().now()
    found = _read(lambda session: list_planned(session, now, weeks, first, pod))
    if as_json:
        _print_json(found)
    elif found:
        _print(found)
    else:
        err.print("No huddles are planned for these weeks.")


@huddles.command("calendar")
def huddles_calendar(
    pod: Annotated[str, typer.Argument(help="A pod, by its key or its name.")],
) -> None:
    """Print a pod's calendar as whoever subscribed reads it (RFC 5545). Nothing is written down."""
    from bot.clock import Clock
    from bot.huddles.links.feeding import print_calendar

    now = Clock().now()
    sys.stdout.buffer.write(_read(lambda session: print_calendar(session, pod, now)))


def _read(look: "Callable[[AsyncSession], Awaitable[T]]") -> T:
    """What `look` reads from the database, which is only looked at."""
    from bot.settings_reading import database_url
    from storage.database import Database
    from storage.looking import looking_url
    from storage.migrations import check

    async def work() -> T:
        await check(database_url(), writes=False)
        database = Database(looking_url(database_url()) or database_url())
        try:
            async with database.read() as session:
                return await look(session)
        finally:
            await database.close()

    return asyncio.run(work())


def _print_json(found: "list[Listed]") -> None:
    """A huddle a line: ten years of a company are a million of them."""
    encode = json.JSONEncoder(ensure_ascii=False).encode
    lines = (encode(_as_json(each)) for each in found)
    sys.stdout.write("[")
    for number, line in enumerate(lines):
        sys.stdout.write(f"{',' if number else ''}\n  {line}")
    sys.stdout.write("\n]\n" if found else "]\n")


def _as_json(listed: "Listed") -> dict[str, Any]:
    pod, huddle = listed.pod, listed.huddle
    start, utc = _written(huddle.starts_at, pod.market.timezone)
    return {
        "pod": pod.pod.key,
        "name": pod.pod.name,
        "wave": huddle.wave,
        "slot": huddle.slot,
        "date": huddle.local_date.isoformat(),
        "start": start,
        "zone": pod.market.timezone,
        "utc": utc,
        "minutes": huddle.minutes,
        "state": str(huddle.state),
        "skipped": huddle.is_skipped,
        "moved": huddle.is_moved,
        "planned_start": _written(huddle.planned_at, pod.market.timezone)[0],
        "why": huddle.why,
        "by": huddle.by,
    }


@lru_cache(maxsize=16_384)
def _written(at: datetime, zone: str) -> tuple[str, str]:
    """There, and in UTC. The pods of a zone meet at the same times."""
    utc = at.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return at.astimezone(ZoneInfo(zone)).isoformat(), utc


def _print(found: "list[Listed]") -> None:
    """In columns, each on one line however narrow the window: made to be searched."""
    rows = [_HEADINGS, *map(_as_row, found)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        out.print("  ".join(cells).rstrip(), highlight=False, markup=False, soft_wrap=True)


def _as_row(listed: "Listed") -> tuple[str, ...]:
    huddle, zone = listed.huddle, ZoneInfo(listed.pod.market.timezone)
    local, utc = huddle.starts_at.astimezone(zone), huddle.starts_at.astimezone(UTC)
    was = huddle.planned_at.astimezone(zone)
    moved = huddle.is_moved and not huddle.is_skipped
    state = f"moved from {was:%a %H:%M}" if moved else str(huddle.state)
    state = f"{state} by {huddle.by}" if huddle.by else state
    return (
        listed.pod.pod.key,
        str(huddle.wave),
        f"{local:%a %Y-%m-%d %H:%M}",
        zone.key,
        f"{utc:%Y-%m-%d %H:%M}",
        f"{state}: {huddle.why}" if huddle.why else state,
    )
