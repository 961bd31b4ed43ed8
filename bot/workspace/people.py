"""Who is in the workspace: persons, the app's own user and Slackbot."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from bot.workspace.shapes import Json, stable_id

COLOURS = ("9f69e7", "4bbe2e", "e7392d", "3c989f", "674b1b", "e96699", "e0a729", "684b6c")
SLACKBOT = "USLACKBOT"


@dataclass(frozen=True)
class Person:
    """One person as `bot.__main__` hands them over; `id` None means "made from the e-mail".

    `is_sample` marks scripted colleagues and demo people. `deleted` is a deactivated account,
    `is_restricted` a guest, `team_id` another workspace's id for a Slack Connect stranger.
    """

    id: str | None
    name: str
    real_name: str
    email: str
    title: str = ""
    tz: str = "America/Los_Angeles"
    is_admin: bool = False
    is_sample: bool = False
    is_restricted: bool = False
    deleted: bool = False
    team_id: str | None = None
    bot_id: str | None = None
    app_id: str | None = None

    @property
    def uid(self) -> str:
        """The user id, certain once the person is in a `Directory`."""
        return self.id or stable_id("U", self.email.lower())

    @property
    def is_bot(self) -> bool:
        return self.bot_id is not None

    @property
    def colour(self) -> str:
        return COLOURS[sum(self.uid.encode()) % len(COLOURS)]

    @property
    def initials(self) -> str:
        words = [word for word in self.real_name.split() if word[0].isalnum()]
        return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper() or "?"


class Directory:
    """All people by id, in a fixed order; looks up by id and by e-mail without scanning."""

    def __init__(self, people: Iterable[Person], team_id: str, now: Callable[[], float]) -> None:
        self.team_id = team_id
        self._now = now
        self._by_id: dict[str, Person] = {}
        self._by_email: dict[str, str] = {}
        self._by_name: dict[str, str] = {}
        for person in people:
            self.put(person)

    def put(self, person: Person) -> Person:
        """Add a person, or replace the one with the same id."""
        known = replace(person, id=person.uid)
        self._by_id[known.uid] = known
        self._by_name.setdefault(known.name.lower(), known.uid)
        if known.email:
            self._by_email[known.email.lower()] = known.uid
        return known

    def find(self, user: str) -> Person | None:
        return self._by_id.get(user)

    def find_by_email(self, email: str) -> Person | None:
        return self._by_id.get(self._by_email.get(email.lower(), ""))

    def find_by_name(self, name: str) -> Person | None:
        return self._by_id.get(self._by_name.get(name.lower(), ""))

    def __iter__(self) -> Iterator[Person]:
        return iter(self._by_id.values())

    def __len__(self) -> int:
        return len(self._by_id)

    def user(self, person: Person, with_email: bool) -> Json:
        """Slack's user object; the e-mail shows only to apps with `users:read.email`."""
        return {
            "id": person.uid,
            "team_id": person.team_id or self.team_id,
            "name": person.name,
            "real_name": person.real_name,
            "deleted": person.deleted,
            "color": person.colour,
            **_zone(person.tz, self._now()),
            "profile": _profile(person, self.team_id, with_email),
            "is_admin": person.is_admin,
            "is_owner": False,
            "is_primary_owner": False,
            "is_restricted": person.is_restricted,
            "is_ultra_restricted": False,
            "is_bot": person.is_bot,
            "is_app_user": False,
            "is_stranger": bool(person.team_id and person.team_id != self.team_id),
            "updated": 0,
        }

    def card(self, person: Person) -> Json:
        """The person as the page knows them."""
        return {
            "id": person.uid,
            "name": person.name,
            "real_name": person.real_name,
            "title": person.title,
            "email": person.email,
            "tz": person.tz,
            "color": person.colour,
            "initials": person.initials,
            "is_bot": person.is_bot or person.uid == SLACKBOT,
            "is_sample": person.is_sample,
            "is_admin": person.is_admin,
            "deleted": person.deleted,
        }


def slackbot() -> Person:
    """Slack's own user, which every workspace has."""
    return Person(SLACKBOT, "slackbot", "Slackbot", "", tz="America/Los_Angeles")


def _zone(name: str, at: float) -> Json:
    offset = dt.datetime.fromtimestamp(at, ZoneInfo(name)).utcoffset() or dt.timedelta()
    return {"tz": name, "tz_label": name, "tz_offset": int(offset.total_seconds())}


def _profile(person: Person, team_id: str, with_email: bool) -> Json:
    profile: Json = {
        "title": person.title,
        "real_name": person.real_name,
        "real_name_normalized": person.real_name,
        "display_name": person.name,
        "display_name_normalized": person.name,
        "status_text": "",
        "status_emoji": "",
        "team": person.team_id or team_id,
    }
    if with_email and person.email:
        profile["email"] = person.email
    if person.bot_id:
        profile |= {"bot_id": person.bot_id, "api_app_id": person.app_id}
    return profile
