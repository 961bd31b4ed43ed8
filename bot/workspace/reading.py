"""What people read at their door: who is there, the channels, messages, notifications."""

from __future__ import annotations

from collections.abc import Callable

from bot.workspace.bodies import number
from bot.workspace.channels import Channel
from bot.workspace.interactions import seen_channel
from bot.workspace.people import Person
from bot.workspace.personal import decorated, own_channel, own_message, page_view
from bot.workspace.shapes import Json
from bot.workspace.state import State

Look = Callable[[State, Person, Json], Json]
MOST = 200


def everybody(state: State, pair: list[str], guide: list[str]) -> Json:
    """The workspace as the page's first question sees it."""
    app, homes = state.app, _homes(state)
    return {
        "team": {"id": state.team_id, "name": state.team_name},
        "people": [
            state.people.card(person) | {"home": homes.get(person.uid)} for person in state.people
        ],
        "pair": pair,
        "guide": guide,
        "app": {
            "id": app.app_id,
            "name": app.name,
            "bot_id": app.bot_id,
            "bot_user_id": app.user,
        },
    }


def _homes(state: State) -> dict[str, str]:
    """The channel under which the page lists each person: the first private one they are in."""
    homes: dict[str, str] = {}
    for channel in state.channels:
        if channel.kind == "private":
            for user in channel.members:
                homes.setdefault(user, channel.name)
    return homes


def boot(state: State, person: Person, query: Json) -> Json:
    """Everything that one person's window starts with."""
    user = person.uid
    mine = [channel for channel in state.channels if channel.visible_to(user)]
    names = ("command", "description", "usage_hint")
    app = state.app
    return {
        "me": state.people.card(person),
        "channels": [own_channel(state, user, channel) for channel in mine],
        "commands": [
            {name: one.get(name, "") for name in names} for one in state.manifest.commands
        ],
        "shortcuts": [
            {name: one[name] for name in ("type", "name", "callback_id")}
            for one in state.manifest.shortcuts
        ],
        "apps": [
            {
                "app_id": app.app_id,
                "name": app.name,
                "bot_id": app.bot_id,
                "bot_user_id": app.user,
                "read_only_note": state.manifest.read_only_note,
            }
        ],
        "home": page_view(state, state.modals.home(user)),
        "view": page_view(state, state.modals.top(user)),
        "seq": state.stream.seq,
        "now": state.now(),
    }


def messages(state: State, person: Person, query: Json) -> Json:
    """A channel or a thread, oldest first, the person's private messages among them."""
    channel = seen_channel(state, person.uid, str(query.get("channel")))
    limit = max(1, min(int(number(query, "limit", 50)), MOST))
    thread, before = query.get("thread_ts"), query.get("before", "")
    stamps = channel.log.replies(thread) if thread else channel.log.timeline
    start, end = channel.log.between(stamps, "", before, False)
    first = max(start, end - limit)
    shown = [thread] if thread and first == start and channel.log.find(thread) else []
    shown += stamps[first:end]
    rows = [own_message(state, person.uid, channel, channel.log.by_ts[ts]) for ts in shown]
    since = stamps[first] if first > start else ""
    rows += _private(state, person.uid, channel, thread, since, before)
    rows.sort(key=lambda row: str(row["ts"]))
    return {"messages": rows, "has_more": first > start}


def _private(
    state: State, user: str, channel: Channel, thread: str | None, since: str, before: str
) -> list[Json]:
    """The private messages of that stretch of time."""
    return [
        decorated(state, user, channel.id, channel.log.slack(message), ephemeral=True)
        for message in state.ephemerals.listing(user, channel.id)
        if message.thread_ts == thread and message.ts >= since
        if not before or message.ts < before
    ]


def notifications(state: State, person: Person, query: Json) -> Json:
    """What this person was notified of, and why."""
    since = str(query.get("since", ""))
    return {"notifications": state.notices.listing(person.uid, since)}


VIEWS: dict[str, Look] = {
    "boot": boot,
    "messages": messages,
    "notifications": notifications,
}
