"""The Home tab: a section from each feature, published when opened and after the viewer acts."""

from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from logging import getLogger

from bot.errors import NotSaved, PodlineError
from bot.inbox import Delivery, Person
from bot.text.kit import Block, context, section
from handlers.payloads import HomeOpened, Routes
from handlers.telling import Teller

log = getLogger(__name__)
LOOKED_AT_FOR = timedelta(minutes=10)
# Whoever opened their Home last. In this process alone and the oldest go first: whom another
# replica or a restart does not remember sees their Home anew when they open it.
REMEMBERED = 5000
MOST_BLOCKS = 100
UNKNOWN = "This part cannot be shown now: it did not answer. Open Home again in a minute."

_Section = Callable[[HomeOpened], Awaitable[list[Block]]]


class HomePage:
    """Publishes a person's Home. After an act it is published anew only for those who opened
    it within the last ten minutes: `views.publish` is a budget for everybody."""

    def __init__(self, routes: Sequence[Routes], teller: Teller) -> None:
        self._sections = [section for feature in routes for section in feature.home]
        self._teller = teller
        self._opened: OrderedDict[Person, datetime] = OrderedDict()

    async def publish(self, opened: HomeOpened) -> None:
        """A part that fails says so in its place; the others are shown."""
        self._remember(opened)
        blocks = [block for part in self._sections for block in await _or_unknown(part, opened)]
        view: Block = {"type": "home", "blocks": [*blocks[: MOST_BLOCKS - 1], _as_of(opened)]}
        self._teller.publish_home(opened.person.user, view)

    def refresh(self, delivery: Delivery, person: Person, at_home: bool = False) -> None:
        """After the viewer's own action, where they have their Home before them.

        Runs beside the acknowledgement, which never waits for it nor fails with it.
        """
        looked = self._opened.get(person)
        if at_home or (looked is not None and delivery.now - looked < LOOKED_AT_FOR):
            self._teller.beside(self.publish(HomeOpened(delivery, person)))

    def _remember(self, opened: HomeOpened) -> None:
        self._opened[opened.person] = opened.delivery.now
        self._opened.move_to_end(opened.person)
        if len(self._opened) > REMEMBERED:
            self._opened.popitem(last=False)


async def _or_unknown(part: _Section, opened: HomeOpened) -> list[Block]:
    try:
        return await part(opened)
    except Exception as error:
        if isinstance(error, PodlineError) and not isinstance(error, NotSaved):
            return [section(error.sentence)]
        log.error("a part of Home failed", exc_info=error)
        return [section(UNKNOWN)]


def _as_of(opened: HomeOpened) -> Block:
    moment = int(opened.delivery.now.timestamp())
    fallback = f"{opened.delivery.now:%H:%M} UTC"
    return context(f"As of <!date^{moment}^{{time_secs}}|{fallback}>")
