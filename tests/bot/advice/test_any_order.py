"""Whatever order and however often the events of one ask come, the same is stored in the end."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from bot.advice.facts import Asking, Said, Source
from bot.errors import AlreadyHandled
from bot.inbox import Delivery
from storage.advice import Ask, Mark, Mention, Moment, Reply
from storage.inbox import InboxKey
from storage.outbox import Act, OutboxRow, Posted
from storage.timers import Timer
from tests.bot.advice.scene import BOT, HOME, Scene, pick, who
from tests.fakes import START

BASE = int(START.timestamp())
ROOT, ANSWER, OTHER, ASKER, LAST = (f"{BASE + second}.000100" for second in (0, 2, 4, 6, 8))
Happening = Callable[[Scene, str], Awaitable[None]]


@dataclass(frozen=True)
class Event:
    """Something that Slack tells; `key` is the same for every redelivery of it."""

    key: str
    person: str
    said: Said | None = None
    mark: str = ""

    async def happen(self, scene: Scene, twin: str) -> None:
        delivery = Delivery(f"{self.key}{twin}", scene.now)
        try:
            if self.said is not None:
                await scene.service.note_message(delivery, who(self.person), self.said)
            else:
                await scene.service.note_mark(delivery, who(self.person), HOME, self.mark, True)
        except AlreadyHandled:
            return


def question(words: str, edited: str | None = None, mentions_bot: bool = True) -> Event:
    words = f"<@{BOT}> {words}" if mentions_bot else words
    said = Said(HOME, ROOT, None, words, edited, mentions_bot=mentions_bot)
    return Event(f"message:{ROOT}:{edited}", "UMAYA", said)


def reply(ts: str, user: str, text: str, edited: str | None = None) -> Event:
    return Event(f"message:{ts}:{edited}", user, Said(HOME, ts, ROOT, text, edited))


def deletion(ts: str, user: str, thread_ts: str | None) -> Event:
    return Event(f"deleted:{ts}", user, Said(HOME, ts, thread_ts, "", deleted=True))


EVENTS = (
    question("No service in Romana, why?"),
    question("No service in Ramona, why?", f"{BASE + 9}.000200"),
    question("No service in Ramona since 8, why?", f"{BASE + 10}.000200"),
    question("No bars in Ramona since 8, why?", f"{BASE + 9}.500200", mentions_bot=False),
    question("Never mind the bars: no service.", f"{BASE + 11}.000200", mentions_bot=False),
    reply(ANSWER, "UDAN", "A fire near Ramona."),
    reply(ANSWER, "UDAN", "A fire near Ramona, two sites down.", f"{BASE + 11}.000200"),
    reply(ANSWER, "UDAN", "A fire near Ramona: 24 hours.", f"{BASE + 12}.000200"),
    reply(OTHER, "UINES", "Crews are on site. Card 4111 1111 1111 1111"),
    deletion(OTHER, "UINES", ROOT),
    reply(ASKER, "UMAYA", "Does it affect Julian, too?"),
    reply(LAST, "UMAYA", "thanks!"),
    reply(LAST, "UMAYA", "What about Julian?", f"{BASE + 13}.000200"),
    Event(f"mark:{ANSWER}", "UMAYA", mark=ANSWER),
    Event(f"mark:{OTHER}", "UMAYA", mark=OTHER),
    Event(f"mark:{ANSWER}:dan", "UDAN", mark=ANSWER),
    deletion(ROOT, "UMAYA", None),
)
MASKED = (
    question("No service in Romana for 619-555-0142, why?"),
    question("No service in Ramona for 619-555-0142, why?", f"{BASE + 9}.000200"),
    *EVENTS[5:],
)
THREAD = tuple(each for each in EVENTS if each.said is None or each.said.ts != ROOT)


@st.composite
def orders(draw: st.DrawFn, events: Sequence[Event]) -> tuple[list[int], list[tuple[int, str]]]:
    """Which of the events happened, and the order in which we hear of them, some of them twice:
    under the same key, or under another one (`app_mention` beside `message`)."""
    every = range(len(events))
    happened = draw(st.lists(st.sampled_from(every), unique=True, min_size=2))
    heard = [(index, "") for index in happened]
    heard += draw(st.lists(st.tuples(st.sampled_from(happened), st.sampled_from(["", "+"]))))
    return sorted(happened), draw(st.permutations(heard))


# On each database, and each example plays several days.
FEW = settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@FEW
@given(order=orders(EVENTS))
async def test_a_mention_and_its_thread_end_alike_in_any_order(
    scene: Scene, order: tuple[list[int], list[tuple[int, str]]]
) -> None:
    await check_alike(scene, EVENTS, order)


@FEW
@given(order=orders(MASKED))
async def test_a_mention_that_had_to_be_masked_ends_alike_in_any_order(
    scene: Scene, order: tuple[list[int], list[tuple[int, str]]]
) -> None:
    await check_alike(scene, MASKED, order)


async def check_alike(
    scene: Scene, events: Sequence[Event], order: tuple[list[int], list[tuple[int, str]]]
) -> None:
    """The same is stored in the end whether we hear of `events` as they happened or otherwise."""
    happened, heard = order
    scene.now = START.replace(second=30)

    told = []
    for sequence in ([(index, "") for index in happened], heard):
        await forget(scene)
        for index, twin in sequence:
            await events[index].happen(scene, twin)
            if index % 3 == 0:
                await scene.send()
        await scene.send()
        told.append(await everything(scene))

    assert told[0] == told[1]


@FEW
@given(order=orders(THREAD), posted=st.integers(0, 12))
async def test_replies_that_outrun_the_card_end_where_they_belong(
    scene: Scene, order: tuple[list[int], list[tuple[int, str]]], posted: int
) -> None:
    happened, heard = order
    scene.now = START.replace(second=30)

    told = []
    for sequence, place in (([(i, "") for i in happened], 0), (heard, posted)):
        await forget(scene)
        asking = Asking("No service in Ramona, why?", Source.COMMAND, channel=HOME)
        await scene.service.ask(Delivery("command", START), who("UMAYA"), asking)
        for number, (index, twin) in enumerate(sequence):
            if number == place:
                await scene.send(card=ROOT)
            await THREAD[index].happen(scene, twin)
        await scene.send(card=ROOT)
        told.append(await everything(scene))

    assert told[0] == told[1]
    assert all(row["belongs"] for row in told[0]["replies"])


async def forget(scene: Scene) -> None:
    """Nothing was ever asked."""
    tables = (Moment, Mention, Reply, Mark, Ask, Timer, OutboxRow, Posted, InboxKey)
    async with scene.database.write() as session:
        for table in tables:
            await session.execute(delete(table))


async def everything(scene: Scene) -> dict[str, Any]:
    """What is stored, without ids and without how it came about."""
    asks, replies = await scene.all(Ask), await scene.all(Reply)
    by_id = {reply.id: reply.ts for reply in replies}
    passing = {"id", "accepted_reply_id", "told_at", "undo_until", "card_ts"}
    posts = pick(await scene.all_rows(), Act.POST)
    assert sum("<@UMAYA> — " in row.body["text"] for row in posts) <= 1
    return {
        "asks": [
            ask.model_dump(exclude=passing) | {"worked": by_id.get(ask.accepted_reply_id)}
            for ask in asks
        ],
        "replies": sorted(
            (
                reply.model_dump(exclude={"id", "ask_id", "copied_at", "copy_ts"})
                | {"belongs": reply.ask_id is not None}
                for reply in replies
                if asks
            ),
            key=lambda row: str(row["ts"]),
        ),
        "marks": sorted((mark.ts, mark.user) for mark in await scene.all(Mark)),
        "due": {kind: due for kind, due in (await scene.due()).items() if "undo" not in kind},
    }
