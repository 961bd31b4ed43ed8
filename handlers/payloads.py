"""What Slack sends, read once into small frozen shapes that the feature handlers take."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from bot.inbox import Delivery, Person
from bot.text.kit import Block, Card, Element, Note

Payload = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class InPlace:
    """A modal in the place of the one that was pressed; elsewhere it opens as any other."""

    view: Block


@dataclass(frozen=True, slots=True)
class Beside:
    """A private card, where the private message that was pressed stays: it holds more than that."""

    card: Card


# What the person who acted is told: a private card, a modal to show, or nothing.
Said = Card | Block | InPlace | Beside | None
# After a form: it closes, with a note in a channel or without; or another one takes its place.
Sent = Note | Block | None


@dataclass(frozen=True, slots=True)
class Command:
    """`has_hidden`: of what was typed, signs that show nothing were left out of `text`."""

    delivery: Delivery
    person: Person
    command: str
    text: str
    channel: str
    response_url: str
    trigger_id: str
    has_hidden: bool = False


@dataclass(frozen=True, slots=True)
class Press:
    """A button pressed or a menu chosen; `value` is the button's or the chosen option's.

    `thread_ts` is None on a root; `is_ephemeral` where the message is the person's alone. `values`
    is what the inputs of its modal held then, as in a `Submission`, and `view_hash` Slack's name
    for how that looked.
    """

    delivery: Delivery
    person: Person
    action_id: str
    value: str
    trigger_id: str
    channel: str | None = None
    message_ts: str | None = None
    thread_ts: str | None = None
    is_ephemeral: bool = False
    response_url: str | None = None
    view_id: str | None = None
    view_type: str | None = None
    view_hash: str | None = None
    metadata: str = ""
    values: Mapping[str, str | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Submission:
    """A modal sent; `values` maps each input's block_id to what was typed or chosen, and in a
    block of several the action_id of each.
    """

    delivery: Delivery
    person: Person
    callback_id: str
    values: Mapping[str, str | None]
    metadata: str
    view_id: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What is `typed` so far in a menu that asks for its options, in a form or on a message.

    `metadata` is the form's; of what was filled in there Slack says nothing (bolt-js#1146). It
    asks once for all that was typed when somebody pauses, and never again.
    """

    delivery: Delivery
    person: Person
    action_id: str
    typed: str
    metadata: str = ""


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A global or message shortcut; the message fields are set for the latter, and
    `message_user` where a person wrote it.
    """

    delivery: Delivery
    person: Person
    callback_id: str
    trigger_id: str
    response_url: str | None = None
    channel: str | None = None
    message_ts: str | None = None
    thread_ts: str | None = None
    message_text: str | None = None
    message_user: str | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """A person's message in a channel: new, changed or deleted. `person` wrote it.

    Of a deleted message Slack may not say who wrote it: `person.user` is "" then. `to_bot` is what
    follows where it begins with our name, as Slack sends it; "" elsewhere.
    """

    delivery: Delivery
    person: Person
    channel: str
    ts: str
    thread_ts: str | None
    text: str
    change: Literal["new", "changed", "deleted"] = "new"
    edited: str | None = None
    mentions_bot: bool = False
    to_bot: str = ""


@dataclass(frozen=True, slots=True)
class Reaction:
    delivery: Delivery
    person: Person
    name: str
    channel: str
    ts: str
    added: bool


@dataclass(frozen=True, slots=True)
class Joined:
    """Somebody is in a huddle of Slack's since `at`; it does not say in which."""

    delivery: Delivery
    person: Person
    at: datetime


@dataclass(frozen=True, slots=True)
class HomeOpened:
    delivery: Delivery
    person: Person


@dataclass(frozen=True, slots=True)
class Claim:
    """Messages that one feature takes for itself: nobody else hears those that are `meant`."""

    meant: Callable[[Message], bool]
    hear: Callable[[Message], Awaitable[Said]]


@dataclass(frozen=True, slots=True)
class Routes:
    """What one feature answers, by the name that Slack sends."""

    commands: Mapping[str, Callable[[Command], Awaitable[Said]]] = field(default_factory=dict)
    actions: Mapping[str, Callable[[Press], Awaitable[Said]]] = field(default_factory=dict)
    options: Mapping[str, Callable[[Suggestion], Awaitable[Sequence[Element]]]] = field(
        default_factory=dict
    )
    views: Mapping[str, Callable[[Submission], Awaitable[Sent]]] = field(default_factory=dict)
    shortcuts: Mapping[str, Callable[[Shortcut], Awaitable[Said]]] = field(default_factory=dict)
    messages: Sequence[Callable[[Message], Awaitable[Said]]] = ()
    claims: Sequence[Claim] = ()
    reactions: Sequence[Callable[[Reaction], Awaitable[Said]]] = ()
    joins: Sequence[Callable[[Joined], Awaitable[Said]]] = ()
    home: Sequence[Callable[[HomeOpened], Awaitable[list[Block]]]] = ()
