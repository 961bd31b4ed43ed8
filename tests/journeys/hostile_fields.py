"""Every field that people type into: how words get in, and where all of them must be read again."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.workspace.visitor import buttons
from tests.journeys.hostile_words import MOST
from tests.journeys.people import Day, Person

Json = dict[str, Any]
FORM, LINE = 3000, 140  # characters that a form's fields hold, and its line to say now
SHORT = "No bars in Alpine?"


@dataclass(frozen=True)
class Stage:
    """A day on which every ask is shown to the overflow pod at once, and its people."""

    day: Day
    maya: Person
    nick: Person
    dan: Person
    raj: Person
    lounge: str

    async def asked(self) -> tuple[Json, Json]:
        """A fresh ask of Maya's: its card, and the linked one in Detroit."""
        await self.maya.runs("/advise", SHORT)
        return await newest_card(self.maya), await newest_card(self.raj)


@dataclass(frozen=True)
class Entered:
    """What is shown where the words must stand, and in the overflow pod where they must stand
    there, too; or the sentences under the fields of the form that `writer` still has before them.
    """

    messages: list[Json] = field(default_factory=list)
    there: tuple[list[Json], ...] = ()
    errors: Mapping[str, str] = field(default_factory=dict)
    writer: Person | None = None


Enter = Callable[[Stage, str], Awaitable[Entered]]


async def latest(person: Person) -> list[Json]:
    """The last few messages of their pod's channel: all of them would take long to be read."""
    listed = (await person.look("messages", channel=person.pod, limit="8"))["messages"]
    return [one for one in listed if not one["ephemeral"]]


async def newest_card(person: Person) -> Json:
    return [one for one in await latest(person) if buttons(one.get("blocks") or [])][-1]


async def _card_and_thread(person: Person, root: Json) -> list[Json]:
    shown = await person.messages(person.pod, root["ts"])
    return [one for one in shown if not one["ephemeral"]]


async def _sent(person: Person, root: Json | None, **typed: str) -> Entered:
    """The form was filled and sent: what stands in the thread of `root`, or of the new card."""
    if errors := await person.sends(await person.form(), **typed):
        return Entered(errors=errors, writer=person)
    return Entered(await _card_and_thread(person, root or await newest_card(person)))


async def command(stage: Stage, text: str) -> Entered:
    await stage.maya.runs("/advise", text)
    shown = await _card_and_thread(stage.maya, await newest_card(stage.maya))
    return Entered(shown, await _linked(stage))


async def command_elsewhere(stage: Stage, text: str) -> Entered:
    await stage.maya.runs("/advise", text, stage.lounge)
    return await _sent(stage.maya, None)


async def question(stage: Stage, text: str) -> Entered:
    await stage.maya.runs("/advise")
    return await _sent(stage.maya, None, question=text)


async def changed_question(stage: Stage, text: str) -> Entered:
    card, _ = await stage.asked()
    await stage.maya.clicks("Change question or topic", card)
    return await _sent(stage.maya, card, question=text)


async def message_shortcut(stage: Stage, text: str) -> Entered:
    """Where the form cannot hold all of it, it says so, and the message stays."""
    ts = await stage.nick.writes(text)
    await stage.maya.uses("advice.ask_the_pod", stage.maya.pod, ts)
    form = await stage.maya.form()
    cut = len(text) > FORM
    assert ("The message itself stays as it is" in str(form)) is cut
    entered = await _sent(stage.maya, None)
    return Entered([*entered.messages, *(await _message(stage.nick, ts) if cut else [])])


async def mention(stage: Stage, text: str) -> Entered:
    ts = await stage.maya.writes(f"@podline {text}")
    return Entered(await stage.maya.messages(stage.maya.pod, ts), await _linked(stage))


async def mention_elsewhere(stage: Stage, text: str) -> Entered:
    await stage.maya.writes(f"@podline {text}", there=stage.lounge)
    told = [one for one in await stage.maya.messages(stage.lounge) if one["ephemeral"]][-1]
    await stage.maya.clicks("Ask my pod", told, stage.lounge)
    return await _sent(stage.maya, None)


