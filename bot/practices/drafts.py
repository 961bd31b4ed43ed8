"""What somebody writes of a practice, before any of it is stored, and what became of it then."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from bot.practices.facts import Shown
from bot.text.kinds import Kind
from storage.languages import Language
from storage.practices import Practice, Scope


class Source(NamedTuple):
    """The message that a practice was made from."""

    channel: str
    ts: str


class Pressed(NamedTuple):
    """The message on which something was pressed; its `response_url` alone can repaint it."""

    channel: str | None
    ts: str | None
    response_url: str


class TalkedAbout(NamedTuple):
    """The item of a huddle that a practice was made of."""

    huddle: UUID
    item: UUID


@dataclass(frozen=True, slots=True)
class Draft:
    """A practice before it is saved, as typed or prefilled.

    What is None or empty is guessed: title and topics from the words, the language too; scope is
    the pod's market. `gap_id` is the search without a result that it answers; `helper_said`: the
    way to say it is the helper's, in their words. `pressed` is the card of the ask from which the
    form was opened, `talked_about` where a huddle made one of what it said.
    """

    situation: str
    what_worked: str
    say_it: str = ""
    language: Language | None = None
    topics: tuple[str, ...] = ()
    scope: Scope = Scope.MARKET
    ask_id: UUID | None = None
    source: Source | None = None
    link: str | None = None
    helper: str | None = None
    helper_name: str | None = None
    helper_said: bool = False
    ends_at: datetime | None = None
    title: str = ""
    alert_id: UUID | None = None
    gap_id: UUID | None = None
    masked: tuple[Kind, ...] = ()
    pressed: Pressed | None = None
    talked_about: TalkedAbout | None = None


@dataclass(frozen=True, slots=True)
class Fields:
    """What an edit changes; None leaves a part as it is.

    `say_it` rewords the way to say it that `saying_id` names (empty: takes it out), or adds one.
    `no_end` takes the end date away, `no_alert` the alert with which it would end.
    """

    title: str | None = None
    situation: str | None = None
    what_worked: str | None = None
    say_it: str | None = None
    saying_id: UUID | None = None
    topics: tuple[str, ...] | None = None
    scope: Scope | None = None
    link: str | None = None
    ends_at: datetime | None = None
    no_end: bool = False
    alert_id: UUID | None = None
    no_alert: bool = False


@dataclass(frozen=True, slots=True)
class Saved:
    practice: Practice
    masked: tuple[Kind, ...] = ()


class Added(NamedTuple):
    """Somebody added how they say it; not `is_new`: these words stood there already."""

    practice: Practice
    masked: tuple[Kind, ...] = ()
    is_new: bool = True


@dataclass(frozen=True, slots=True)
class Alike:
    """Nothing was saved: these say nearly the same. `draft` is masked and complete."""

    draft: Draft
    shown: tuple[Shown, ...]

    @property
    def ids(self) -> frozenset[UUID]:
        """To be handed back as `despite` where both are wanted."""
        return frozenset(each.practice.id for each in self.shown)
