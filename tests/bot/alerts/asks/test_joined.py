"""Asks that share a thread, and an alert that they are about."""

from tests.bot.alerts.asks.scene import Meeting


async def test_the_line_for_those_who_help_stands_once_in_a_shared_thread(room: Meeting) -> None:
    await room.post()
    first, _ = await room.asks()
    joined, card = await room.asks(user="USAM", joined_to=first.id)
    assert card is not None
    assert {first.id, joined.id} == set(await room.links())
    assert len(room.heard(first)) == 1
    assert room.heard(joined) == []
