"""What whoever asked reads of an alert that their question seems to be about."""

from datetime import datetime
from typing import Final
from uuid import UUID

from bot.alerts import words
from bot.alerts.draft import first_words
from bot.alerts.phrases import facts, first_line, until
from bot.alerts.shown import Shown
from bot.alerts.views import SAY_LONGEST, all_clear
from bot.text import kit
from bot.text.escaping import escape, shorten
from bot.text.kit import Block, Card, Element
from bot.text.phrases import words_of
from storage.languages import Language

FACTS_LONGEST: Final = 700
_SOUNDS: Final = "Going on now, and it sounds like your question."
_SAY: Final = "One way to say it: “{words}”"
_MAY_BE_IT: Final = "{alert}: may be what this is about."
_IT_IS: Final = (
    "Noted: nobody is called for your question. Call-backs that you promise for it come as one "
    "list when it is over."
)
_IT_WAS: Final = "Noted. It is over by now. Your question stays open."
_STILL_OPEN: Final = "Your question is still open."
_IT_IS_NOT: Final = "Noted: yours is something else. Your question stays open."
_SOMETHING_ELSE: Final = "It is something else than the alert."


def facts_card(
    shown: Shown, root: UUID, spoken: Language, address: str | None, now: datetime
) -> Card:
    """The facts, and the two words that settle whether they fit. `root` is the ask whose thread the
    question stands in, `spoken` its language, `address` that of the alert's card.
    """
    said = _SAY.format(words=way) if (way := _way_to_say_it(shown, spoken)) else ""
    blocks = [
        *_facts(shown, said, now),
        kit.context(_SOUNDS),
        kit.actions(
            kit.button("This is it", words.THIS_IS_IT, words.about_value(shown.alert.id, root)),
            kit.button("Not this", words.NOT_THIS, words.about_value(shown.alert.id, root)),
            _way_to_the_card(shown, address),
        ),
    ]
    return Card(_aloud(shown, said, now), blocks)


def noted() -> Card:
    """After "This is it": the facts stay, as they may be read to a customer."""
    return Card(_IT_IS, [kit.section(_IT_IS)])


def it_was() -> Card:
    """After "This is it", of what is over."""
    return Card(_IT_WAS, [kit.section(_IT_WAS)])


def it_is_not() -> Card:
    """After "Not this"."""
    return Card(_IT_IS_NOT, [kit.section(_IT_IS_NOT)])


def still_open(shown: Shown, now: datetime) -> Card:
    """In the thread of whoever still waits: the facts that stand there are old."""
    text = f"{all_clear(shown, now).text} {_STILL_OPEN}"
    return Card(text, [kit.section(text)])


def line(shown: Shown, address: str | None) -> Card:
    """In the thread, for those who help: the asker has the facts."""
    text = _MAY_BE_IT.format(alert=first_line(shown.alert, shown.market))
    aloud = _MAY_BE_IT.format(alert=first_line(shown.alert, shown.market, bold=False))
    return Card(aloud, [kit.section(text, _way_to_the_card(shown, address))])


def something_else() -> Card:
    """In the thread, after "Not this"."""
    return Card(_SOMETHING_ELSE, [kit.section(_SOMETHING_ELSE)])


def _facts(shown: Shown, said: str, now: datetime) -> list[Block]:
    alert, market = shown.alert, shown.market
    told = f"{shorten(facts(alert), FACTS_LONGEST)}\n{until(alert, market, now)}"
    way = [kit.section(said)] if said else []
    return [kit.section(first_line(alert, market)), kit.section(told), *way]


def _aloud(shown: Shown, said: str, now: datetime) -> str:
    alert, market = shown.alert, shown.market
    known = (
        f"{first_line(alert, market, bold=False)}.",
        shorten(facts(alert), FACTS_LONGEST),
        f"{until(alert, market, now)}.",
        said,
    )
    return " ".join(filter(None, known))


def _way_to_say_it(shown: Shown, spoken: Language) -> str:
    """In the language of the question, or in whichever there is."""
    others = (each.language for each in shown.sayings)
    for language in (spoken, *others):
        if said := words_of(first_words(shown.sayings, language)):
            return shorten(escape(said), SAY_LONGEST)
    return ""


def _way_to_the_card(shown: Shown, address: str | None) -> Element:
    if address is None:  # Slack has not posted it yet
        return kit.button("Show the alert", words.SHOW, str(shown.alert.id))
    return kit.link_button("Open the alert", words.OPEN_LINK, address)
