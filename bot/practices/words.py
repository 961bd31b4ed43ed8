"""The words on the wire: what the views of practices send out and handlers get back.

Callback, block and action ids, and the values of buttons and options.
"""

import hashlib
import json
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from bot.errors import Outdated
from bot.practices.found import Missing

# Buttons and menus. Their value is the practice's id, except where a function below says otherwise.
USE = "practices.use"
HELPED = "practices.helped"  # in the thread of an ask, its value is `in_ask_value`
REFUSE = "practices.refuse"
MORE = "practices.more"
MENU = "practices.menu"  # the "…"
EDIT = "practices.edit"
ADD = "practices.add"  # how somebody else says it
STILL_HOLDS = "practices.still_holds"
ARCHIVE = "practices.archive"
FILL = "practices.fill"  # as NEW, and answers a search; the value is `fill_value`
NOT_NEEDED = "practices.not_needed"  # takes a gap from the list; the value is its id
NEW = "practices.new"  # opens the form; the value is `prefill_value`
SAVE_ASK = "practices.save_ask"  # under a settled ask; the value is the ask's id
SAVE_MESSAGE = "practices.save_message"  # offered after a 💡; the value is `place_value`
NOT_THIS = "practices.not_this"  # of a suggestion; as PUT and SOLVES the value is `in_ask_value`
PUT = "practices.put"  # into the thread of an ask
SHOW_SUGGESTED = "practices.show_suggested"  # on the card of an ask; the value is the ask's id
OPEN_LINK = "practices.open_link"  # opens an address by itself; its press only needs an ack

# Advice's: opens the form of a question, and settles an ask; tests hold them to the names there.
ASK_THE_POD = "advice.new_ask"
SOLVES = "advice.solve"

# Shortcuts.
FROM_MESSAGE = "practices.from_message"  # on a message

# Modals.
SAVE_FORM = "practices.save_form"
EDIT_FORM = "practices.edit_form"
ADD_FORM = "practices.add_form"
REFUSE_FORM = "practices.refuse_form"
WHOLE = "practices.whole"

# Inputs of modals: the block's id, which is also its element's action id.
TITLE = "title"
SITUATION = "situation"
WHAT_WORKED = "what_worked"
SAY_IT = "say_it"
SHOWN_TO = "shown_to"
TOPICS = "topics"
ENDS_AT = "ends_at"
WITH_ALERT = "with_alert"
WHY = "why"
WORD = "word"
INSTEAD = "instead"

DRAFT = "draft"  # the menu's "Only me"; its other values are scopes
PREFILL = "prefill:"
LONGEST_PREFILL = 1900  # a button's value holds 2,000


class Choice(StrEnum):
    """What stands under a practice's "…"."""

    MORE = "more"
    ADD = "add"
    REFUSE = "refuse"
    SHARE = "share"
    VERIFY = "verify"
    CONFIRM = "confirm"
    UNDO = "undo"
    SAME = "same"
    ARCHIVE = "archive"


class Instead(StrEnum):
    """What becomes of a practice that is like others."""

    BOTH = "both"
    LINK = "link"
    MERGE = "merge"


class From(NamedTuple):
    """What a form was made from, as its metadata carries it; empty where it was typed.

    `there` is the channel in which it was opened, and `channel` and `ts` the message it is made
    from; `gap` is the search without a result that it answers; `seen` are the near-duplicates
    that stood beside it. `said` is the `digest` of how the helper said it; `card` and `url` are
    the ts of the card in `there` on which it was opened, and that press's response_url; `huddle`
    and `item` are where it was talked about.
    """

    there: str | None = None
    channel: str | None = None
    ts: str | None = None
    ask: UUID | None = None
    gap: UUID | None = None
    helper: str | None = None
    helper_name: str | None = None
    link: str | None = None
    said: str | None = None
    card: str | None = None
    url: str | None = None
    huddle: UUID | None = None
    item: UUID | None = None
    seen: tuple[UUID, ...] = ()


class Chosen(NamedTuple):
    """What was chosen of which practice, and for "Undo" of which version."""

    choice: Choice
    practice: UUID
    version: int = 0


def choice_value(choice: Choice, practice: UUID, version: int = 0) -> str:
    """The value of an option under "…", as `verify:<practice id>:3`."""
    return f"{choice}:{practice}:{version}"


def read_choice(value: str) -> Chosen:
    """Raises `Outdated` for an older version's."""
    try:
        what, practice, version = value.split(":")
        return Chosen(Choice(what), UUID(practice), int(version))
    except ValueError:
        raise Outdated from None


