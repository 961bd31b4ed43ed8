"""What is said of a matter: to those who asked, and to whoever can find out and alert the pod."""

from datetime import datetime
from typing import Final
from uuid import UUID

from bot.alerts.matters import words
from bot.alerts.matters.facts import Pressing
from bot.alerts.matters.naming import About
from bot.alerts.phrases import sentence, there, when
from bot.alerts.words import SHOW
from bot.text import kit
from bot.text.escaping import escape, shorten
from bot.text.kit import Block, Card, Element
from bot.text.phrases import name, start
from storage.alerts import Alert
from storage.alerts_matters import AlertMatter

MOST_SHOWN: Final = 5
_QUESTION_LONGEST: Final = 200
_ESCAPED_LONGEST: Final = 400  # five of them and their askers' names are one text of 3000
_HEADLINE_LONGEST: Final = 150
_BUTTON_LONGEST: Final = (
    75  # https://docs.slack.dev/reference/block-kit/block-elements/button-element
)
_OPTIONS: Final = 100
_MOST_LATELY: Final = 2
_LATELY: Final = "{count} people asked about {what} in the last 10 minutes."
_LATELY_THERE: Final = "{count} people asked about {what} in {place} in the last 10 minutes."
_LATELY_SAME: Final = "{count} people asked much the same in the last 10 minutes."
_SINCE: Final = "{count} people asked about {what} since {time}."
_SINCE_THERE: Final = "{count} people asked about {what} in {place} since {time}."
_SINCE_SAME: Final = "{count} people asked much the same since {time}."
_UNKNOWN: Final = "Cause not known yet."
_TOLD: Final = "{who} has been told."
_NOBODY: Final = "Whoever posts alerts is told as soon as one of them is there."
_NO_ALERT: Final = "There is no alert for it."
_BEGAN: Final = "Since {time}. Unless you act, somebody else is asked in 3 minutes."
_ASKED_SINCE: Final = "Since {time}. {who} has been told, too."
_MORE: Final = "… and {count} more"
_NAMED: Final = "• {who}: {question}"
_UNNAMED: Final = "• {question}"
_DISMISSED_BEFORE: Final = "It was dismissed before: “{why}”. Twice as many ask now."
_ALERTED: Final = "{who} alerted the pod: {headline}"
_ALERTED_AFTER: Final = "{who} alerted the pod: {headline} {before}"
_ADDED: Final = "{who} added the questions to an alert: {headline} Their askers get its facts."
_ADDED_AFTER: Final = (
    "{who} added the questions to an alert: {headline} Their askers get its facts. {before}"
)
_SPEAKS: Final = "There is an alert of it now: {headline}"
_DISMISSED: Final = (
    "{leads} {who} dismissed it: “{why}” It is brought up again if twice as many ask."
)
_HAD_DISMISSED: Final = "{who} had dismissed it: “{why}”"
_TAKEN_BACK: Final = "It is over: those who asked took their questions back."
_ASK_ELSE: Final = "It is over: those who asked ask something else by now."
_ADD_TO: Final = "Add to “{headline}”"
_ADD: Final = "Add to an alert"
_WHY: Final = "Why is it nothing for an alert?"
_WHY_HINT: Final = "Whoever is told next reads it. Those who asked are told nothing."


def not_only_you(
    found: About, lately: int, reps: int, began: datetime, zone: str, now: datetime
) -> str:
    """How many asked, and what: the sentence that leads. `zone` is the market's."""
    if lately >= _MOST_LATELY:
        same, about, there_, count = _LATELY_SAME, _LATELY, _LATELY_THERE, lately
    else:
        same, about, there_, count = _SINCE_SAME, _SINCE, _SINCE_THERE, reps
    said = about if found.what else same
    if found.what and found.place:
        said = there_
    place, time = escape(found.place or ""), when(began, now, zone)
    return said.format(count=count, what=found.what, place=place, time=time)


def note(ask: UUID, leads: str, told: str | None) -> Card:
    """In the thread of each ask; `told` is the name of whoever was told."""
    who = _TOLD.format(who=name(told)) if told else _NOBODY
    text = f"{leads} {_UNKNOWN} {who}"
    different = kit.button("Mine is different", words.DIFFERENT, str(ask))
    return Card(text, [kit.section(text), kit.actions(different)])


