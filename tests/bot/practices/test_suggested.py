"""What was suggested, pressed late, twice, taken back, or after something else happened."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from bot.advice.errors import AlreadySettled
from bot.advice.facts import Asking, Pressed, Source
from bot.practices import suggesting
from bot.practices.errors import AskGone, AskIsOver
from bot.text.kit import Card
from storage.advice import Ask, AskState
from storage.outbox import Act
from storage.pods import Member
from storage.practices import Practice, PracticeUse, PracticeVerdict, Scope, Word
from tests.bot.advice.scene import ELSEWHERE, HOME, pick, who
from tests.bot.practices.scene import TABLET, Store
from tests.bot.practices.test_at_once import both
from tests.bot.practices.test_figures import Counted, counted

assert counted  # a fixture
FITS = "Customers ask when the outage is over, known cause"


@pytest.fixture
async def store(store: Store) -> Store:
    """Asks are answered from the store."""
    store.suggest()
    return store


async def test_taken_back_the_store_s_answer_is_gone_and_did_not_help(store: Store) -> None:
    practice, ask = await _asked(store)
    await _solve(store, ask, practice)
    await _undo(store, ask)

    after = await store.get(ask)
    assert (after.state, after.first_reply_at, after.helper) == (AskState.OPEN, None, None)
    assert await store.replies() == []
    (use,) = await store.all(PracticeUse)
    assert use.helped_at is None
    card = (await store.send())[-1].body
    assert "Dan K." not in str(card)
    assert "This worked" not in str(card)

    store.step(5)
    await _solve(store, ask, practice)
    (use,) = await store.all(PracticeUse)
    assert use.helped_at == store.now
    assert len(await store.replies()) == 1


async def test_taken_back_it_is_nobodys_answer_to_thank_for(store: Store) -> None:
    practice, ask = await _asked(store)
    await _solve(store, ask, practice)
    store.step(3)
    await _undo(store, ask)
    store.step(30)
    await store.reply("UMAYA", ask, "thanks!")
    assert (await store.get(ask)).state is AskState.OPEN


async def test_taken_back_whoever_has_it_has_not_answered(store: Store) -> None:
    practice, ask = await _asked(store)
    await store.service.claim(store.delivery(), who("UDAN"), ask.id, Pressed())
    store.step(5)
    await _solve(store, ask, practice)
    store.step(5)
    await _undo(store, ask)
    store.step(5)
    await store.reply("UINES", ask, "Crews are there.")
    after = await store.get(ask)
    assert (after.state, after.claimed_by) == (AskState.CLAIMED, "UDAN")
    assert after.claimed_until is not None, "the claim still falls back by itself"


async def test_what_colleagues_answered_before_stands_when_it_is_taken_back(store: Store) -> None:
    practice, ask = await _asked(store)
    store.step(5)
    await store.reply("UINES", ask, "Crews are there.")
    first = (await store.get(ask)).first_reply_at
    store.step(5)
    await _solve(store, ask, practice)
    await _undo(store, ask)
    (reply,) = await store.replies()
    assert reply.author == "UINES"
    assert (await store.get(ask)).first_reply_at == first is not None


@pytest.mark.parametrize("by_form", [True, False])
async def test_a_colleague_who_answers_after_it_rings_for_nobody_until_it_is_taken_back(
    store: Store, by_form: bool
) -> None:
    practice, ask = await _asked(store)
    await _solve(store, ask, practice)
    await store.send()
    store.step(5)
    if by_form:
        await store.service.answer(store.delivery(), who("UINES"), ask.id, "", "Crews are there.")
    else:
        await store.reply("UINES", ask, "Crews are there.")
    said = await store.send()
    assert "<@UMAYA>" not in str([row.body for row in pick(said, Act.POST)])
    assert pick(said, Act.WHISPER) == []
    await _undo(store, ask)
    said = await store.send()
    (told,) = pick(said, Act.POST)
    assert told.body["text"].startswith("<@UMAYA> — Ines V.: Crews are there.")
    assert len(pick(said, Act.WHISPER)) == 1
    await store.reply("UDAN", ask, "Until nine.")
    assert pick(await store.waiting(), Act.POST) == []


async def test_a_press_that_comes_too_late_counts_nowhere(store: Store, counted: Counted) -> None:
    practice, ask = await _asked(store)
    await store.reply("UINES", ask, "Crews are there.")
    (answer,) = await store.replies()
    await store.service.accept(store.delivery(), who("UMAYA"), ask.id, answer.id, Pressed())
    with pytest.raises(AlreadySettled):
        await _solve(store, ask, practice)
    assert counted("practice_helped_total") == 0
    assert counted("practice_suggestions_total", fate="accepted") == 0


async def test_of_two_that_may_fit_the_first_that_solved_it_did(
    store: Store, counted: Counted
) -> None:
    other = await store.save("UBILL", title="Outage, known cause")
    practice, ask = await _asked(store)
    await _solve(store, ask, practice)
    with pytest.raises(AlreadySettled):
        await _solve(store, ask, other)
    assert counted("practice_helped_total") == 1
    assert [reply.practice_id for reply in await store.replies()] == [practice.id]


async def test_pressed_again_after_it_was_merged_it_is_still_what_solved_it(store: Store) -> None:
    practice, ask = await _asked(store)
    await _solve(store, ask, practice)
    other = await store.save("UCARA", draft=TABLET)
    await store.practices.merge(store.delivery(), who("UCARA"), other.id, practice.id)
    assert await _solve(store, ask, practice) is not None
    assert len(await store.replies()) == 1


async def test_what_waits_for_somebodys_eye_is_not_shown(store: Store) -> None:
    practice, ask = await _asked(store)
    for user in ("UINES", "UTHEO"):
        await store.practices.refuse(store.delivery(), who(user), practice.id, Word.WRONG)
    assert (await store.practice(practice.id)).suspended_at is not None
    assert (await store.practices.show_suggested(who("UBILL"), ask.id)).suggestions == ()


async def test_instead_of_what_was_merged_the_other_one_is_shown(store: Store) -> None:
    practice, ask = await _asked(store)
    other = await store.save("UCARA", draft=TABLET)
    await store.practices.merge(store.delivery(), who("UCARA"), other.id, practice.id)
    assert await _shown(store, "UMAYA", ask) == [other.id]
    await store.practices.not_this(store.delivery(), who("UMAYA"), practice.id, ask.id)
    assert await _shown(store, "UMAYA", ask) == []


async def test_who_asked_and_moved_to_another_pod_still_says_what_does_not_fit(
    store: Store,
) -> None:
    practice, ask = await _asked(store, scope=Scope.COMPANY)
    async with store.database.write() as session:
        members = {each.user: each for each in await session.scalars(select(Member))}
        members["UMAYA"].pod_id = members["UOLGA"].pod_id
    left = await store.practices.not_this(store.delivery(), who("UMAYA"), practice.id, ask.id)
    assert left.suggestions == ()
    assert len(await store.all(PracticeVerdict)) == 1


async def test_a_refusal_that_is_none_of_theirs_counts_nowhere(
    store: Store, counted: Counted
) -> None:
    practice, ask = await _asked(store, scope=Scope.COMPANY)
    with pytest.raises(AskGone):
        await store.practices.not_this(store.delivery(), who("UOLGA"), practice.id, ask.id)
    assert counted("practice_suggestions_total", fate="refused") == 0
    assert await store.all(PracticeVerdict) == []


async def test_nothing_is_put_into_the_thread_of_what_is_over(store: Store) -> None:
    practice, ask = await _asked(store)
    await store.service.withdraw(store.delivery(), who("UMAYA"), ask.id, Pressed())
    await store.send()
    with pytest.raises(AskIsOver):
        await _put(store, "UINES", practice, ask)
    assert [row for row in await store.waiting() if row.act is Act.POST] == []
    (use,) = await store.all(PracticeUse)
    assert use.by == "UMAYA"


async def test_nobody_is_told_that_it_stands_in_a_thread_where_it_does_not(store: Store) -> None:
    practice, ask = await _asked(store, scope=Scope.COMPANY)
    with pytest.raises(AskGone):
        await _put(store, "UOLGA", practice, ask)
    with pytest.raises(AskGone):
        await store.practices.put(store.delivery(), who("UINES"), practice.id, UUID(int=7))
    assert len(await store.all(PracticeUse)) == 1


async def test_where_nothing_is_asked_nothing_is_looked_for(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    await store.save("UDAN")

    async def find(*args: Any, **more: Any) -> Any:
        raise AssertionError("nobody waits for what is thrown away")

    logged: list[object] = []
    monkeypatch.setattr(suggesting.log, "exception", lambda *args, **more: logged.append(args))
    monkeypatch.setattr(store.finder, "find", find)
    for channel, text in ((ELSEWHERE, FITS), (HOME, "  ")):
        asking = Asking(text=text, source=Source.COMMAND, channel=channel)
        await store.service.ask(store.delivery(), who("UMAYA"), asking)
    assert logged == []
    assert await store.all(Ask) == []


async def test_where_nothing_fits_nothing_more_is_looked_up(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def count(*args: Any) -> Any:
        raise AssertionError("who asks, and how rarely, matters for what may fit alone")

    await store.save("UDAN")
    logged: list[object] = []
    monkeypatch.setattr(suggesting.log, "exception", lambda *args, **more: logged.append(args))
    for name in ("count_asks_of", "count_topics", "list_refused_by"):
        monkeypatch.setattr(suggesting, name, count)
    ask = await store.ask(text="Refund for roaming in Portugal?")
    assert (ask.suggested, logged) == (None, [])


async def test_what_nobody_took_was_not_used(store: Store) -> None:
    practice, ask = await _asked(store)
    assert await _reuse(store) == (0, 0)
    await _solve(store, ask, practice)
    assert await _reuse(store) == (1, 1)
    await _undo(store, ask)
    assert await _reuse(store) == (0, 0)
    await _put(store, "UINES", practice, ask)
    assert await _reuse(store) == (1, 0)


async def test_what_nobody_took_is_used_when_it_is_looked_up_after_the_call(store: Store) -> None:
    practice, ask = await _asked(store)
    await store.service.withdraw(store.delivery(), who("UMAYA"), ask.id, Pressed())
    store.step(60)
    for _ in range(2):
        await store.practices.use(store.delivery(), who("UMAYA"), practice.id)
    assert await _reuse(store) == (1, 0)
    assert (await store.practice(practice.id)).used_at == store.now


async def test_pressed_by_several_at_once_it_settles_once(store: Store) -> None:
    practice, ask = await _asked(store)
    refused = await both(
        _solve(store, ask, practice),
        _put(store, "UINES", practice, ask),
        store.practices.not_this(store.delivery(), who("UMAYA"), practice.id, ask.id),
        _solve(store, ask, practice),
        store.practices.helped(store.delivery(), who("UMAYA"), practice.id, ask.id),
    )
    assert [each for each in refused if not isinstance(each, AskIsOver)] == []
    assert (await store.get(ask)).state is AskState.ACCEPTED
    assert len(await store.replies()) == 1
    (use,) = await store.all(PracticeUse)
    assert use.helped_at == store.now


async def test_while_what_fits_is_merged_questions_are_asked(store: Store) -> None:
    for place in range(4):
        one = await store.save("UCARA", title=f"Outage {place}")
        other = await store.save("UCARA", title=f"Outage, too {place}")
        merge = store.practices.merge(store.delivery(), who("UCARA"), other.id, one.id)
        asking = Asking(text=FITS, source=Source.COMMAND, channel=HOME)
        asks = [store.service.ask(store.delivery(), who("UMAYA"), asking) for _ in range(3)]
        assert not await both(merge, *asks)
    assert len(await store.all(Ask)) == 12


async def _asked(store: Store, **more: Any) -> tuple[Practice, Ask]:
    """A practice that fits, suggested to Maya, who asks."""
    practice = await store.save("UDAN", **more)
    ask = await store.ask(text=FITS)
    assert (ask.suggested or 0) >= 1
    return practice, ask


async def _solve(store: Store, ask: Ask, practice: Practice) -> Card | None:
    return await store.service.solve(store.delivery(), who("UMAYA"), ask.id, practice.id, Pressed())


async def _undo(store: Store, ask: Ask) -> None:
    await store.service.unaccept(store.delivery(), who("UMAYA"), ask.id, Pressed())


async def _put(store: Store, user: str, practice: Practice, ask: Ask) -> None:
    await store.practices.put(store.delivery(), who(user), practice.id, ask.id)


async def _reuse(store: Store) -> tuple[int, int]:
    """How often what Dan found was used by others, and helped."""
    own = await store.practices.own(who("UDAN"))
    return own.reuse.used, own.reuse.helped


async def _shown(store: Store, user: str, ask: Ask) -> list[UUID]:
    seen = await store.practices.show_suggested(who(user), ask.id)
    return [each.shown.practice.id for each in seen.suggestions]