def read_id(value: str) -> UUID:
    """The id in a button's value or in a modal's metadata. Raises `Outdated` for anything else."""
    try:
        return UUID(value)
    except ValueError:
        raise Outdated from None


def in_ask_value(practice: UUID, ask: UUID) -> str:
    """A practice where it concerns an ask: `<practice id>:<ask id>`."""
    return f"{practice}:{ask}"


def read_helped(value: str) -> tuple[UUID, UUID | None]:
    """The practice, and the ask where "Helped" stands in its thread. Raises `Outdated`."""
    return read_in_ask(value) if ":" in value else (read_id(value), None)


def read_in_ask(value: str) -> tuple[UUID, UUID]:
    """The practice and the ask. Raises `Outdated` for anything else."""
    practice, _, ask = value.partition(":")
    return read_id(practice), read_id(ask)


def place_value(channel: str, ts: str) -> str:
    return f"{channel}:{ts}"


def read_place(value: str) -> tuple[str, str]:
    """The channel and ts of a message. Raises `Outdated` for anything else."""
    channel, _, ts = value.partition(":")
    if not channel or not ts:
        raise Outdated
    return channel, ts


def prefill_value(typed: str) -> str:
    """What the form opens with, as far as a button can carry it."""
    return PREFILL + typed[:LONGEST_PREFILL]


def read_prefill(value: str) -> str:
    return value.removeprefix(PREFILL) if value.startswith(PREFILL) else ""


def fill_value(missing: Missing) -> str:
    """What was looked for and not found, to be saved."""
    return f"{missing.gap_id}:{missing.words[:LONGEST_PREFILL]}"


def read_fill(value: str) -> tuple[UUID, str]:
    """The gap and its words. Raises `Outdated` for anything else."""
    gap, _, typed = value.partition(":")
    return read_id(gap), typed


class Editing(NamedTuple):
    """The metadata of the form for changes: the version that was before its editor, and their
    own way to say it, where there is one.
    """

    practice: UUID
    version: int
    saying: UUID | None = None

    def __str__(self) -> str:
        return f"{self.practice}:{self.version}:{self.saying or ''}"


def read_editing(metadata: str) -> Editing:
    """Raises `Outdated` for what another version wrote."""
    try:
        practice, version, saying = metadata.split(":")
        return Editing(UUID(practice), int(version), UUID(saying) if saying else None)
    except ValueError:
        raise Outdated from None


class Adding(NamedTuple):
    """The metadata of the form for one more way to say it; `there` as in `Refusing`."""

    practice: UUID
    there: str | None = None

    def __str__(self) -> str:
        return f"{self.practice}:{self.there or ''}"


def read_adding(metadata: str) -> Adding:
    """Raises `Outdated` for what another version wrote."""
    practice, _, there = metadata.partition(":")
    return Adding(read_id(practice), there or None)


class Refusing(NamedTuple):
    """The metadata of the form that asks why; `there` is the channel in which it was opened."""

    practice: UUID
    there: str | None = None

    def __str__(self) -> str:
        return f"{self.practice}:{self.there or ''}"


def read_refusing(metadata: str) -> Refusing:
    """Raises `Outdated` for what another version wrote."""
    practice, _, there = metadata.partition(":")
    return Refusing(read_id(practice), there or None)


def instead_value(instead: Instead, practice: UUID | None = None) -> str:
    return f"{instead}:{practice}" if practice else str(instead)


def read_instead(value: str | None) -> tuple[Instead, UUID | None]:
    """Keep both where nothing was chosen. Raises `Outdated` for an older version's."""
    what, _, practice = (value or Instead.BOTH).partition(":")
    try:
        return Instead(what), UUID(practice) if practice else None
    except ValueError:
        raise Outdated from None


def digest(said: str) -> str:
    """By which we know whether somebody changed what a form was filled in with."""
    return hashlib.sha256(" ".join(said.split()).encode()).hexdigest()[:16]


def from_value(made: From) -> str:
    """As JSON, without what is empty."""
    known = {key: value for key, value in made._asdict().items() if value}
    return json.dumps(known, default=_plain, separators=(",", ":")) if known else ""


def read_from(metadata: str) -> From:
    """Raises `Outdated` for what another version wrote."""
    try:
        known = json.loads(metadata or "{}")
        for key in {"ask", "gap", "huddle", "item"} & known.keys():
            known[key] = UUID(known[key])
        seen = tuple(UUID(each) for each in known.pop("seen", ()))
        return From(**known, seen=seen)
    except (ValueError, TypeError, AttributeError):
        raise Outdated from None


def _plain(value: object) -> str:
    """Of a UUID; tuples are JSON's own lists."""
    return str(value)
