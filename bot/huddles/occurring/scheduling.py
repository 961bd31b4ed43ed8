"""When a pod meets is set in Slack: by two at once, too, and while a huddle goes on."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import Outdated
from bot.huddles.facts import Schedule
from bot.huddles.occurring.acting import check_channel, check_may
from bot.huddles.occurring.errors import BadField, ChangedSince, OfAnotherPod, SetInTheFile
from bot.huddles.occurring.form import Editing, Runner, check_whole, read_fields
from bot.huddles.occurring.planning import list_meetings, plan_next
from bot.huddles.occurring.words import Form, Slot
from bot.huddles.schedule.current import file_fields
from bot.huddles.schedule.holidays import places_of
from bot.huddles.tools import Tools
from bot.inbox import Delivery, Person
from bot.pods.facts import Home, PodInMarket
from bot.pods.service import get_actor, get_home
from storage.huddles_occurring import list_names, lock_pods
from storage.huddles_schedule import find_schedule, get_areas, save_schedule
from storage.pods import get_pod

_SECTION = "[pod.{key}.huddles]"


class Conflict(Exception):
    """Somebody changed the same fields meanwhile; nothing was saved. `editing` has this editor's
    words, to be sent again.
    """

    def __init__(self, editing: Editing) -> None:
        self.editing = editing
        super().__init__()


async def open_form(tools: Tools, person: Person, now: datetime, channel: str | None) -> Editing:
    """As it is set now, for those who may. Raises `OnlyWhoArranges`, `OfAnotherPod`."""
    async with tools.transactions.look() as session:
        home = await get_home(session, person, channel)
        await check_channel(session, home, channel)
        await check_may(session, home, now)
        return await _editing(session, home, channel)


async def save(
    tools: Tools,
    delivery: Delivery,
    person: Person,
    form: Form,
    values: Mapping[str, str | None],
) -> tuple[Schedule, PodInMarket, datetime | None]:
    """What holds now, and when the next one is. What others changed since the form was opened
    stays. Raises `Conflict` where both changed one field, `BadField`, `UnknownPlace`.
    """
    typed = read_fields(values)
    async with tools.transactions.of(delivery) as session:
        home = await get_actor(session, person, delivery.now)
        await check_may(session, home, delivery.now)
        await lock_pods(session, [home.pod.id])
        now_set = await _editing(session, home, form.there)
        typed = {name: value for name, value in typed.items() if name not in now_set.fixed}
        _check_people(typed, now_set, form)
        merged, conflicts = _merge(form.seen, typed, now_set.seen)
        check_whole(Schedule.of(merged, now_set.fixed))
        if conflicts:
            raise Conflict(_with_conflicts(now_set, merged, conflicts))
        await _save(session, home, merged, now_set.version, delivery.now)
        return await _planned(session, home, delivery.now)


async def take_slot(session: AsyncSession, home: Home, slot: Slot, now: datetime) -> Schedule:
    """What was offered. Raises `ChangedSince` where the schedule is another one by now,
    `SetInTheFile`, `OfAnotherPod`, `OnlyWhoArranges`.
    """
    await check_own(session, home, slot)
    await check_may(session, home, now)
    await lock_pods(session, [home.pod.id])
    now_set = await _editing(session, home, None)
    if now_set.fixed.keys() & {"days", "times"}:
        raise SetInTheFile
    if now_set.version != slot.version:
        raise ChangedSince
    fields = {**now_set.seen, "days": list(slot.days), "times": list(slot.times)}
    check_whole(Schedule.of(fields, now_set.fixed))
    await _save(session, home, fields, slot.version, now)
    return (await _planned(session, home, now))[0]


async def check_own(session: AsyncSession, home: Home, slot: Slot) -> None:
    """Raises `OfAnotherPod`, and `Outdated` for a pod that is gone."""
    if slot.pod_id == home.pod.id:
        return
    if not await list_names(session, slot.pod_id):
        raise Outdated
    raise OfAnotherPod((await get_pod(session, slot.pod_id)).pod.name)


async def _editing(session: AsyncSession, home: Home, there: str | None) -> Editing:
    place = PodInMarket(home.pod, home.market)
    row, fixed = await find_schedule(session, home.pod.id), file_fields(place)
    fields = dict(row.fields) if row else {}
    return Editing(
        schedule=Schedule.of(fields, fixed),
        version=row.version if row else 0,
        seen=Schedule.of(fields, {}).stored(),
        fixed=_shown(fixed),
        section=_SECTION.format(key=home.pod.key),
        market=home.market.name,
        holidays=places_of(await get_areas(session, home.market.id), home.market.timezone),
        runners=[Runner(*each) for each in await list_names(session, home.pod.id)],
        there=there,
        by=row.changed_by_name if row else "",
    )


def _shown(fixed: Mapping[str, Any]) -> dict[str, Any]:
    """As a schedule holds it."""
    whole = Schedule.of({}, fixed).stored()
    return {name: whole[name] for name in fixed if name in whole}


def _check_people(typed: Mapping[str, Any], now_set: Editing, form: Form) -> None:
    """Whoever left may stand in the form still; nobody new is put there who is not in the pod."""
    known = {each.key for each in now_set.runners} | set(form.seen.get("runs_it", ()))
    if not set(typed.get("runs_it", ())) <= known:
        raise BadField("runs_it")


def _merge(
    seen: Mapping[str, Any], mine: Mapping[str, Any], now: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """What it says with both edits, with mine where they conflict; and what they have there."""
    merged, conflicts = dict(now), {}
    for name, value in mine.items():
        if value == seen.get(name) or value == now[name]:
            continue
        if now[name] != seen.get(name):
            conflicts[name] = now[name]
        merged[name] = value
    return merged, conflicts


def _with_conflicts(
    now_set: Editing, merged: Mapping[str, Any], conflicts: Mapping[str, Any]
) -> Editing:
    shown = Schedule.of(merged, now_set.fixed)
    return now_set._replace(schedule=shown, conflicts=conflicts)


async def _save(
    session: AsyncSession, home: Home, fields: Mapping[str, Any], version: int, now: datetime
) -> None:
    member = home.member
    saved = await save_schedule(
        session, home.pod.id, fields, version, member.user, member.name, now
    )
    if saved is None:  # the pod is locked: nobody could
        raise ChangedSince


async def _planned(
    session: AsyncSession, home: Home, now: datetime
) -> tuple[Schedule, PodInMarket, datetime | None]:
    place = PodInMarket(home.pod, home.market)
    planning = await plan_next(session, place, now)
    starts = [
        each.starts_at for each in await list_meetings(session, home.pod.id, now) if each.planned
    ]
    return planning.schedule, place, min((at for at in starts if at > now), default=None)
