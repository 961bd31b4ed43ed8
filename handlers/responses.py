"""What stands in the response to a request itself, and the cards and views that it is made of."""

import json
from collections.abc import Sequence
from typing import Any

from slack_bolt import BoltResponse

from bot.advice.words import OPEN_LINK
from bot.errors import PodlineError
from bot.text.kit import Block, Card, Element, actions, link_button, modal, section
from handlers.payloads import Beside, InPlace

NOTE_TITLE = "Podline"
# A list with more is not shown at all (block_suggestion-payload).
MOST_OPTIONS = 100


def accepted() -> BoltResponse:
    """It was taken, and there is nothing to say."""
    return BoltResponse(status=200, body="")


def in_body(said: Card) -> BoltResponse:
    """A private message as the response to a command."""
    return _json(private(said))


def offered(options: Sequence[Element]) -> BoltResponse:
    """What a menu shows for what was typed, the best first; none is an answer too."""
    return _json({"options": list(options[:MOST_OPTIONS])})


def field_errors(errors: dict[str, str]) -> BoltResponse:
    """The modal stays open, each sentence under its field, nothing typed is lost."""
    return _json({"response_action": "errors", "errors": errors})


def in_place_of_the_form(said: Card | Block) -> BoltResponse:
    """The next form, or what has no field to be said under."""
    return _json({"response_action": "update", "view": as_view(said)})


def card(sentence: str) -> Card:
    """One sentence of mrkdwn, to be read in a message."""
    return Card(sentence, [section(sentence)])


def refusal(error: PodlineError) -> Card:
    """The error's sentence, with the button that leads on where it knows one."""
    told = card(error.sentence)
    if error.way_on is not None:
        label, address = error.way_on
        told.blocks.append(actions(link_button(label, OPEN_LINK, address)))
    return told


def note_modal(said: Card) -> Block:
    """A private card where there is no channel to say it in."""
    return modal("note", NOTE_TITLE, said.blocks or [section(said.text)], submit=None)


def as_view(said: Card | Block | InPlace | Beside) -> Block:
    """What is said, where only a view can stand."""
    if isinstance(said, Beside):
        return note_modal(said.card)
    if isinstance(said, InPlace):
        return said.view
    return note_modal(said) if isinstance(said, Card) else said


def private(said: Card, thread_ts: str | None = None) -> dict[str, Any]:
    """A private message as Slack takes it; it takes nothing's place."""
    body: dict[str, Any] = {
        "response_type": "ephemeral",
        "replace_original": False,
        "text": said.text,
    }
    body |= {"thread_ts": thread_ts} if thread_ts else {}
    return body | {"blocks": said.blocks} if said.blocks else body


def _json(body: dict[str, Any]) -> BoltResponse:
    return BoltResponse(
        status=200, body=json.dumps(body), headers={"content-type": ["application/json"]}
    )
