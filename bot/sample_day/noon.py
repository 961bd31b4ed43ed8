"""The later scenes of the sample day: the whole ladder, a call-back, who is away, two at once."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.sample_day.stage import Stage
from bot.workspace.visitor import buttons, words

CARD_WITHIN = 2.0  # seconds of real time on a busy machine; on an idle one it is a tenth of that
SPECIALISTS = ("dan", "ines", "theo", "priya")


async def the_ladder_is_climbed(stage: Stage) -> None:
    """Specialists, a coach, the expert, Detroit: each in its second, until somebody answers."""
    await stage.passes(4 * 60)
    stage.scene("Nobody answers: the ladder")
    before = await stage.bells()
    await stage.asks("jorge", "No bars in Alpine, the phone shows SOS. Is it the fire, too?")
    card = await stage.card("jorge", "Alpine")
    await stage.passes(14.9)
    stage.check("for 14.9 seconds nobody is called", await _called(stage, before) == ["jorge"])
    await stage.passes(0.1)
    first = [name for name in await _called(stage, before) if name in SPECIALISTS]
    stage.check("at 15 seconds two specialists are called", len(first) == 2, first)
    await stage.presses(first[0], (await stage.thread("jorge", card))[-1], "Not me")
    more = [name for name in await _called(stage, before) if name in SPECIALISTS]
    stage.check("“Not me” moves on to one more", len(more) == 3, more)
    await stage.passes(15)
    stage.check("at 30 seconds a coach", "grace" in await _called(stage, before))
    await stage.passes(30)
    stage.check("at 60 seconds the expert", "luis" in await _called(stage, before))
    stage.check("Detroit knows nothing of it yet", not await _linked(stage))
    await stage.passes(60)
    linked = await _linked(stage)
    stage.check("at 120 seconds Detroit has its card", "From San Diego" in linked, linked)
    await _detroit_helps(stage)
    called = [
        user
        for said in map(words, await stage.thread("jorge", card))
        for user in re.findall(r"<@(\w+)>", said)
        if "is waiting on this one" in said
    ]
    stage.check("nobody is called twice for it", len(called) == len(set(called)) == 5, called)


async def a_call_back_is_promised(stage: Stage) -> None:
    """The call ends before the answer: a time in the past is refused, then it is noted."""
    stage.scene("A call ends before the answer")
    await stage.asks("sofia", "Can we waive the late fee after an evacuation order?")
    card = await stage.card("sofia", "evacuation")
    await stage.presses("sofia", card, "Customer on hold")
    card = await stage.card("sofia", "evacuation")
    stage.check("the card says: on hold", "on hold" in words(card), words(card))
    await stage.presses("sofia", card, "Call ended")
    form = await stage.form("sofia")
    promised = {"outcome": "call_back", "call_back_at": str(stage.at(-60))}
    errors = await stage.submits("sofia", form, **promised)
    stage.check("a time that is over is refused", "call_back_at" in errors, errors)
    promised["call_back_at"] = str(stage.at(25 * 60))
    await stage.submits("sofia", form, **promised)
    home = await stage.opens_home("sofia")
    stage.check("her Home lists the call-back", "call-back" in home, home)
    bells = await stage.bells(["sofia"])
    await stage.passes(15 * 60)
    told = (await stage.bells(["sofia"]))["sofia"]
    hour = f"{_local(stage.at(10 * 60)):%-I:%M %p} San Diego time"
    fresh = told[len(bells["sofia"]) :]
    stage.check("ten minutes before, she is reminded", hour in str(fresh), fresh)
    await stage.says("luis", "Yes: waive it, the policy allows one after an evacuation.", card)
    await stage.presses("sofia", await stage.card("sofia", "evacuation"), "This worked")
    card = await stage.card("sofia", "Luis O.: ")
    stage.check("settled with Luis's answer", "✅" in words(card), words(card))
    await stage.passes(11)


async def somebody_is_away(stage: Stage) -> None:
    """`/pod away`: a time that cannot be read changes nothing; one that can is kept to."""
    stage.scene("Theo takes a break")
    await stage.types("theo", "/pod", "away soonish")
    said = stage.private("theo")
    stage.check("“soonish” is refused with what works", "/pod away 30" in said, said)
    await stage.types("theo", "/pod", "away 30")
    said = stage.private("theo")
    stage.check("Theo is away for half an hour", "away until" in said, said)
    await stage.types("maya", "/pod")
    said = stage.private("maya")
    stage.check("/pod shows who is here: not Theo", "Dan" in said and "Theo" not in said, said)
    before = await stage.bells()
    await stage.asks("maya", "Customer in Ramona asks when the network is back.")
    best = min(stage.waited)  # a machine that stalls may hold up any one of them
    stage.check("cards are there at once", best < CARD_WITHIN, f"{best:.1f} s")
    await stage.passes(15)
    called = await _called(stage, before)
    stage.check("the ladder leaves Theo alone", "theo" not in called, called)


async def two_press_at_once(stage: Stage) -> None:
    """One wins, the other is told who; taken back, it is quiet again."""
    stage.scene("Two press at once")
    card = await stage.card("maya", "asks when the network is back")
    await stage.press_at_once(["dan", "ines"], card, "I've got this")
    said = {name: stage.private(name) for name in ("dan", "ines")}
    won = [name for name, told in said.items() if "It is yours" in told]
    lost = [name for name, told in said.items() if "took this" in told]
    stage.check("one has it, the other is told who", len(won) == len(lost) == 1, said)
    await stage.passes(60)
    rung = (await stage.bells(won))[won[0]]
    asked = any("still on this one" in each for each in rung)
    stage.check("after a minute the claimer is asked", asked, rung)
    await stage.passes(60)
    card = await stage.card("maya", "asks when the network is back")
    stage.check("after two it is the pod's again", "I've got this" in buttons(card["blocks"]))
    await stage.presses("maya", card, "Take the question back")
    card = await stage.card("maya", "taken back")
    stage.check("Maya takes it back", "Undo" in buttons(card.get("blocks") or []), words(card))


async def _detroit_helps(stage: Stage) -> None:
    linked = await stage.card("raj", "Alpine", stage.overflow)
    await stage.presses("raj", linked, "I've got this", stage.overflow)
    card = await stage.card("jorge", "Alpine")
    claimed = "Raj P. (Detroit) is on it" in words(card)
    stage.check("one claim holds for both pods", claimed, words(card))
    await stage.passes(9)
    answer = "Alpine hangs on the same two sites. Wi-Fi calling works until tomorrow morning."
    await stage.says("raj", answer, linked, stage.overflow)
    told = (await stage.bells(["jorge"]))["jorge"]
    stage.check("Jorge is told in his own thread", "Alpine hangs on" in told[-1], told)
    await stage.passes(5)
    card = await stage.card("jorge", "No bars in Alpine")
    answered = "Raj P. (Detroit) answered" in words(card)
    stage.check("his card says that Raj answered", answered, words(card))
    await stage.presses("jorge", card, "This worked")
    linked = await stage.card("raj", "Raj P. solved it", stage.overflow)
    stage.check("both cards are settled", "✅" in words(linked), words(linked))
    await stage.passes(11)


async def _linked(stage: Stage) -> str:
    """The words of Detroit's card, as long as there is one."""
    return words(await stage.card("raj", "Alpine", stage.overflow))


async def _called(stage: Stage, before: dict[str, list[str]]) -> list[str]:
    """Who was notified of anything since."""
    return [name for name, texts in (await stage.bells()).items() if len(texts) > len(before[name])]


def _local(epoch: int) -> datetime:
    return datetime.fromtimestamp(epoch, ZoneInfo("America/Los_Angeles"))
