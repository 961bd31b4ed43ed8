"""Who prepares a talk with whom, and what everybody else is told: kindly, and nothing."""

from collections.abc import Awaitable, Callable
from uuid import uuid4

import pytest
from sqlalchemy import update
from sqlmodel import col

from bot.errors import PodlineError
from bot.huddles.coaching.errors import (
    ForTheLeader,
    InAnotherPod,
    NobodyOfThatName,
    NoLonger,
    NotForYou,
    NotOnARoster,
    Oneself,
    OnlyCoaches,
)
from bot.huddles.coaching.facts import Talk
from bot.pods.errors import NoPod
from storage.huddles_coaching import Coaching
from storage.pods import Member, Role
from tests.bot.advice.scene import who
from tests.bot.huddles.coaching.scene import Coached

Deed = Callable[[Coached, str, Talk], Awaitable[object]]


@pytest.mark.parametrize(
    "typed", ["<@UMAYA|maya>", "<@UMAYA>", "Maya R.", "@maya", "maya", "MÁYA r"]
)
async def test_a_coach_names_somebody_as_they_like(pod: Coached, typed: str) -> None:
    talk = await pod.talk("UCARA", typed)
    assert (talk.coaching.rep, talk.other, talk.is_coach) == ("UMAYA", "Maya R.", True)
    again = await pod.talk("UCARA", "maya")
    assert again.coaching.id == talk.coaching.id


async def test_without_a_name_a_coach_chooses_among_those_of_their_pod(pod: Coached) -> None:
    choice = await pod.choice("UCARA")
    users = [each.user for each in choice.people]
    assert set(users) == {"UMAYA", "UDAN", "UINES", "UTHEO", "UNINA", "UBILL", "URUTH"}
    names = [each.name for each in choice.people]
    assert names == sorted(names)
    talk = await pod.coaching.open_with(pod.delivery(), who("UCARA"), "UDAN")
    assert talk.coaching.rep == "UDAN"
    assert [each.rep for each in (await pod.choice("UCARA")).open] == ["UDAN"]


async def test_the_leader_talks_with_coaches_too_and_coaches_do_not(pod: Coached) -> None:
    assert "UCARA" in [each.user for each in (await pod.choice("UANA")).people]
    assert (await pod.talk("UANA", "cara")).coaching.rep == "UCARA"
    for other in ("UCOLE", "UANA"):
        with pytest.raises(ForTheLeader):
            await pod.talk("UCARA", f"<@{other}>")


async def test_several_of_a_name_are_offered_and_nobody_else(pod: Coached) -> None:
    async with pod.database.write() as session:
        theo = update(Member).where(col(Member.user) == "UTHEO")
        await session.execute(theo.values(name="Maya Theodora"))
    choice = await pod.choice("UCARA", "maya")
    assert [each.user for each in choice.people] == ["UMAYA", "UTHEO"]


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ("<@UCARA|cara>", Oneself),
        ("<@UOLGA|olga>", InAnotherPod),
        ("<@U0GUEST|gil>", NotOnARoster),
        ("zoe", NobodyOfThatName),
        ("<!channel>", NobodyOfThatName),
        ("*_~", NobodyOfThatName),
    ],
)
async def test_nobody_to_talk_with_is_a_kind_sentence(
    pod: Coached, typed: str, error: type[PodlineError]
) -> None:
    with pytest.raises(error) as refused:
        await pod.talk("UCARA", typed)
    assert "/agenda coach" in refused.value.sentence
    assert "<!" not in refused.value.sentence
    assert await pod.all(Coaching) == []


async def test_who_left_the_roster_is_nobody_to_talk_with(pod: Coached) -> None:
    prepared = await pod.shared()
    async with pod.database.write() as session:
        gone = update(Member).where(col(Member.user) == "UMAYA")
        await session.execute(gone.values(left_at=pod.now))
    with pytest.raises(NotOnARoster):
        await pod.talk("UCARA", "<@UMAYA>")
    with pytest.raises(NoLonger) as refused:
        await pod.see("UCARA", prepared)
    assert "Maya R. is not in your pod any more" in refused.value.sentence
    with pytest.raises(NoPod):
        await pod.see("UMAYA", prepared)


async def test_a_coach_who_coaches_no_more_sees_nothing_of_it_and_the_rep_does(
    pod: Coached,
) -> None:
    prepared = await pod.shared()
    await _becomes(pod, "UCARA", Role.REP)
    with pytest.raises(NoLonger):
        await pod.see("UCARA", prepared)
    assert (await pod.choice("UCARA")).open == ()
    assert (await pod.see("UMAYA", prepared)).other == "Cara W."


async def test_a_rep_prepares_none_and_finds_what_is_shared(pod: Coached) -> None:
    prepared = await pod.talk("UCARA", "maya")
    for typed in ("<@UDAN>", "<@UCARA>", "<@UOLGA>", "<@U0GUEST>", "dan", "cara", "zoe"):
        with pytest.raises(OnlyCoaches):
            await pod.talk("UMAYA", typed)
    assert (await pod.choice("UMAYA")).open == ()
    await pod.coaching.share(pod.delivery(), who("UCARA"), prepared.coaching.id)
    for typed in ("", "<@UCARA>", "cara"):
        talk = await pod.talk("UMAYA", typed)
        assert (talk.coaching.id, talk.is_coach) == (prepared.coaching.id, False)


