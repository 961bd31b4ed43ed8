"""What members do with their pod."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.transaction import Transactions
from bot.errors import AlreadyHandled, BadInput
from bot.inbox import Delivery, Person
from bot.pods.errors import NoPod
from bot.pods.service import PodsService
from bot.text.kit import Card
from storage.database import Database
from storage.pods import Home, Market, Member, Organisation, Pod, Role, find_member
from tests.fakes import START

TEAM = "T1"
HOURS = {day: [["07:00", "22:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}
MAYA, DAN, ANA = Person(TEAM, "UMAYA"), Person(TEAM, "UDAN"), Person(TEAM, "UANA")


def delivery(key: str = "1", after: timedelta = timedelta()) -> Delivery:
    return Delivery(f"command:{key}", START + after)


def everything(card: Card) -> str:
    return str(card.blocks)


def on_your_clock(hours: int) -> str:
    """The moment so many hours after START, as Slack shows it on the reader's own clock."""
    moment = int((START + timedelta(hours=hours)).timestamp())
    return f"<!date^{moment}^({{time}} on your clock)|(PST)>"


async def add_pod(database: Database) -> None:
    market = Market(key="sd", name="San Diego", timezone="America/Los_Angeles", hours=HOURS)
    async with database.write() as session:
        session.add(market)
        await session.flush()
        pod = Pod(team_id=TEAM, key="sd", name="San Diego", site="Boise", market_id=market.id)
        pod.organisation = Organisation.OWN
        session.add(pod)
        await session.flush()
        for user, name, role in (
            ("UMAYA", "Maya <!channel>", Role.REP),
            ("UDAN", "Dan", Role.TECH_SPECIALIST),
            ("UINES", "Ines", Role.TECH_SPECIALIST),
            ("UANA", "Ana Ruiz", Role.TEAM_LEADER),
        ):
            session.add(Member(team_id=TEAM, user=user, pod_id=pod.id, name=name, role=role))


async def home_of(database: Database, person: Person) -> Home:
    async with database.read() as session:
        home = await find_member(session, person.team, person.user)
    assert home is not None
    return home


@pytest.fixture
async def pods(database: Database) -> PodsService:
    await add_pod(database)
    return PodsService(Transactions(database))


async def test_my_pod_is_shown_with_its_markets_time_and_who_is_there(pods: PodsService) -> None:
    card = await pods.show(delivery(), MAYA)
    assert card.text == "San Diego · 10:00 AM in San Diego · open until 10 PM"
    said = everything(card)
    assert "4 of 4 are here · sits in Boise" in said
    assert "*Technical specialists (2)*  Dan, Ines" in said
    assert "*Team leader*  Ana Ruiz" in said
    assert "<!channel>" not in said


async def test_those_free_are_named_before_those_on_a_call(database: Database) -> None:
    async def on_call(_session: AsyncSession, _pod: UUID, _now: datetime) -> Collection[str]:
        return {"UDAN"}

    await add_pod(database)
    card = await PodsService(Transactions(database), on_call).show(delivery(), MAYA)
    assert "*Technical specialists (2)*  Ines · on a call: Dan" in everything(card)


async def test_away_until_a_time_of_the_market_and_back_again(
    pods: PodsService, database: Database
) -> None:
    card = await pods.away(delivery("1"), DAN, "until 4 PM")
    assert card.text == (
        f"You are away until 4 PM, San Diego time {on_your_clock(hours=6)}. Questions go to others."
    )
    shown = everything(await pods.show(delivery("2"), MAYA))
    assert "3 of 4 are here" in shown
    assert "Dan" not in shown
    assert (await pods.back(delivery("3"), DAN)).text.startswith("You are back: your pod sees you")
    assert "Dan" in everything(await pods.show(delivery("4"), MAYA))
    assert (await home_of(database, DAN)).member.away_until is None


