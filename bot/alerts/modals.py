"""The forms of alerts: to post or suggest one, and to change one."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot.alerts import words
from bot.alerts.checking import LONGEST
from bot.alerts.differences import compared
from bot.alerts.draft import Draft
from bot.alerts.fields import (
    areas_field,
    end_fields,
    kind_field,
    line_field,
    moment_field,
    pods_field,
    say_fields,
    severity_field,
)
from bot.alerts.merging import Conflict
from bot.alerts.phrases import when
from bot.alerts.rules import May
from bot.alerts.shown import Editing, Prepared
from bot.alerts.words import Choice, Form
from bot.text import kit
from bot.text.escaping import escape, shorten
from bot.text.kit import Block
from bot.text.phrases import name, pod_label, pod_name, words_of
from storage.alerts import Alert
from storage.alerts_reach import MarketPlace

_GOES_TO: Final = "For {market}: its pods get it at once, and whoever takes their calls."
_UNCONFIRMED: Final = (
    "It is posted as unconfirmed, and ends in 60 minutes unless an expert, leader or resource "
    "manager confirms it."
)
_SUGGEST: Final = (
    "Only resolution experts, leaders and resource managers post alerts. {who} gets your draft."
)
_MASKED: Final = "What looked like a customer's data is masked. Please look it over."
_CUT: Final = "Only the first 600 characters fit under “What customers notice”."
_ANOTHER: Final = "*{who} changed it while you wrote.* Both stand here; yours is in the form."
_YOUR_WORDS: Final = "Here are your words, to copy:"
_NAME_LONGEST: Final = 150
_ENDS_ALL: Final = "Everybody who has the alert is told that it is over."


def post_form(prepared: Prepared, form: Form, now: datetime, *, stamp: str = "0") -> Block:
    """Everything is looked over here before it goes out. With another `stamp` the fields show
    what the draft says, also where something else was typed.
    """
    draft, market = prepared.draft, prepared.market
    blocks = [
        kit.context(_leads(prepared)),
        *([kit.context(prepared.before)] if prepared.before else []),
        *([kit.context(_MASKED)] if prepared.masked else []),
        *([kit.context(_CUT)] if len(draft.what) > LONGEST["what"] else []),
        *_fields(draft, market, now, stamp, dispatches=True),
        *pods_field(draft, prepared.pods, stamp),
    ]
    title, submit = {
        May.POST: ("Post an alert", "Post it"),
        May.POST_UNCONFIRMED: ("Post an alert", "Post it"),
        May.SUGGEST: ("Suggest an alert", "Send it"),
    }[prepared.may]
    metadata = words.form_value(form._replace(market=market.id))
    return kit.modal(words.POST_FORM, title, blocks, submit, metadata)


def edit_form(
    editing: Editing,
    choice: Choice,
    there: str | None = None,
    conflicts: Sequence[Conflict] = (),
    by: str | None = None,
) -> Block:
    """Update and correct: all that it says. `conflicts` stand above what was typed."""
    form = _form_of(editing, choice, there)
    title = "Correct the alert" if choice is Choice.CORRECT else "Update the alert"
    blocks = [
        *_theirs(conflicts, by, editing),
        *_fields(editing.draft, editing.market, editing.at, str(editing.version)),
    ]
    return kit.modal(words.EDIT_FORM, title, blocks, "Save", words.form_value(form))


def extend_form(
    editing: Editing,
    there: str | None = None,
    conflicts: Sequence[Conflict] = (),
    by: str | None = None,
) -> Block:
    """Until when, alone."""
    form = _form_of(editing, Choice.EXTEND, there)
    stamp = str(editing.version)
    hint = _market_now(editing.market, editing.at)
    blocks = [
        *_theirs(conflicts, by, editing),
        kit.section(_which(editing)),
        *end_fields(editing.draft, stamp, hint),
    ]
    title = "Until when?"
    return kit.modal(words.EXTEND_FORM, title, blocks, "Save", words.form_value(form))


def end_form(editing: Editing, now: datetime, there: str | None = None) -> Block:
    """All clear: since when, and what to say of it."""
    form, market = _form_of(editing, Choice.END, there), editing.market
    said = kit.text_input(words.END_WORDS, "Service is back since 6:10 AM.", longest=300)
    blocks = [
        kit.section(f"{_which(editing)}\n{_ENDS_ALL}"),
        moment_field(words.ENDED_AT, "Over since", now, words.ENDED_AT, _market_now(market, now)),
        kit.field_of(words.END_WORDS, "What to tell customers", said, optional=True),
    ]
    return kit.modal(words.END_FORM, "All clear", blocks, "End it", words.form_value(form))


def saying_form(alert: Alert, there: str | None = None) -> Block:
    """How somebody else says it."""
    form = Form(alert=alert.id, there=there)
    hold = "One sentence, as you say it to the customer"
    said = kit.text_input(words.SAYING, hold, multiline=True, longest=LONGEST["say_en"], focus=True)
    hint = "In your own words, in any language. It is no script, and nobody measures it."
    blocks = [
        kit.section(f"*{escape(alert.headline)}*"),
        kit.field_of(words.SAYING, "One way to say it", said, hint),
    ]
    return kit.modal(words.SAYING_FORM, "Add how I say it", blocks, "Add", words.form_value(form))


def given_back(why: str, typed: str) -> Block:
    """In the place of a form whose words have nowhere to go any more."""
    blocks = [kit.section(why), kit.context(_YOUR_WORDS), kit.words(typed)]
    return kit.modal(words.GIVEN_BACK, "Not added", blocks, submit=None)


def _which(editing: Editing) -> str:
    """Which one it is: several may be live in a market."""
    headline = shorten(words_of(editing.draft.headline), _NAME_LONGEST)
    return f"*{escape(headline)}* · {pod_name(editing.market.name)}"


def _form_of(editing: Editing, choice: Choice, there: str | None) -> Form:
    return Form(editing.market.id, there, None, editing.alert_id, editing.version, choice)


def _leads(prepared: Prepared) -> str:
    if prepared.may is May.SUGGEST and prepared.to is not None:
        return _SUGGEST.format(who=name(prepared.to.name))
    goes_to = _GOES_TO.format(market=pod_name(prepared.market.name))
    return goes_to if prepared.may is May.POST else f"{goes_to} {_UNCONFIRMED}"


def _fields(
    draft: Draft, market: MarketPlace, now: datetime, stamp: str, *, dispatches: bool = False
) -> list[Block]:
    hint = _market_now(market, now)
    return [
        line_field("headline", "What is happening", "Fiber cut near Ramona", draft, stamp),
        kind_field(draft, stamp, dispatches=dispatches),
        severity_field(draft, stamp),
        *end_fields(draft, stamp, hint),
        line_field("areas_words", "Where, for customers", "parts of Ramona", draft, stamp),
        line_field("what", "What customers notice", "No calls, no data", draft, stamp),
        line_field("cause", "Cause", "A digger cut the line", draft, stamp),
        line_field("who", "Who works on it", "A crew is on site", draft, stamp),
        line_field("source", "Who says so", "Network operations", draft, stamp),
        line_field("where", "Where exactly", "Sites 112 and 114", draft, stamp),
        *say_fields(draft, market, stamp),
        *areas_field(draft, market, stamp),
        moment_field("starts_at", "Since when", draft.starts_at or now, f"starts_at.{stamp}", hint),
    ]


def _market_now(market: MarketPlace, now: datetime) -> str:
    there = when(now.astimezone(ZoneInfo(market.timezone)), now, market.timezone)
    return f"On your own clock. In {pod_label(market.name)} it is {there} now."


def _theirs(conflicts: Sequence[Conflict], by: str | None, editing: Editing) -> list[Block]:
    if not conflicts:
        return []
    lines = [kit.section(compared(each, editing.market, editing.at)) for each in conflicts]
    return [kit.section(_ANOTHER.format(who=name(by))), *lines]
