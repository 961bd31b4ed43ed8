"""An alert goes out: who may, who gets it, and what the card says."""

from tests.bot.advice.scene import HOME
from tests.bot.alerts.by_hand.scene import SECOND, Room, posts, shown


async def test_an_expert_s_alert_stands_in_every_pod_of_the_market_once(room: Room) -> None:
    alert = await room.post()
    rows = posts(await room.all_rows())
    assert sorted(row.channel for row in rows) == sorted([HOME, SECOND])
    cards = await room.cards(alert)
    assert all(card.ts for card in cards.values())
    text = shown(rows[0])
    assert "🟥 *Network outage* · severe · parts of eastern San Diego County" in text
    assert "Fire near Ramona has taken two sites down. Crews are on site.\n" in text
    assert "No time yet · since 10 AM, San Diego time" in text
    assert "One way to say it: “A brush fire outside the city" in text
    assert "from Ruth E." in text
