"""`podline forget`, `podline export`, `podline hold`, `podline release`: people's own data."""

import asyncio
import getpass
import json
import os
import re
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from bot.terminal import Interrupted, counted, out, progress

if TYPE_CHECKING:
    from storage.database import Database

T = TypeVar("T")
_USER = re.compile(r"[UW][A-Z0-9]{2,38}")
_LEFT_BEHIND = (
    "Not covered: names that people typed into texts, what stands in Slack, in backups and in the "
    "files that were exported. docs/privacy.md says what to do about each."
)


def _user(given: str) -> str:
    from bot.people.errors import NotAUser

    if not _USER.fullmatch(given):
        raise NotAUser
    return given


User = Annotated[str, typer.Argument(help="The person's Slack id: U0123ABCD.", parser=_user)]
MaybeUser = Annotated[
    str | None, typer.Argument(help="The person's Slack id: U0123ABCD.", parser=_user)
]
Pod = Annotated[str | None, typer.Option("--pod", help="A pod, by its key.")]


def forget(
    user: User,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be done, and do nothing.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask before.")] = False,
) -> None:
    """Erase a person who left: their words go, and their name from what the pod keeps.

    Cannot be taken back. Can be stopped, and run again, at any point.
    """
    from bot.people.forgetting import look

    known = _run(lambda database: look(database, user), writes=False)
    name = known.member.name if known.member else user
    for table, count in known.rows.items():
        _say(f"  {table}: {counted(count, 'row', 'rows')}")
    if dry_run:
        _say(f"{name} is named in {counted(known.total, 'row', 'rows')}. Nothing was done yet.")
        _say(_LEFT_BEHIND)
        return
    if not yes and not typer.confirm(f"Forget {name}? This cannot be taken back."):
        _say("Nothing was changed.")
        return
    done = _run(lambda database: _forget(database, user), writes=True)
    _say(f"{name} is forgotten:")
    for what, count in done.items():
        _say(f"  {what}: {count}")
    _say(_LEFT_BEHIND)


def export(
    user: User,
    path: Annotated[Path, typer.Argument(help="The file to write, as JSON.")],
) -> None:
    """Write everything that is stored of one person to a file, and nothing of others."""
    from bot.people.exporting import export_person

    async def work(database: "Database") -> dict[str, Any]:
        from bot.clock import Clock

        with progress() as advance:
            return await export_person(database, user, Clock().now(), advance)

    found = _run(work, writes=False)
    # Nobody else's to read, also where there was a file of that name.
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        if path.is_file():  # never a device or a pipe
            os.fchmod(file.fileno(), 0o600)
        json.dump(found, file, ensure_ascii=False, indent=1)
    rows = sum(len(each) for each in found["tables"].values())
    _say(f"{counted(rows, 'row', 'rows')} of {user} in {path}.")


def hold(
    user: MaybeUser = None,
    pod: Pod = None,
    why: Annotated[str, typer.Option(help="Why, for whoever asks later.")] = "",
) -> None:
    """Forget nothing of a person or a pod (legal hold). Without either: say what is on hold.

    Given again with another --why, the new reason is kept.
    """
    from bot.people.holding import Setting
    from bot.people.holding import hold as set_hold

    if user is None and pod is None and not why:
        _say_held()
        return
    setting = _run(
        lambda database: set_hold(database, user, pod, why, _now(), _operator()), writes=True
    )
    said = {
        Setting.NEW: "is on hold.",
        Setting.REWORDED: "was already on hold. The reason is another one now.",
        Setting.SAME: "was already on hold. Nothing was changed.",
    }
    _say(f"{user or f'Pod {pod}'} {said[setting]}")


def release(user: MaybeUser = None, pod: Pod = None) -> None:
    """End a hold: what was kept long enough is forgotten within the hour."""
    from bot.people.holding import release as end_hold

    _run(lambda database: end_hold(database, user, pod, _now(), _operator()), writes=True)
    _say(f"{user or f'Pod {pod}'} is not on hold any more.")


def _say_held() -> None:
    from bot.people.holding import held

    found = _run(held, writes=False)
    for each in found:
        _say(f"{each.name} since {each.since:%Y-%m-%d}: {each.why or 'no reason was given'}")
    if not found:
        _say("Nobody and no pod is on hold.")


async def _forget(database: "Database", user: str) -> dict[str, int]:
    from bot.people.forgetting import forget as erase

    with progress() as advance:
        return await erase(database, user, _now(), _operator(), advance)


def _run(work: Callable[["Database"], Awaitable[T]], *, writes: bool) -> T:
    """With the database of the settings, which need no Slack."""

    async def run() -> T:
        from bot.settings_reading import database_url
        from storage.database import Database
        from storage.looking import looking_url
        from storage.migrations import check

        url = database_url()
        await check(url, writes=writes)
        database = Database(url if writes else looking_url(url) or url)
        try:
            return await work(database)
        finally:
            await database.close()

    try:
        return asyncio.run(run())
    except KeyboardInterrupt:
        raise Interrupted from None


def _now() -> Any:
    from bot.clock import Clock

    return Clock().now()


def _operator() -> str:
    """Whose login it is, for the audit."""
    try:
        return getpass.getuser()[:120]
    except (OSError, KeyError):
        return f"uid {os.getuid()}"


def _say(sentence: str) -> None:
    """As it stands: a name may look like markup, and is not broken in two."""
    out.print(sentence, highlight=False, markup=False, soft_wrap=True)
