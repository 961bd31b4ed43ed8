"""Two pods of San Diego and one that takes their calls, with the service of alerts."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.alerts.admins import Admins
from bot.alerts.draft import Draft
from bot.alerts.service import AlertsService
from bot.alerts.shown import Due, Edited, Posted
from bot.alerts.words import Choice
from bot.delivery.transaction import Transactions
from bot.text.masking import Masker
from storage.alerts import Alert, AlertCard, AlertKind, Severity
from storage.outbox import Act, OutboxRow, RowState
from storage.pods import Market, Member, Pod, Role
from storage.timers import Timer
from tests.bot.advice.scene import HOME, TEAM, THERE, Scene, _remember_place, who

SECOND = "CSECOND"
FIRE = Draft(
    AlertKind.NETWORK_OUTAGE,
    Severity.SEVERE,
    "Fire near Ramona has taken two sites down",
    who="Crews are on site",
    areas_words="parts of eastern San Diego County",
    say_en="A brush fire outside the city is affecting service near you.",
)
MINOR = replace(FIRE, severity=Severity.MODERATE)
AREAS = {"counties": ["CAC073"], "zones": ["CAZ043", "CAZ058"], "fips": ["06073"]}
PEOPLE = (
    ("URUTH", "Ruth Eller", Role.RESOLUTION_EXPERT, HOME),
    ("UANA", "Ana Ruiz", Role.TEAM_LEADER, HOME),
    ("USAM", "Sam Orr", Role.SENIOR_REP, HOME),
    ("UMAYA", "Maya Reyes", Role.REP, HOME),
    ("ULUIS", "Luis Vega", Role.RESOLUTION_EXPERT, SECOND),
    ("UEVE", "Eve Lund", Role.SENIOR_REP, SECOND),
    ("UNICK", "Nick Tran", Role.REP, SECOND),
    ("UOLGA", "Olga Duda", Role.RESOLUTION_EXPERT, THERE),
    ("UOMAR", "Omar Fay", Role.REP, THERE),
)


@dataclass
class Room(Scene):
    """`post` and the rest act as people do; `pods` are by their channels."""

    def __post_init__(self) -> None:
        self.ended: list[UUID] = []
        transactions = Transactions(self.database, self._wake)
        self.admins: dict[str, bool | None] = {}
        self.asked_slack: list[str] = []
        self.alerts = AlertsService(
            *(transactions, Masker(), self._ends_with), admins=Admins(self._is_admin)
        )
        self.pods: dict[str, UUID] = {}
        self.market = UUID(int=0)

    async def people(self, partner: bool = False, **settings: Any) -> None:
        """`hours` are the second pod's, `over_hours` those of the pod that takes the calls."""
        hours, over_hours = settings.get("hours", {}), settings.get("over_hours", {})
        market = Market(
            key="sd",
            name="San Diego",
            timezone="America/Los_Angeles",
            areas=AREAS,
            languages=["en", "es"],
        )
        other = Market(key="dt", name="Detroit", timezone="America/Detroit", languages=["en"])
        over = _pod("dt", "Detroit", other, THERE, hours=over_hours)
        home = _pod("sd", "San Diego", market, HOME, over, enough_present=1)
        second = _pod("sd2", "San Diego 2", market, SECOND, over, hours, enough_present=1)
        self.pods = {each.channel or "": each.id for each in (home, second, over)}
        self.market = market.id
        members = [
            Member(team_id=TEAM, user=user, pod_id=self.pods[there], name=name, role=role)
            for user, name, role, there in PEOPLE
        ]
        for rows in ([market, other], [over], [home, second], members):
            async with self.database.write() as session:
                session.add_all(rows)

    async def _is_admin(self, user: str) -> bool | None:
        """As Slack says it; None where it does not answer."""
        self.asked_slack.append(user)
        return self.admins.get(user, False)

    async def _ends_with(self, session: AsyncSession, alert_id: UUID, now: datetime) -> None:
        self.ended.append(alert_id)

    async def post(self, user: str = "URUTH", draft: Draft = FIRE, **more: Any) -> Alert:
        """It goes out, and what waits is sent."""
        draft = replace(draft, **more)
        made = await self.alerts.post(self.delivery(), who(user), self.market, draft)
        assert isinstance(made, Posted)
        await self.send()
        return await self.alert(made.alert.id)

    async def edit(
        self, alert: Alert, user: str = "URUTH", choice: Choice = Choice.UPDATE, **mine: Any
    ) -> Edited:
        """From what `alert` says."""
        return await self.alerts.edit(
            self.delivery(), who(user), alert.id, alert.version, mine, choice
        )

    async def end(self, alert: Alert, user: str = "URUTH", words: str = "") -> Edited:
        return await self.alerts.end(self.delivery(), who(user), alert.id, None, words)

    async def alert(self, alert_id: UUID) -> Alert:
        (found,) = (each for each in await self.all(Alert) if each.id == alert_id)
        assert isinstance(found, Alert)
        return found

    async def cards(self, alert: Alert) -> dict[str, AlertCard]:
        """By their channels."""
        cards = [each for each in await self.all(AlertCard) if each.alert_id == alert.id]
        return {each.channel: each for each in cards}

    async def send(self, **parts: str) -> list[OutboxRow]:
        """What may go by now is posted, in order."""
        sent: list[OutboxRow] = []
        for row in await self.ready():
            async with self.database.write() as session:
                mine = await session.get(OutboxRow, row.seq)
                assert mine is not None
                mine.state, mine.sent_at = RowState.SENT, self.now
                if mine.act is Act.POST:
                    ts = self.ts()
                    await _remember_place(session, mine, ts)
                    await self.alerts.on_posted(session, mine, ts, self.now)
            sent.append(row)
        return sent

    async def ready(self) -> list[OutboxRow]:
        return [row for row in await self.waiting() if row.not_before <= self.now]

    def acts(self) -> dict[str, Any]:
        return dict(self.alerts.acts())

    async def waits_for(self, alert: Alert) -> dict[str, Any]:
        """Its timers that are still to come, by kind, but what only follows from a commit."""
        timers = [each for each in await self.all(Timer) if each.done_at is None]
        mine = {each.kind: each.due_at for each in timers if each.subject == f"alert:{alert.id}"}
        return {kind: at for kind, at in mine.items() if kind not in (Due.ASKS, Due.CALL_BACKS)}


def _pod(
    key: str,
    name: str,
    market: Market,
    channel: str,
    over: Pod | None = None,
    hours: Any = None,
    **settings: Any,
) -> Pod:
    return Pod(
        team_id=TEAM,
        key=key,
        name=name,
        market_id=market.id,
        channel=channel,
        overflow_pod_id=over.id if over else None,
        hours=hours or {},
        settings=settings,
    )


def posts(rows: list[OutboxRow], channel: str | None = None) -> list[OutboxRow]:
    return [row for row in rows if row.act is Act.POST and channel in (None, row.channel)]


def replies(rows: list[OutboxRow]) -> list[OutboxRow]:
    """Those that also go to the channel."""
    return [row for row in rows if row.body.get("broadcast")]


def repaints(rows: list[OutboxRow]) -> list[OutboxRow]:
    return [row for row in rows if row.act is Act.REPAINT]


def shown(row: OutboxRow) -> str:
    """All the words that somebody sees."""
    texts = []
    for block in row.body["blocks"]:
        texts += [block["text"]["text"]] if "text" in block else []
        texts += [each.get("text", "") for each in block.get("elements", ()) if "type" in each]
    return "\n".join(str(each) for each in texts)
