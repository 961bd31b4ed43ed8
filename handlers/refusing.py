"""The one error listener: a named error becomes a kind private sentence that says what to do."""

from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime
from logging import getLogger

from slack_bolt import BoltResponse

from bot.errors import (
    AlreadyHandled,
    BadInput,
    Guest,
    NotSaved,
    PodlineError,
    Stranger,
    Unreadable,
)
from bot.text.escaping import plain
from bot.text.kit import Card
from bot.text.masking import Masker
from bot.text.shortening import shorten
from handlers.fields import find, part, parts
from handlers.giving_back import TRY_AGAIN, give_back
from handlers.payloads import Payload
from handlers.reading import read_command, read_press, read_shortcut
from handlers.responses import accepted, field_errors, in_body, in_place_of_the_form, refusal
from handlers.telling import Teller

log = getLogger(__name__)
# Refused messages whose second event may still come, within seconds. In this process alone and
# the oldest go first: at worst a mention is refused twice, by two replicas.
REMEMBERED = 1000
# Slack states no limit for a field's error; more than this is not read under a field.
LONGEST_FIELD_ERROR = 500


class Refuser:
    """Says what went wrong to the person who acted. Words are never logged, kinds are.

    An event that was not saved is answered 500, so that Slack sends it again; what a person
    did is never sent again, so their words go back to them.
    """

    def __init__(self, teller: Teller, now: Callable[[], datetime], masker: Masker) -> None:
        self._teller, self._now, self._masker = teller, now, masker
        self._refused: OrderedDict[tuple[str, str], None] = OrderedDict()

    async def refuse(self, error: Exception, body: Payload) -> BoltResponse:
        """The `app.error` listener."""
        if isinstance(error, AlreadyHandled):
            return accepted()
        kind = kind_of(body)
        _log(error, kind)
        named = error if isinstance(error, PodlineError) else PodlineError()
        if isinstance(named, BadInput):
            # Some quote what was typed.
            named.sentence = self._masker.mask(named.sentence).text
        if kind == "event":
            return BoltResponse(status=500) if _lost(named) else self._event(named, body)
        try:
            return self._act(named, kind, body)
        except Unreadable:
            return accepted()

    def _event(self, error: PodlineError, body: Payload) -> BoltResponse:
        event = part(body, "event")
        if isinstance(error, Stranger | Guest) and event.get("type") != "app_mention":
            return accepted()
        user, channel = find(event, "user"), find(event, "channel")
        if user and channel and self._first_time(channel, find(event, "ts") or ""):
            self._teller.to_author(refusal(error), channel, user, find(event, "thread_ts"))
        return accepted()

    def _first_time(self, channel: str, ts: str) -> bool:
        """A mention comes twice, as `message` and as `app_mention`: it is refused once."""
        if (channel, ts) in self._refused:
            return False
        self._refused[channel, ts] = None
        if len(self._refused) > REMEMBERED:
            self._refused.popitem(last=False)
        return True

    def _act(self, error: PodlineError, kind: str, body: Payload) -> BoltResponse:
        match kind:
            case "command":
                return in_body(self._command(error, body))
            case "view_submission":
                return self._submission(error, part(body, "view"))
            case "block_actions":
                press = read_press(body, "", self._now())
                # What can be pressed again with effect stays, and so do people's words.
                keep = _lost(error) or press.action_id == TRY_AGAIN
                return self._teller.to_press(refusal(error), press, keep=keep)
            case "message_action" | "shortcut":
                shortcut = read_shortcut(body, "", self._now())
                return self._teller.to_shortcut(refusal(error), shortcut)
            case _:
                return accepted()

    def _command(self, error: PodlineError, body: Payload) -> Card:
        if isinstance(error, Unreadable):
            return refusal(error)
        command = read_command(body, "", self._now())
        return give_back(error, command, self._masker, _lost(error))

    def _submission(self, error: PodlineError, view: Payload) -> BoltResponse:
        """Under the fields at fault, else under the first one: the modal stays open either way."""
        inputs = [
            block_id
            for block in parts(view, "blocks")
            if block.get("type") == "input" and (block_id := find(block, "block_id"))
        ]
        if not inputs:
            return in_place_of_the_form(refusal(error))
        named = {error.field, *error.others} if isinstance(error, BadInput) else set()
        at_fault = [field for field in inputs if field in named] or inputs[:1]
        # Under a field Slack shows plain text: there an escaped name would show its escapes.
        sentence = shorten(plain(error.sentence), LONGEST_FIELD_ERROR)
        return field_errors(dict.fromkeys(map(str, at_fault), sentence))


def kind_of(body: Payload) -> str:
    """What kind of thing Slack handed us, in Slack's word for it."""
    if "command" in body:
        return "command"
    return "event" if "event" in body else str(body.get("type"))


def _lost(error: PodlineError) -> bool:
    """Whether what the person did is not in the database, for a reason that is not theirs."""
    return isinstance(error, NotSaved) or type(error) is PodlineError


def _log(error: Exception, kind: str) -> None:
    if isinstance(error, NotSaved):
        # No traceback: a database that is down would write one for everything anybody does.
        log.error("not saved", extra={"kind": kind, "reason": type(error.__cause__).__name__})
    elif not isinstance(error, PodlineError):
        log.error("a listener failed", exc_info=error, extra={"kind": kind})