async def test_a_rep_with_two_talks_chooses(pod: Coached) -> None:
    await pod.shared("UCARA")
    await pod.shared("UANA")
    choice = await pod.choice("UMAYA")
    assert [each.coach for each in choice.open] == ["UANA", "UCARA"]
    assert choice.people == ()


async def test_after_a_talk_its_rep_reads_it_until_another_one_is_shared(pod: Coached) -> None:
    over = await pod.end("UCARA", await pod.agree("UCARA", await pod.shared(), "Listen in"))
    pod.step(24 * 3600)
    for typed in ("", "<@UCARA>", "cara"):
        talk = await pod.talk("UMAYA", typed)
        assert (talk.coaching.id, talk.is_over) == (over.coaching.id, True)
        assert [each.text for each in talk.actions] == ["Listen in"]
    with pytest.raises(OnlyCoaches):
        await pod.talk("UMAYA", "<@UCOLE>")
    assert (await pod.choice("UDAN")).open == ()
    following = await pod.next("UCARA", over)
    secret = await pod.add("UCARA", following, "Purple modem")
    talk = await pod.talk("UMAYA")
    assert (talk.coaching.id, talk.has_next, talk.kept) == (over.coaching.id, False, ())
    await pod.coaching.share(pod.delivery(), who("UCARA"), secret.coaching.id)
    assert (await pod.talk("UMAYA")).coaching.id == secret.coaching.id


async def test_what_was_never_shared_its_rep_does_not_read_after_the_talk_either(
    pod: Coached,
) -> None:
    await pod.end("UCARA", await pod.talk("UCARA", "maya"))
    assert (await pod.choice("UMAYA")).open == ()
    with pytest.raises(OnlyCoaches):
        await pod.talk("UMAYA", "cara")


async def test_a_coach_reads_their_last_talk_with_the_leader(pod: Coached) -> None:
    over = await pod.end("UANA", await pod.shared("UANA", "UCARA"))
    for typed in ("<@UANA>", "ana"):
        assert (await pod.talk("UCARA", typed)).coaching.id == over.coaching.id


async def _open(pod: Coached, user: str, talk: Talk) -> object:
    return await pod.see(user, talk)


async def _add(pod: Coached, user: str, talk: Talk) -> object:
    return await pod.add(user, talk, "What is in it?")


async def _tick(pod: Coached, user: str, talk: Talk) -> object:
    return await pod.ticks(user, talk, talk.lines[0].id)


async def _share(pod: Coached, user: str, talk: Talk) -> object:
    return await pod.coaching.share(pod.delivery(), who(user), talk.coaching.id)


async def _end(pod: Coached, user: str, talk: Talk) -> object:
    return await pod.end(user, talk)


async def _reopen(pod: Coached, user: str, talk: Talk) -> object:
    return await pod.reopen(user, talk)


async def _next(pod: Coached, user: str, talk: Talk) -> object:
    return await pod.next(user, talk)


async def _form(pod: Coached, user: str, talk: Talk) -> object:
    return await pod.coaching.open_action(who(user), talk.coaching.id, pod.now)


async def _agree(pod: Coached, user: str, talk: Talk) -> object:
    return await pod.agree(user, talk, "Mine now")


async def _close(pod: Coached, user: str, talk: Talk) -> object:
    about = (talk.coaching.id, talk.actions[0].id)
    return await pod.coaching.close_action(pod.delivery(), who(user), *about)


DEEDS = (_open, _add, _tick, _share, _end, _reopen, _next, _form, _agree, _close)


@pytest.mark.parametrize("deed", DEEDS)
async def test_an_old_button_opens_it_for_nobody_else(pod: Coached, deed: Deed) -> None:
    """Another coach, the leader, a rep, and one of another pod hear what they would of a talk
    that never was."""
    talk = await pod.shared()
    await pod.add("UCARA", talk, "Purple modem")
    talk = await pod.agree("UCARA", talk, "Listen in")
    before = await _everything(pod)
    for user in ("UCOLE", "UANA", "UDAN", "UOMAR"):
        with pytest.raises(NotForYou) as refused:
            await deed(pod, user, talk)
        with pytest.raises(NotForYou) as of_nothing:
            await pod.coaching.open(pod.delivery(), who(user), uuid4())
        assert refused.value.sentence == of_nothing.value.sentence
    assert await _everything(pod) == before


@pytest.mark.parametrize("deed", DEEDS)
async def test_until_it_is_shared_its_rep_knows_nothing_of_it(pod: Coached, deed: Deed) -> None:
    talk = await pod.talk("UCARA", "maya")
    talk = await pod.add("UCARA", talk, "Purple modem")
    if deed is _close:
        return  # nothing is agreed upon before it is shared
    before = await _everything(pod)
    with pytest.raises(NotForYou):
        await deed(pod, "UMAYA", talk)
    assert await _everything(pod) == before


async def _everything(pod: Coached) -> list[object]:
    return [each.model_dump() for each in await pod.all(Coaching)]


async def _becomes(pod: Coached, user: str, role: Role) -> None:
    async with pod.database.write() as session:
        await session.execute(update(Member).where(col(Member.user) == user).values(role=role))
