"""Reads Slack's payloads into the shapes of `payloads`.

`team` is our own workspace's id, for which the middleware has vouched: a payload's own may be
that of an Enterprise Grid organisation, or of the workspace which hosts a shared channel. What
a person did raises `Unreadable` where it is malformed; an event is None then, and ignored.
"""

from datetime import UTC, datetime

from bot.errors import Unreadable
from bot.inbox import Delivery, Person
from handlers.chosen import chosen
from handlers.fields import LONGEST_URL, find, hides, need, need_ts, part, parts, raw, words
from handlers.message_words import words_of
from handlers.payloads import (
    Command,
    HomeOpened,
    Joined,
    Payload,
    Press,
    Reaction,
    Shortcut,
    Submission,
    Suggestion,
)

_IN_A_HUDDLE = "in_a_huddle"


def read_command(body: Payload, team: str, now: datetime) -> Command:
    trigger = need(body, "trigger_id")
    return Command(
        delivery=Delivery(f"command:{trigger}", now),
        person=Person(team, need(body, "user_id")),
        command=need(body, "command"),
        text=words(body, "text"),
        channel=need(body, "channel_id"),
        response_url=find(body, "response_url", LONGEST_URL) or "",
        trigger_id=trigger,
        has_hidden=hides(body, "text"),
    )


def read_press(body: Payload, team: str, now: datetime) -> Press:
    action, view = next(iter(parts(body, "actions")), {}), part(body, "view")
    container, trigger = part(body, "container"), need(body, "trigger_id")
    return Press(
        delivery=Delivery(f"press:{trigger}", now),
        person=_who_acted(body, team),
        action_id=need(action, "action_id"),
        value=chosen(action) or "",
        trigger_id=trigger,
        channel=find(part(body, "channel"), "id") or find(container, "channel_id"),
        message_ts=find(container, "message_ts"),
        thread_ts=_thread(container, "message_ts"),
        is_ephemeral=container.get("is_ephemeral") is True,
        response_url=find(body, "response_url", LONGEST_URL),
        view_id=find(view, "id"),
        view_type=find(view, "type"),
        view_hash=find(view, "hash"),
        metadata=raw(view, "private_metadata"),
        values=_filled_in(view),
    )


def read_suggestion(body: Payload, team: str, now: datetime) -> Suggestion:
    """Its key is made up: Slack gives it no id, and never sends it twice."""
    person, action_id = _who_acted(body, team), need(body, "action_id")
    return Suggestion(
        delivery=Delivery(f"suggestion:{person.user}:{action_id}:{now.isoformat()}", now),
        person=person,
        action_id=action_id,
        typed=words(body, "value"),
        metadata=raw(part(body, "view"), "private_metadata"),
    )


def read_submission(body: Payload, team: str, now: datetime) -> Submission:
    view = part(body, "view")
    return Submission(
        delivery=Delivery(f"view:{need(body, 'trigger_id')}", now),
        person=_who_acted(body, team),
        callback_id=need(view, "callback_id"),
        values=_filled_in(view),
        metadata=raw(view, "private_metadata"),
        view_id=need(view, "id"),
    )


def read_shortcut(body: Payload, team: str, now: datetime) -> Shortcut:
    message, trigger = part(body, "message"), need(body, "trigger_id")
    return Shortcut(
        delivery=Delivery(f"shortcut:{trigger}", now),
        person=_who_acted(body, team),
        callback_id=need(body, "callback_id"),
        trigger_id=trigger,
        response_url=find(body, "response_url", LONGEST_URL),
        channel=find(part(body, "channel"), "id"),
        message_ts=find(message, "ts"),
        thread_ts=_thread(message, "ts"),
        message_text=words_of(message) if message else None,
        message_user=None if "bot_id" in message else find(message, "user"),
    )


def read_reaction(body: Payload, team: str, now: datetime) -> Reaction | None:
    """A reaction on a message, without its skin tone; None where it is on something else."""
    event = part(body, "event")
    item = part(event, "item")
    if item.get("type") != "message":
        return None
    try:
        return Reaction(
            delivery=Delivery(f"event:{need(body, 'event_id')}", now),
            person=Person(team, need(event, "user")),
            name=need(event, "reaction").split("::")[0],
            channel=need(item, "channel"),
            ts=need_ts(item, "ts"),
            added=event.get("type") == "reaction_added",
        )
    except Unreadable:
        return None


def read_joined(body: Payload, team: str, now: datetime) -> Joined | None:
    """A person of our workspace is in a huddle now; None where they left one, or it is no person.

    In an Enterprise Grid the team of a person is another workspace's of the organisation.
    """
    event = part(body, "event")
    user = part(event, "user")
    if find(part(user, "profile"), "huddle_state") != _IN_A_HUDDLE or user.get("is_bot") is True:
        return None
    if find(user, "team_id") not in (None, team) and "enterprise_user" not in user:
        return None
    try:
        return Joined(
            delivery=Delivery(f"event:{need(body, 'event_id')}", now),
            person=Person(team, need(user, "id")),
            at=datetime.fromtimestamp(float(need_ts(event, "event_ts")), UTC),
        )
    except Unreadable:
        return None


def read_home(body: Payload, team: str, now: datetime) -> HomeOpened | None:
    """The Home tab was opened, or None where it was the Messages tab."""
    event = part(body, "event")
    event_id, user = find(body, "event_id"), find(event, "user")
    if event.get("tab") != "home" or event_id is None or user is None:
        return None
    return HomeOpened(Delivery(f"event:{event_id}", now), Person(team, user))


def _filled_in(view: Payload) -> dict[str, str | None]:
    """What a modal holds: by the block's id, or by those of its elements where it has several."""
    inputs, held = part(part(view, "state"), "values"), {}
    for block_id in inputs:
        elements = part(inputs, block_id)
        for action_id, element in elements.items():
            if isinstance(element, dict):
                held[block_id if len(elements) == 1 else action_id] = chosen(element)
    return held


def _thread(message: Payload, ts: str) -> str | None:
    """The thread that a message stands in; None for its root, which stands in the channel."""
    thread = find(message, "thread_ts")
    return thread if thread != find(message, ts) else None


def _who_acted(body: Payload, team: str) -> Person:
    return Person(team, need(part(body, "user"), "id"))
