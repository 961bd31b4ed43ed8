"""What somebody has still to do, and whom the pod thanks."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot.huddles.agenda import lines
from bot.huddles.agenda.facts import USUAL_SECONDS, Candidate
from bot.huddles.agenda.past import A_WEEK
from bot.huddles.agenda.week import Week
from storage.former import FORMER
from storage.huddles import ItemSource
from storage.huddles_action_items import ActionItem, list_open
from storage.huddles_gathering import Helper, list_helpers, list_thanked

_THANKS: Final = "thanks:"
_NEVER: Final = datetime.min.replace(tzinfo=UTC)


async def action_items(week: Week) -> list[Candidate]:
    """All that are open, what is due first comes first; without those of coaching."""
    found = await list_open(week.session, week.pod_id)
    return [_to_do(week, each) for each in found if each.text]


async def thanks(week: Week) -> list[Candidate]:
    """One line for all whose answers worked since the pod was thanked the last time, or this
    week.
    """
    thanked = [at for key, at in week.past.shown.items() if key.startswith(_THANKS)]
    since = max([*thanked, week.began])
    home = week.place.pod
    found = await list_helpers(week.session, home.team_id, home.id, since - A_WEEK, since)
    helpers = [each for each in found if each.name != FORMER]
    if not helpers:
        return []
    named = await _named(week, helpers)
    labels = lines.thanked([each.name for each in named])
    return [
        Candidate(
            source=ItemSource.THANKS,
            key=f"{_THANKS}{week.on.isoformat()}",
            text=lines.thanks(labels, len(helpers) - len(labels)),
            refs={"people": [each.user for each in named], "names": labels},
            seconds=USUAL_SECONDS[ItemSource.THANKS],
        )
    ]


async def _named(week: Week, helpers: Sequence[Helper]) -> list[Helper]:
    """Those whom a line has room for, in the order of the alphabet: whoever was not named for
    longest. How often they helped nobody counts.
    """
    keys = {key: at for key, at in week.past.shown.items() if key.startswith(_THANKS)}
    before = await list_thanked(week.session, week.pod_id, keys)
    last = {user: max(keys[key] for key in before[user]) for user in before}
    turns = sorted(helpers, key=lambda each: last.get(each.user, _NEVER))
    room = len(lines.thanked([each.name for each in turns]))
    chosen = {each.user for each in turns[:room]}
    return [each for each in helpers if each.user in chosen]


def _to_do(week: Week, item: ActionItem) -> Candidate:
    key, zone = f"action:{item.id}", ZoneInfo(week.place.market.timezone)
    today = week.now.astimezone(zone).date()
    return Candidate(
        source=ItemSource.ACTION_ITEM,
        key=key,
        text=lines.to_do(item.text, week.day(item.made_at)),
        detail=lines.due(item.due_on, today),
        refs={"action": str(item.id)},
        seconds=USUAL_SECONDS[ItemSource.ACTION_ITEM],
        hand_to=item.owner,
        hand_to_name=item.owner_name,
        at=datetime.combine(item.due_on, datetime.min.time(), zone),
    )
