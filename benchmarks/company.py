"""A company of any size: its people in a workspace, its pods in a database."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from slack_sdk.web.async_client import AsyncWebClient

from bot.workspace.people import Person
from storage.database import Database
from storage.ids import new_id
from storage.migrations import upgrade
from storage.pods import Market, Member, Pod, Role

ROLES = (
    *[Role.TEAM_LEADER] * 1,
    *[Role.COACH] * 4,
    *[Role.TECH_SPECIALIST] * 8,
    *[Role.RESOLUTION_EXPERT, Role.RESOURCE_MANAGER],
    *[Role.REP] * 32,
)
SKILLS = ["network", "billing", "device", "porting"]
ZONES = ("America/Los_Angeles", "America/Denver", "America/Chicago", "America/New_York")


@dataclass(frozen=True)
class Company:
    """`pods` pods with `members` members each; each has a market of its own, or all have one.

    `ladder` are the settings of every pod.
    """

    pods: int
    members: int = 47
    one_market: bool = False
    ladder: Mapping[str, Any] = field(default_factory=dict)

    def people(self) -> Iterator[Person]:
        for pod in range(self.pods):
            for place in range(self.members):
                name = f"p{pod}m{place}"
                yield Person(user_id(pod, place), name, f"Person {name}", f"{name}@example.com")


def user_id(pod: int, place: int) -> str:
    return f"U{pod:04d}X{place:04d}"


async def seed(company: Company, url: str, team: str, channels: list[str]) -> None:
    """Fill an empty database: one channel a pod."""
    await upgrade(url)
    database = Database(url)
    try:
        async with database.write() as session:
            for number, channel in enumerate(channels):
                if number == 0 or not company.one_market:
                    market = _market(number)
                    session.add_all([market])
                    await session.flush()
                pod = _pod(number, team, channel, market.id)
                pod.settings = dict(company.ladder)
                session.add_all([pod])
                await session.flush()
                session.add_all(_members(company, number, team, pod.id))
    finally:
        await database.close()


async def make_channels(company: Company, client: AsyncWebClient) -> list[str]:
    """A private channel a pod, with its first two members in it; limits must be lifted."""
    channels = []
    for pod in range(company.pods):
        made = await client.conversations_create(name=f"pod-{pod}", is_private=True)
        channel = str(made["channel"]["id"])
        await client.conversations_invite(
            channel=channel, users=[user_id(pod, 0), user_id(pod, 46)]
        )
        channels.append(channel)
    return channels


def _market(number: int) -> Market:
    return Market(
        id=new_id(),
        key=f"m{number}",
        name=f"Market {number}",
        timezone=ZONES[number % len(ZONES)],
        languages=["en"],
    )


def _pod(number: int, team: str, channel: str, market: UUID) -> Pod:
    return Pod(
        id=new_id(),
        team_id=team,
        key=f"p{number}",
        name=f"Pod {number}",
        market_id=market,
        channel=channel,
    )


def _members(company: Company, pod: int, team: str, pod_id: UUID) -> Iterator[Member]:
    for place in range(company.members):
        role = ROLES[place % len(ROLES)]
        skills = SKILLS[place % 3 :] if role is Role.TECH_SPECIALIST else []
        yield Member(
            team_id=team,
            user=user_id(pod, place),
            pod_id=pod_id,
            name=f"Person p{pod}m{place}",
            email=f"p{pod}m{place}@example.com",
            role=role,
            skills=skills,
        )
