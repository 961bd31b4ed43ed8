"""What is said of things elsewhere: a mention where the pod is not, an answer taken back."""

from typing import Final

from bot.advice import controls, words
from bot.advice.phrases import gist, name
from bot.text import kit
from bot.text.kit import Card
from storage.advice import Ask, AskState, Reply

PREFILL: Final = "prefill:"
GIST: Final = 200
LONGEST: Final = 1900  # a button's value holds 2,000


def ask_from_here(question: str) -> Card:
    """To somebody who mentioned Podline: shown first, published after.

    `question` is masked; the button opens the form with it.
    """
    line = "Your pod is not in this channel. Look the question over, then send it to your pod."
    if len(question) > LONGEST:
        line = (
            "Your pod is not in this channel. Only the start of your question fits the form: "
            "look it over, send it to your pod, and add the rest in its thread."
        )
    button = kit.button("Ask my pod", words.NEW_ASK, PREFILL + question[:LONGEST])
    return Card(line, [kit.section(line), kit.actions(button)])


def read_prefill(value: str) -> str:
    """The question in a button's value; nothing in those of other places."""
    return value.removeprefix(PREFILL) if value.startswith(PREFILL) else ""


def reworded(ask: Ask, reply: Reply) -> Card:
    """To the asker, privately: an answer that they have was edited."""
    template = "{author} changed the answer: {gist}"
    author, said = name(reply.author_name), gist(reply, GIST)
    seen, aloud = (template.format(author=shown, gist=said) for shown in (f"*{author}*", author))
    buttons = [*controls.this_worked(ask, [reply]), controls.still_need_help(ask, reply)]
    live = ask.state in (AskState.OPEN, AskState.CLAIMED)
    return Card(aloud, [kit.section(seen), *([kit.actions(*buttons)] if live else [])])


def taken_back(reply: Reply) -> Card:
    """In place of what repeated an answer that its author deleted."""
    template = "{author} took this answer back."
    line = template.format(author=name(reply.author_name))
    return Card(line, [kit.context(line)])