async def test_busy_ends_by_itself_and_replaces_away(pods: PodsService, database: Database) -> None:
    await pods.away(delivery("1"), DAN)
    assert "busy until 10:20 AM" in (await pods.busy(delivery("2"), DAN, "20")).text
    assert (await home_of(database, DAN)).member.away_until is None
    later = timedelta(minutes=20)
    assert "4 of 4 are here" in everything(await pods.show(delivery("3", later), MAYA))


async def test_a_command_counts_as_seen(pods: PodsService, database: Database) -> None:
    await pods.show(delivery("1"), DAN)
    assert (await home_of(database, DAN)).member.seen_at == START
    await pods.show(delivery("2", timedelta(seconds=59)), DAN)
    assert (await home_of(database, DAN)).member.seen_at == START
    await pods.show(delivery("3", timedelta(seconds=60)), DAN)
    assert (await home_of(database, DAN)).member.seen_at == START + timedelta(seconds=60)


@pytest.mark.parametrize("typed", ["soonish", "<!channel>", "x" * 40_000, "\0", "🦜", "مساء"])
async def test_an_unreadable_time_changes_nothing_and_says_how_to_write_it(
    pods: PodsService, database: Database, typed: str
) -> None:
    with pytest.raises(BadInput, match="Nothing was changed") as refused:
        await pods.away(delivery(), DAN, typed)
    assert "/pod away until 4 PM" in refused.value.sentence
    assert "<!channel>" not in refused.value.sentence
    assert len(refused.value.sentence) < 400
    assert (await home_of(database, DAN)).member.away_until is None


async def test_too_long_is_refused_with_what_to_do_instead(pods: PodsService) -> None:
    with pytest.raises(BadInput, match="60 days"):
        await pods.away(delivery(), DAN, "90 days")
    with pytest.raises(BadInput, match="/pod away"):
        await pods.busy(delivery(), DAN, "tue 9 PM")


async def test_someone_without_a_pod_is_told_whom_to_see(pods: PodsService) -> None:
    with pytest.raises(NoPod) as refused:
        await pods.show(delivery(), Person(TEAM, "USTRANGER"))
    assert refused.value.sentence == (
        "You are not in a pod yet. Ana Ruiz leads San Diego and can add you."
    )


@pytest.mark.parametrize(
    ("leaders", "sentence"),
    [
        (0, "You are not in a pod yet. Whoever set up Podline here can add you."),
        (
            2,
            "You are not in a pod yet. Your team leader can add you: "
            "&lt;!here&gt; 0 leads Market 0; &lt;!here&gt; 1 leads Market 1.",
        ),
        (6, "You are not in a pod yet. Your team leader can add you."),
    ],
)
def test_leaders_are_named_where_they_are_few(leaders: int, sentence: str) -> None:
    named = [(f"<!here> {number}", f"Market {number}") for number in range(leaders)]
    assert NoPod(named).sentence == sentence


async def test_someone_who_left_has_no_pod_and_is_not_counted(
    pods: PodsService, database: Database
) -> None:
    async with database.write() as session:
        ines = await session.get(Member, (await home_of(database, Person(TEAM, "UINES"))).member.id)
        assert ines is not None
        ines.left_at = START
    assert "3 of 3 are here" in everything(await pods.show(delivery("1"), MAYA))
    with pytest.raises(NoPod):
        await pods.back(delivery("2"), Person(TEAM, "UINES"))


async def test_a_redelivered_command_does_nothing(pods: PodsService) -> None:
    await pods.away(delivery(), DAN)
    with pytest.raises(AlreadyHandled):
        await pods.away(delivery(), DAN)


async def test_the_home_tab_shows_the_pod_and_what_i_said_of_myself(pods: PodsService) -> None:
    await pods.away(delivery("1"), DAN, "tomorrow")
    blocks = await pods.home_section(delivery("2"), DAN)
    assert f"away until 7 AM tomorrow, San Diego time {on_your_clock(hours=21)}." in str(blocks)
    assert "3 of 4 are here" in str(blocks)
    assert await pods.home_section(delivery("3"), Person(TEAM, "USTRANGER")) == []
