"""What somebody has still to do, and whom the pod thanks."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.huddles.agenda import lines
from bot.huddles.agenda.facts import USUAL_SECONDS, Candidate
from bot.huddles.agenda.past import A_WEEK
from bot.huddles.agenda.week import Week
from bot.text.phrases import label
from storage.former import FORMER
from storage.huddles import ItemSource
from storage.huddles_action_items import ActionItem, list_open
from storage.huddles_gathering import list_helpers


async def action_items(week: Week) -> list[Candidate]:
    """All that are open, what is due first comes first; without those of coaching."""
    found = await list_open(week.session, week.pod_id)
    return [_to_do(week, each) for each in found if each.text]


async def thanks(week: Week) -> list[Candidate]:
    """One line for all whose answers worked since the pod was thanked the last time."""
    thanked = [at for key, at in week.past.shown.items() if key.startswith("thanks:")]
    since = max(max(thanked, default=week.past.since), week.began)
    home = week.place.pod
    found = await list_helpers(week.session, home.team_id, home.id, since - A_WEEK, since)
    helpers = [each for each in found if each.name != FORMER]
    if not helpers:
        return []
    names = [each.name for each in helpers]
    return [
        Candidate(
            source=ItemSource.THANKS,
            key=f"thanks:{week.on.isoformat()}",
            text=lines.thanks(names),
            refs={
                "people": [each.user for each in helpers],
                "names": [label(each) for each in names],
            },
            seconds=USUAL_SECONDS[ItemSource.THANKS],
        )
    ]


def _to_do(week: Week, item: ActionItem) -> Candidate:
    key, zone = f"action:{item.id}", ZoneInfo(week.place.market.timezone)
    today = week.now.astimezone(zone).date()
    return Candidate(
        source=ItemSource.ACTION_ITEM,
        key=key,
        text=lines.to_do(item.text, week.day(item.made_at)),
        detail=lines.due(lines.day(item.due_on, today)),
        refs={"action": str(item.id)},
        seconds=USUAL_SECONDS[ItemSource.ACTION_ITEM],
        again=lines.STILL_OPEN if key in week.past.shown else "",
        hand_to=item.owner,
        hand_to_name=item.owner_name,
        at=datetime.combine(item.due_on, datetime.min.time(), zone),
    )
