"""Answers the person who just acted: private, at once, best effort, never the only record."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from logging import getLogger
from typing import Any

from aiohttp import ClientConnectorError, ClientSession
from slack_bolt import BoltResponse
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.errors import PodlineError, TooLate
from bot.text.kit import Block, Card
from handlers.failures import BROKEN, code, note
from handlers.payloads import Beside, Command, InPlace, Press, Said, Sent, Shortcut
from handlers.repainting import NotShown, Repainter
from handlers.responses import (
    accepted,
    as_view,
    card,
    in_body,
    in_place_of_the_form,
    note_modal,
    private,
)

RESPOND_WITHIN = 10
# What Slack says when the three seconds of a trigger are over, or it was used.
_TOO_LATE = frozenset({"expired_trigger_id", "trigger_expired", "exchanged_trigger_id"})

_FULL = "push_limit_reached"


class NotOpened(PodlineError):
    """Slack refused to open a form, or could not be reached."""

    sentence = "Slack did not open the form. Please try once more in a moment."


class NotTaken(Exception):
    """A response_url took nothing: it lives 30 minutes and 5 uses. `status` is HTTP's."""

    def __init__(self, status: int) -> None:
        self.status = status
        super().__init__(f"status {status}")


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a private message reaches whoever acted."""

    user: str
    channel: str | None
    response_url: str | None
    thread_ts: str | None = None


class Teller:
    """Tells people things by the way that reaches them where they acted.

    What needs a call to Slack runs beside the acknowledgement, so that an ack never waits and
    no failure here undoes what was accepted.
    """

    def __init__(self, client: AsyncWebClient, session: ClientSession) -> None:
        self._client = client
        self._session = session
        self._repainter = Repainter(client)
        self._under_way: set[asyncio.Task[None]] = set()

    @property
    def idle(self) -> bool:
        return not self._under_way

    def to_command(
        self, said: Said, command: Command, unopened: Callable[[], Card]
    ) -> BoltResponse:
        """A card goes into the response's own body; a modal is opened, or `unopened` is told."""
        if isinstance(said, Card):
            return in_body(said)
        if said:
            view = as_view(said)
            place = _Place(command.person.user, command.channel, command.response_url or None)
            opening = self._client.views_open(trigger_id=command.trigger_id, view=view)
            self.beside(self._or_say_so(opening, place, unopened))
        return accepted()

    def to_press(self, said: Said, press: Press, *, keep: bool = False) -> BoltResponse:
        """In a channel by response_url, in its thread; in a modal or Home as a modal of its own.

        A private message that was pressed is used up: the card takes its place, or it goes where
        there is nothing to say. It stays under a modal, after a button that only opens an address
        (it carries no value), with `keep`, and where it holds more than what was pressed.
        """
        if isinstance(said, Beside):
            said, keep = said.card, True
        used_up = press.is_ephemeral and bool(press.value) and not keep
        place = _place_of(press)
        if isinstance(said, InPlace) and press.view_type == "modal":
            self.beside(self._repaint(said.view, press))
        elif isinstance(said, Card) and press.response_url:
            self.beside(self._whisper(place, said, in_place=used_up))
        elif said:
            below = press.view_id if press.view_type == "modal" else None
            self._show(as_view(said), press.trigger_id, place, below)
        elif used_up and press.response_url:
            self.beside(self._respond(press.response_url, {"delete_original": True}))
        return accepted()

    def in_its_place(self, said: Said, press: Press, unopened: Callable[[], Card]) -> BoltResponse:
        """As `to_press`, and the private message that was pressed goes once a modal is open;
        where none opens, `unopened` takes its place.
        """
        if not said or isinstance(said, Card):
            return self.to_press(said, press)
        self.beside(self._open_in_its_place(as_view(said), press, unopened))
        return accepted()

    def to_submission(self, sent: Sent, user: str) -> BoltResponse:
        """The modal closes; what is noted stands in the channel, where no one has to close it. A
        view takes the modal's place.
        """
        if isinstance(sent, dict):
            return in_place_of_the_form(sent)
        if sent is not None:
            self.to_author(sent.card, sent.channel, user, thread_ts=None)
        return accepted()

    def to_shortcut(self, said: Said, shortcut: Shortcut) -> BoltResponse:
        place = _place_of(shortcut)
        if isinstance(said, Card) and shortcut.response_url:
            self.beside(self._whisper(place, said))
        elif said:
            self._show(as_view(said), shortcut.trigger_id, place)
        return accepted()

    def to_author(self, said: Card, channel: str, user: str, thread_ts: str | None) -> None:
        """For events, which have no response: a private message where the person wrote."""
        self.beside(self._ephemeral(said, channel, user, thread_ts))

    def publish_home(self, user: str, view: Block) -> None:
        self.beside(self._client.views_publish(user_id=user, view=view))

    def beside(self, work: Coroutine[Any, Any, Any]) -> None:
        """Start `work` beside the acknowledgement; if it fails, that is logged and no more."""
        task = asyncio.create_task(_quietly(work))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def finish(self, at_most: float = 2.5) -> None:
        """Wait up to `at_most` seconds for what is under way; drop the rest (shutdown)."""
        loop = asyncio.get_running_loop()
        until = loop.time() + at_most
        while self._under_way and (left := until - loop.time()) > 0:
            await asyncio.wait(self._under_way, timeout=left)
        for task in self._under_way:
            task.cancel()
        await asyncio.gather(*self._under_way, return_exceptions=True)

    async def _repaint(self, view: Block, press: Press) -> None:
        try:
            await self._repainter.repaint(press, view)
        except (SlackApiError, *BROKEN) as error:
            note(error)
            told = note_modal(card(NotShown.sentence))
            await self._client.views_push(trigger_id=press.trigger_id, view=told)

    def _show(self, view: Block, trigger_id: str, place: _Place, below: str | None = None) -> None:
        """On top of the modal `below`, or by itself."""
        if below is not None:
            showing: Coroutine[Any, Any, Any] = self._push(view, trigger_id, below)
        else:
            showing = self._client.views_open(trigger_id=trigger_id, view=view)
        self.beside(self._or_say_so(showing, place))

    async def _push(self, view: Block, trigger_id: str, below: str) -> None:
        """Slack stacks three modals: another one takes the place of the third."""
        try:
            await self._client.views_push(trigger_id=trigger_id, view=view)
        except SlackApiError as error:
            if code(error) != _FULL:
                raise
            await self._client.views_update(view_id=below, view=view)

    async def _open_in_its_place(
        self, view: Block, press: Press, unopened: Callable[[], Card]
    ) -> None:
        opening = self._client.views_open(trigger_id=press.trigger_id, view=view)
        opened = await self._or_say_so(opening, _place_of(press), unopened, in_place=True)
        if opened and press.response_url:
            await self._respond(press.response_url, {"delete_original": True})

    async def _or_say_so(
        self,
        showing: Awaitable[Any],
        place: _Place,
        unopened: Callable[[], Card] | None = None,
        in_place: bool = False,
    ) -> bool:
        """Whether it stands open; where a connection broke after the call, nobody knows."""
        try:
            await showing
        except (SlackApiError, ClientConnectorError) as error:
            late = isinstance(error, SlackApiError) and code(error) in _TOO_LATE
            if not late:
                note(error)
            sentence = (TooLate if late else NotOpened).sentence
            await self._whisper(place, unopened() if unopened else card(sentence), in_place)
            return False
        return True

    async def _whisper(self, place: _Place, said: Card, in_place: bool = False) -> None:
        try:
            if place.response_url:
                body = private(said, place.thread_ts) | {"replace_original": in_place}
                await self._respond(place.response_url, body)
                return
        except (NotTaken, OSError, TimeoutError):
            if place.channel is None:
                raise
        if place.channel:
            await self._ephemeral(said, place.channel, place.user, place.thread_ts)

    async def _ephemeral(self, said: Card, channel: str, user: str, thread_ts: str | None) -> None:
        await self._client.chat_postEphemeral(
            channel=channel,
            user=user,
            text=said.text,
            blocks=said.blocks or None,
            thread_ts=thread_ts,
        )

    async def _respond(self, response_url: str, body: dict[str, Any]) -> None:
        webhook = AsyncWebhookClient(
            response_url,
            timeout=RESPOND_WITHIN,
            session=self._session,
            retry_handlers=[],
            logger=getLogger("slack_sdk"),
        )
        answer = await webhook.send_dict(body)
        if answer.status_code != 200:
            raise NotTaken(answer.status_code)


def _place_of(act: Press | Shortcut) -> _Place:
    return _Place(act.person.user, act.channel, act.response_url, act.thread_ts)


async def _quietly(work: Awaitable[Any]) -> None:
    try:
        await work
    except Exception as error:
        note(error)
