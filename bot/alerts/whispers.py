"""What the person who acted is told privately."""

from typing import Final

from bot.alerts import words
from bot.alerts.phrases import sentence
from bot.alerts.shown import Edited, Posted, Suggested
from bot.alerts.sub_commands import Word
from bot.commands import named as with_commands
from bot.text import kit
from bot.text.escaping import escape, shorten
from bot.text.kit import Card
from bot.text.phrases import name
from storage.alerts import Alert, AlertState

_LONGEST: Final = 150
_POSTED_ONE: Final = "Posted: 1 pod gets it now."
_POSTED: Final = "Posted: {count} pods get it now."
_POSTED_LATER: Final = "No pod is open now. What is not severe waits until they are."
_ONE_LATER: Final = "1 more looks at it when it opens, or when it takes the calls."
_LATER: Final = "{count} more look at it when they open, or when they take the calls."
_UNCONFIRMED: Final = "It is unconfirmed, and ends in 60 minutes unless somebody confirms it."
_SENT: Final = "{who} has your draft."
_HAVE_IT: Final = "Noted that you have it: {headline}"
_HAD_IT: Final = "You have it already: {headline}"
_IS_OVER: Final = "This is over already: {headline}"
_ADDED: Final = "Added. It stands with the other ways to say it, under “More”."
_ADDED_BEFORE: Final = "These words are there already."
_SAVED_TOLD: Final = "Saved. Everybody who has the alert is told."
_SAVED: Final = "Saved. The card shows it; nobody is notified of it."
_SAME: Final = "Nothing was changed: the alert says this already."
_ENDED: Final = "It has ended. Everybody who had the alert is told."
_CONFIRMED: Final = "Confirmed. Everybody who has the alert is told."
_GOES_ON: Final = "Noted: it goes on, and the card says that there is no time yet."
_MEANT: Final = {
    Word.LIST: "`{alert} list` shows what goes on now.",
    Word.HELP: "`{alert} help` says how it works.",
    Word.REPORT: "`{alert} report` says what the last alert was like.",
}
_WRITE: Final = "If “%s” is what happens, write the alert."
_SHOW: Final = {
    Word.LIST: "Show what goes on",
    Word.HELP: "Show how it works",
    Word.REPORT: "Show the report",
}
_MASKED: Final = "What looked like a customer's data was masked. Nobody saw it."
_HELP: Final = (
    "`{alert}` opens the form. `{alert} San Diego fiber cut, ETA 2 h` opens it filled in: nothing "
    "goes out before you have looked it over.\n"
    "`{alert} list` shows what goes on now. Experts, leaders and resource managers post; from "
    "everybody else it goes to the first of them who is there.\n"
    "`{alert} report` says what an alert was like that is over: how many asked, how soon it was "
    "announced, and which call-backs are open."
)


def posted(made: Posted) -> Card:
    pods = _POSTED_ONE if made.pods == 1 else _POSTED.format(count=made.pods)
    later = _ONE_LATER if made.later == 1 else _LATER.format(count=made.later)
    unconfirmed = made.alert.state is AlertState.UNCONFIRMED
    return _card(
        pods if made.pods else _POSTED_LATER,
        later if made.later else "",
        _UNCONFIRMED if unconfirmed else "",
        _MASKED if made.masked else "",
    )


def says_more(made: Posted) -> bool:
    """Whether there is more to say than that it went out, which a matter's own card says, too."""
    unconfirmed = made.alert.state is AlertState.UNCONFIRMED
    return bool(made.later or made.masked or unconfirmed or not made.pods)


def sent(suggested: Suggested) -> Card:
    said = _SENT.format(who=name(suggested.to.name))
    return _card(said, _MASKED if suggested.masked else "")


def got_it(alert: Alert, *, is_new: bool) -> Card:
    headline = escape(shorten(sentence(alert.headline), _LONGEST))
    if alert.state is AlertState.ENDED:
        return _card(_IS_OVER.format(headline=headline))
    return _card((_HAVE_IT if is_new else _HAD_IT).format(headline=headline))


def added(*, is_new: bool, masked: bool) -> Card:
    return _card(_ADDED if is_new else _ADDED_BEFORE, _MASKED if masked else "")


def saved(edited: Edited) -> Card:
    saved = _SAVED_TOLD if edited.told else _SAVED
    return _card(saved if edited.is_new else _SAME, _MASKED if edited.masked else "")


def ended(edited: Edited) -> Card:
    return _card(_ENDED, _MASKED if edited.masked else "")


def confirmed() -> Card:
    return _card(_CONFIRMED)


def goes_on() -> Card:
    return _card(_GOES_ON)


def help_card() -> Card:
    text = with_commands(_HELP)
    return Card(text.replace("`", ""), [kit.section(text)])


def meant(word: Word, typed: str) -> Card:
    """One of our words, or what happens: only whoever typed it knows."""
    known, quoted = with_commands(_MEANT[word]), escape(shorten(typed, _LONGEST))
    text = f"{known} {_WRITE % quoted}"
    buttons = kit.actions(
        kit.button(_SHOW[word], words.ASKED, word),
        kit.button("Write the alert", words.NEW, words.typed_value(typed)),
    )
    return Card(text.replace("`", ""), [kit.section(text), buttons])


def _card(*sentences: str) -> Card:
    text = " ".join(filter(None, sentences))
    return Card(text, [kit.section(text)])