def to_whoever_can(shown: Pressing, leads: str, now: datetime, next_one: str | None = None) -> Card:
    """Their private card: the questions, and what to do about them. `next_one` is the name of
    whoever was told after them, where somebody was.
    """
    matter, market = shown.matter, shown.market
    before = _DISMISSED_BEFORE.format(why=start(matter.why, 200)) if matter.why else ""
    since = _ASKED_SINCE if next_one else _BEGAN
    time = there(matter.began_at, market, now)
    began = since.format(time=time, who=name(next_one) if next_one else "")
    lines = [_question(shown, at) for at in range(min(len(shown.asks), MOST_SHOWN))]
    if len(shown.asks) > MOST_SHOWN:
        lines.append(_MORE.format(count=len(shown.asks) - MOST_SHOWN))
    blocks = [
        kit.section(f"👥 *{leads}* {_NO_ALERT}"),
        kit.section("\n".join(lines)),
        kit.context(" ".join(filter(None, (before, began)))),
        kit.actions(*_buttons(shown)),
    ]
    return Card(f"{leads} {_NO_ALERT}", blocks)


def alerted(who: str, alert: Alert, before: str = "") -> Card:
    """`before`: that somebody had dismissed it (`had_dismissed`)."""
    said = _ALERTED_AFTER if before else _ALERTED
    return _of_an_alert(said.format(who=name(who), headline=_headline(alert), before=before), alert)


def added(who: str, alert: Alert, before: str = "") -> Card:
    """As `alerted`."""
    said = _ADDED_AFTER if before else _ADDED
    return _of_an_alert(said.format(who=name(who), headline=_headline(alert), before=before), alert)


def speaks(alert: Alert) -> Card:
    return _of_an_alert(_SPEAKS.format(headline=_headline(alert)), alert)


def dismissed(who: str, matter: AlertMatter, leads: str) -> Card:
    """`leads`: what was asked, as the card said it that stood there."""
    why = start(matter.why or "", 300)
    return _one_line(_DISMISSED.format(leads=leads, who=name(who), why=why))


def taken_back() -> Card:
    return _one_line(_TAKEN_BACK)


def asks_else() -> Card:
    return _one_line(_ASK_ELSE)


def had_dismissed(who: str | None, why: str | None) -> str:
    """To whoever makes an alert of it all the same, and in what then becomes of it."""
    return _HAD_DISMISSED.format(who=name(who), why=start(why or "", 300))


def why_form(matter: AlertMatter, there: str | None) -> Block:
    """Dismissing asks for one line."""
    said = kit.text_input(words.WHY, "The monthly bills went out", longest=200, focus=True)
    blocks = [kit.field_of(words.WHY, _WHY, said, _WHY_HINT)]
    metadata = words.form_value(matter.id, there)
    return kit.modal(words.WHY_FORM, "Dismiss", blocks, "Dismiss", metadata)


def _question(shown: Pressing, at: int) -> str:
    ask = shown.asks[at]
    question = shorten(start(ask.question, _QUESTION_LONGEST), _ESCAPED_LONGEST)
    if ask.id in shown.named:
        return _NAMED.format(who=name(ask.asker_name), question=question)
    return _UNNAMED.format(question=question)


def _buttons(shown: Pressing) -> list[Element]:
    value = str(shown.matter.id)
    buttons = [kit.button("Alert the pod", words.ALERT, value, "primary")]
    if len(shown.live) == 1:
        (alert,) = shown.live
        label = _ADD_TO.format(headline=shorten(sentence(alert.headline).rstrip("."), 50))
        one = words.add_value(shown.matter.id, alert.id)
        buttons.append(kit.button(shorten(label, _BUTTON_LONGEST), words.ADD_TO, one))
    elif shown.live:
        options = [
            kit.option(
                shorten(sentence(each.headline), _BUTTON_LONGEST),
                words.add_value(shown.matter.id, each.id),
            )
            for each in shown.live[:_OPTIONS]
        ]
        buttons.append(kit.menu(words.ADD_TO_ONE, _ADD, options))
    return [*buttons, kit.button("Dismiss", words.DISMISS, value)]


def _headline(alert: Alert) -> str:
    return escape(shorten(sentence(alert.headline), _HEADLINE_LONGEST))


def _of_an_alert(text: str, alert: Alert) -> Card:
    """With the way to its facts, for whoever was told of the matter and is of another pod, too."""
    return Card(text, [kit.section(text, kit.button("Show", SHOW, str(alert.id)))])


def _one_line(text: str) -> Card:
    return Card(text, [kit.section(text)])
