"""What people read about their pod."""

from collections.abc import Collection, Sequence
from datetime import datetime

from bot.commands import named, pod
from bot.pods import rules
from bot.pods.facts import Home, MemberFacts, Presence
from bot.text.escaping import escape, one_line, shorten
from bot.text.kit import Block, Card, Element, actions, button, context, section
from storage.pods import Role

AWAY, BUSY, BACK = "pods.away", "pods.busy", "pods.back"
BUSY_MINUTES = 20
MOST_NAMES = 8
_ROLES = {
    Role.TECH_SPECIALIST: ("Technical specialist", "Technical specialists"),
    Role.COACH: ("Coach", "Coaches"),
    Role.RESOLUTION_EXPERT: ("Resolution expert", "Resolution experts"),
    Role.TEAM_LEADER: ("Team leader", "Team leaders"),
    Role.RESOURCE_MANAGER: ("Resource manager", "Resource managers"),
    Role.SENIOR_REP: ("Senior rep", "Senior reps"),
    Role.REP: ("Rep", "Reps"),
}


def pod_card(
    home: Home,
    members: Sequence[MemberFacts],
    on_call: Collection[str],
    now: datetime,
    live: Sequence[Block] = (),
) -> Card:
    """My pod: the market's time, until when it is open, what goes on, who is present by role."""
    here = rules.present_members(members, home.pod, home.market, now)
    roles = [_role_line(role, here, on_call) for role in _ROLES]
    lines = "\n".join(line for line in roles if line)
    blocks = [section(_heading(home, now)), context(_count(here, members, home)), *live]
    if lines:
        blocks.append(section(shorten(lines, 2900)))
    return Card(_plain_heading(home, now), [*blocks, *_mine(home, now)])


def home_section(home: Home, members: Sequence[MemberFacts], now: datetime) -> list[Block]:
    """The pod on its member's Home tab."""
    here = rules.present_members(members, home.pod, home.market, now)
    return [section(_heading(home, now)), context(_count(here, members, home)), *_mine(home, now)]


def away_card(home: Home, until: datetime, now: datetime) -> Card:
    return _until_card("You are away until {time}. Questions go to others.", home, until, now)


def busy_card(home: Home, until: datetime, now: datetime) -> Card:
    return _until_card("You are busy until {time}. Questions go to others.", home, until, now)


def back_card(home: Home, now: datetime) -> Card:
    if rules.present(home.member, home.pod, home.market, now):
        text = "You are back: your pod sees you as present."
    else:
        text = "You are back. Your hours have not begun: your pod sees you as present from then on."
    return Card(text, [section(text)])


def help_card() -> Card:
    text = f"`{pod()}` shows your pod: its time, and who is there."
    more = named(
        "`{pod} away until 4 PM` · `{pod} away 30` · `{pod} away 2h` · `{pod} away tomorrow`: "
        "questions go to others until then.\n"
        "`{pod} busy 20`: the same for 20 minutes, for work between calls.\n"
        "`{pod} back`: you are there again. Both also end by themselves.\n"
        "Times of day are your market's, wherever you sit."
    )
    return Card(text.replace("`", ""), [section(text), section(more)])


def clock_words(moment: datetime, local: datetime) -> str:
    """ "4:30 PM", "8 AM tomorrow", "8 AM on Monday", in the market's zone; `local` is now."""
    time = _time(moment)
    days = (moment.date() - local.date()).days
    if days == 0 or (days == 1 and time == "midnight"):
        return time
    if days == 1:
        return f"{time} tomorrow"
    if days < 7:
        return f"{time} on {moment:%A}"
    return f"{time} on {moment:%B} {moment.day}"


def _time(moment: datetime) -> str:
    if (moment.hour, moment.minute) in ((0, 0), (12, 0)):
        return "midnight" if moment.hour == 0 else "noon"
    half = "AM" if moment.hour < 12 else "PM"
    minute = f":{moment.minute:02}" if moment.minute else ""
    return f"{moment.hour % 12 or 12}{minute} {half}"


def _heading(home: Home, now: datetime) -> str:
    return f"*{escape(home.pod.name)}* · {_times(home, now)}"


def _plain_heading(home: Home, now: datetime) -> str:
    return f"{escape(home.pod.name)} · {_times(home, now)}"


def _times(home: Home, now: datetime) -> str:
    local = rules.local_time(home.market, now)
    minute = f"{local.hour % 12 or 12}:{local:%M} {'AM' if local.hour < 12 else 'PM'}"
    return f"{minute} in {escape(home.market.name)} · {_opening(home, now, local)}"


def _opening(home: Home, now: datetime, local: datetime) -> str:
    if rules.is_open(home.pod, home.market, now):
        closes = rules.open_until(home.pod, home.market, now)
        return f"open until {clock_words(closes, local)}" if closes else "open all day, every day"
    opens = rules.opens_at(home.pod, home.market, now)
    return f"closed until {clock_words(opens, local)}" if opens else "closed"


def _count(here: Sequence[MemberFacts], members: Sequence[MemberFacts], home: Home) -> str:
    site = f" · sits in {escape(home.pod.site)}" if home.pod.site else ""
    return f"{len(here)} of {len(members)} are here{site}"


def _role_line(role: Role, here: Sequence[MemberFacts], on_call: Collection[str]) -> str:
    people = [member for member in here if member.role is role]
    if not people:
        return ""
    free = [member for member in people if member.user not in on_call]
    listed = [member for member in people if member.user in on_call]
    one, many = _ROLES[role]
    title = one if len(people) == 1 else f"{many} ({len(people)})"
    groups = [_names(free), f"on a call: {_names(listed)}" if listed else ""]
    return f"*{title}*  {' · '.join(filter(None, groups))}"


def _names(members: Sequence[MemberFacts]) -> str:
    names = [escape(one_line(member.name, 40)) for member in members[:MOST_NAMES]]
    more = len(members) - len(names)
    return ", ".join(names) + (f" and {more} more" if more > 0 else "")


def _mine(home: Home, now: datetime) -> list[Block]:
    """What the member said about themselves, and what they may say now."""
    member, local = home.member, rules.local_time(home.market, now)
    state = rules.presence(member, home.pod, home.market, now)
    until = {Presence.AWAY: member.away_until, Presence.BUSY: member.busy_until}.get(state)
    if until is not None:
        word = "away" if state is Presence.AWAY else "busy"
        ends = _market_time(home, until, local)
        return [section(f"You are {word} until {ends}."), actions(_button("I'm back", BACK))]
    busy = _button(f"Busy for {BUSY_MINUTES} minutes", BUSY, str(BUSY_MINUTES))
    return [actions(busy, _button("Away until tomorrow", AWAY, "tomorrow"))]


def _button(text: str, action_id: str, value: str = "me") -> Element:
    return button(text, action_id, value)


def _until_card(sentence: str, home: Home, until: datetime, now: datetime) -> Card:
    local = rules.local_time(home.market, now)
    text = sentence.format(time=_market_time(home, until, local))
    return Card(text, [section(text), actions(_button("I'm back", BACK))])


def _market_time(home: Home, moment: datetime, local: datetime) -> str:
    """As "4 PM tomorrow, San Diego time"; in a pod that sits elsewhere also the reader's own
    clock, which only Slack knows: "(5:00 PM on your clock)".
    """
    there = moment.astimezone(local.tzinfo)
    when = f"{clock_words(there, local)}, {escape(home.market.name)} time"
    if not home.pod.site:
        return when
    return f"{when} <!date^{int(moment.timestamp())}^({{time}} on your clock)|({there:%Z})>"
