"""A message to an owner, once its button was pressed, says what was done and cannot do it again."""

from bot.practices import words
from bot.practices.drafts import Pressed
from bot.practices.facts import What
from storage.outbox import Act, OutboxRow, Posted
from storage.practices import Practice, PracticeState
from tests.bot.advice.scene import who
from tests.bot.practices.scene import TABLET, Store

DAY = 24 * 60 * 60


async def asked(store: Store) -> tuple[Practice, Pressed]:
    """The owner was asked whether it still holds."""
    practice = await store.save()
    await store.pass_time(91 * DAY)
    (*_, posted) = await store.all(Posted)
    return practice, Pressed(posted.channel, posted.ts, "https://hooks.test/dm")


async def repainted(store: Store) -> OutboxRow:
    (row,) = await store.waiting()
    assert row.act is Act.REPAINT
    return row


async def test_what_asked_says_what_was_answered(store: Store) -> None:
    practice, pressed = await asked(store)
    settled = await store.practices.settle(
        store.delivery(), who("UMAYA"), practice.id, What.CONFIRMED, pressed
    )
    assert settled.said
    row = await repainted(store)
    assert row.body["response_url"] == pressed.response_url
    assert row.body["text"].startswith("You said that it still holds: “Outage")
    actions = [each["action_id"] for each in row.body["blocks"][-1]["elements"]]
    assert actions == [words.MORE]
    assert (await store.practice(practice.id)).confirmed_at == store.now


async def test_pressed_again_it_says_the_same_and_does_nothing(store: Store) -> None:
    practice, pressed = await asked(store)
    for _ in range(2):
        settled = await store.practices.settle(
            store.delivery(), who("UMAYA"), practice.id, What.ARCHIVED, pressed
        )
        assert settled.practice.version == 2
    assert (await store.practice(practice.id)).state is PracticeState.ARCHIVED
    assert "archived it" in (await repainted(store)).body["text"]


async def test_another_message_is_not_painted_over(store: Store) -> None:
    practice, pressed = await asked(store)
    other = await store.save("UMAYA", draft=TABLET)
    for place in (Pressed("D9", "9.9", "https://hooks.test/x"), Pressed(None, None, "x"), None):
        settled = await store.practices.settle(
            store.delivery(), who("UMAYA"), practice.id, What.CONFIRMED, place
        )
        assert not settled.said
    settled = await store.practices.settle(
        store.delivery(), who("UMAYA"), other.id, What.CONFIRMED, pressed
    )
    assert not settled.said
    assert await store.waiting() == []