async def edited_mention(stage: Stage, text: str) -> Entered:
    ts = await _rewrites(stage.maya, f"@podline {SHORT}", f"@podline {text}")
    return Entered(await stage.maya.messages(stage.maya.pod, ts))


async def say_now(stage: Stage, text: str) -> Entered:
    card, _ = await stage.asked()
    await stage.dan.clicks("Answer", card)
    return await _sent(stage.dan, card, say_now=text)


async def detail(stage: Stage, text: str) -> Entered:
    card, _ = await stage.asked()
    await stage.dan.clicks("Answer", card)
    return await _sent(stage.dan, card, say_now="Hold the line.", detail=text)


async def reply(stage: Stage, text: str) -> Entered:
    card, _ = await stage.asked()
    await stage.dan.writes(text, card)
    return Entered(await stage.maya.thread(card))


async def edited_reply(stage: Stage, text: str) -> Entered:
    card, _ = await stage.asked()
    await _rewrites(stage.dan, "One moment.", text, card)
    return Entered(await stage.maya.thread(card))


async def reply_there(stage: Stage, text: str) -> Entered:
    """From the overflow pod, whose channel the asker does not see."""
    card, linked = await stage.asked()
    await stage.raj.writes(text, linked)
    return Entered(await stage.maya.thread(card))


async def edited_reply_there(stage: Stage, text: str) -> Entered:
    card, linked = await stage.asked()
    await _rewrites(stage.raj, "One moment.", text, linked)
    return Entered(await stage.maya.thread(card))


async def addition(stage: Stage, text: str) -> Entered:
    """What the asker adds at home, in the thread of the overflow pod."""
    card, linked = await stage.asked()
    await stage.maya.writes(text, card)
    return Entered(await stage.raj.thread(linked))


async def _rewrites(person: Person, first: str, text: str, thread: Json | None = None) -> str:
    """Write something short, and change it to `text`; its ts."""
    ts = await person.writes(first, thread)
    await person.edits(person.pod, ts, text)
    await person.day.quiet()
    return ts


async def _linked(stage: Stage) -> tuple[list[Json]]:
    return (await _card_and_thread(stage.raj, await newest_card(stage.raj)),)


async def _message(person: Person, ts: str) -> list[Json]:
    return [one for one in await person.messages(person.pod, ts) if one["ts"] == ts]


@dataclass(frozen=True)
class Field:
    """`longest` is how many characters it takes, after `prefix` others; `as_mrkdwn` where Slack
    hands it over as mrkdwn; `posts` names the channel where the writer's own message stands,
    which calls whom it calls there.
    """

    enter: Enter
    longest: int = MOST
    as_mrkdwn: bool = True
    posts: str = ""
    prefix: int = 0


HOME, THERE, LOUNGE = "pod-san-diego", "pod-detroit", "lounge"
_MENTION = len("@podline ")
FIELDS = {
    "command": Field(command),
    "command elsewhere": Field(command_elsewhere),
    "question": Field(question, FORM, as_mrkdwn=False),
    "changed question": Field(changed_question, FORM, as_mrkdwn=False),
    "message shortcut": Field(message_shortcut, posts=HOME),
    "mention": Field(mention, prefix=_MENTION, posts=HOME),
    "mention elsewhere": Field(mention_elsewhere, prefix=_MENTION, posts=LOUNGE),
    "edited mention": Field(edited_mention, prefix=_MENTION, posts=HOME),
    "line to say now": Field(say_now, LINE, as_mrkdwn=False),
    "detail": Field(detail, FORM, as_mrkdwn=False),
    "reply": Field(reply, posts=HOME),
    "edited reply": Field(edited_reply, posts=HOME),
    "reply there": Field(reply_there, posts=THERE),
    "edited reply there": Field(edited_reply_there, posts=THERE),
    "addition": Field(addition, posts=HOME),
}
