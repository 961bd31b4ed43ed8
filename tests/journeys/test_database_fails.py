"""The database cannot be written: nothing that was typed is lost, and it works when it is back."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing

import pytest
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlmodel import col

from bot.delivery import transaction
from bot.workspace.visitor import buttons, words
from storage.inbox import InboxKey
from tests import postgres
from tests.journeys.people import QUESTION, TRIES, Day, Person, Stopwatch

VISA = "4111 1111 1111 1111"
LONG = "No service in Ramona. " * 400  # more than a page of the file holds
SLACK_WAITS = 3.0  # seconds
ANSWERED_WITHIN = transaction.ANSWERED_WITHIN  # as it is; the journeys are more patient

READ_ONLY, FULL = "PRAGMA query_only = ON", "PRAGMA max_page_count = 1"
REFUSES = (
    """CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'No space left on device' USING ERRCODE = '53100'; END $$""",
    "CREATE TRIGGER full_disk BEFORE INSERT ON inbox EXECUTE FUNCTION refuse()",
)


@asynccontextmanager
async def _no_writing(day: Day, pragma: str = READ_ONLY) -> AsyncIterator[None]:
    """No delivery can be written, on either engine; everything can be read."""
    database = day.trial.podline.database
    if not database.is_sqlite:
        url = day.trial.settings.database_url
        postgres.execute(url, *REFUSES)
        yield
        postgres.execute(url, "DROP TRIGGER full_disk ON inbox")
        return
    async with database.write() as session:
        await session.execute(text(pragma))
    yield
    await database.writer.dispose()  # the next connection is a fresh one


@asynccontextmanager
async def _locked(day: Day) -> AsyncIterator[None]:
    """Somebody else holds what every delivery needs."""
    if day.trial.podline.database.is_sqlite:
        file = str(day.trial.podline.database.url.database)
        with closing(sqlite3.connect(file, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            yield
            other.execute("ROLLBACK")
        return
    engine = create_async_engine(day.trial.settings.database_url)
    async with engine.begin() as connection:
        await connection.execute(text("LOCK TABLE inbox IN ACCESS EXCLUSIVE MODE"))
        yield
    await engine.dispose()


@asynccontextmanager
async def _answer_lost(day: Day) -> AsyncIterator[None]:
    """The first command is committed, and the connection breaks before anybody hears of it."""
    database = day.trial.podline.database
    write = database.write
    commands = select(col(InboxKey.key)).where(col(InboxKey.key).startswith("command:"))

    @asynccontextmanager
    async def breaking() -> AsyncIterator[AsyncSession]:
        async with write() as session:
            yield session
            is_command = await session.scalar(commands) is not None
        if is_command:
            raise ConnectionResetError

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(database, "write", breaking)
        yield


async def test_a_command_gives_the_words_back_and_try_again_works(day: Day, maya: Person) -> None:
    async with _no_writing(day):
        await maya.commands(maya.pod, "/advise", QUESTION)
        told = (await maya.private())[-1]
        assert "not saved" in told
        assert QUESTION in told
        whisper = [one for one in await maya.messages(maya.pod) if one["ephemeral"]][-1]
        assert buttons(whisper["blocks"]) == ["Try again"]
    await maya.clicks("Try again", whisper)
    assert "I've got this" in buttons((await maya.card("Ramona"))["blocks"])
    assert await maya.private() == []


async def test_a_card_number_in_lost_words_is_repeated_to_nobody(day: Day, maya: Person) -> None:
    async with _no_writing(day):
        await maya.commands(maya.pod, "/advise", f"Is {VISA} declined in Ramona?")
    [whisper] = [one for one in await maya.messages(maya.pod) if one["ephemeral"]]
    assert VISA not in str(whisper)
    assert "I masked what looks like a card number." in words(whisper)
    await maya.clicks("Try again", whisper)
    assert "Is [card number] declined in Ramona?" in words(await maya.card("Ramona"))


async def test_what_was_saved_when_nobody_heard_of_it_is_asked_once(day: Day, maya: Person) -> None:
    async with _answer_lost(day):
        await maya.commands(maya.pod, "/advise", QUESTION)
    [whisper] = [one for one in await maya.messages(maya.pod) if one["ephemeral"]]
    assert "not saved" in words(whisper)
    await maya.clicks("Try again", whisper)
    [told] = await maya.private()
    assert "saved after all" in told
    # The sender, too, did not hear of it: it comes to the card once its lease is over.
    await day.comes(lambda: _is_asked(maya), "the card")
    await day.quiet()
    assert len(await _cards(maya)) == 1


async def test_try_again_pressed_twice_at_once_asks_once(day: Day, maya: Person) -> None:
    async with _no_writing(day):
        await maya.commands(maya.pod, "/advise", QUESTION)
    [whisper] = [one for one in await maya.messages(maya.pod) if one["ephemeral"]]
    await asyncio.gather(*(maya.presses(whisper, "Try again", maya.pod) for _ in range(2)))
    await day.quiet()
    assert len(await _cards(maya)) == 1


@pytest.mark.slow
async def test_a_database_that_hangs_is_given_up_before_slack_gives_up(
    day: Day, maya: Person
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(transaction, "ANSWERED_WITHIN", ANSWERED_WITHIN)
        async with _locked(day):
            took = []
            for _ in range(TRIES):
                watch = Stopwatch()
                answer = await maya.commands(maya.pod, "/advise", QUESTION)
                took.append(watch.seconds)
                assert answer["acked"]
                assert QUESTION in (await maya.private())[-1]
                if took[-1] < SLACK_WAITS:
                    break
            assert 0.5 < min(took) < SLACK_WAITS, "it was waited for, and not for too long"
    await day.quiet()
    assert await _cards(maya) == []
    await maya.asks()


async def test_a_database_that_is_busy_for_a_moment_is_waited_for(day: Day, maya: Person) -> None:
    async with _locked(day):
        asked = asyncio.create_task(maya.commands(maya.pod, "/advise", QUESTION))
        await asyncio.sleep(0.3)
        assert not asked.done()
    assert (await asked)["acked"]
    await day.quiet()
    assert "Ramona" in words(await maya.card("Ramona"))


async def test_a_form_stays_open_with_what_was_typed(day: Day, maya: Person) -> None:
    await maya.runs("/advise")
    form = await maya.form()
    async with _no_writing(day):
        answer = await maya.submits(form, question=QUESTION)
        assert "not saved" in answer["errors"]["question"]
    assert await maya.sends(await maya.form(), question=QUESTION) == {}
    assert "Ramona" in words(await maya.card("Ramona"))


async def test_an_answer_in_the_form_survives_it(day: Day, maya: Person, dan: Person) -> None:
    card = await maya.asks()
    await dan.clicks("Answer", card)
    form = await dan.form()
    async with _no_writing(day):
        answer = await dan.submits(form, say_now="Back by tonight.")
        assert "not saved" in str(answer["errors"])
    assert await dan.sends(form, say_now="Back by tonight.") == {}
    assert "Back by tonight." in words((await maya.thread(card))[-1])


async def test_a_press_says_so_and_works_afterwards(day: Day, maya: Person, dan: Person) -> None:
    card = await maya.asks()
    async with _no_writing(day):
        await dan.presses(card, "I've got this", dan.pod)
        await day.comes(lambda: _heard(dan, "not saved"), "the sentence")
    await dan.clicks("I've got this", card)
    assert "Dan K. is on it" in words(await maya.again(card))


async def test_what_is_written_meanwhile_comes_by_slacks_retry(
    day: Day, maya: Person, dan: Person
) -> None:
    card = await maya.asks()
    async with _no_writing(day):
        with day.gives_up():
            await dan.says(dan.pod, "Back by tonight.", card["ts"])
            await day.comes(lambda: _is_refused(day), "the first refusal")
    await day.comes(lambda: _answered(maya, card), "the answer")
    assert len([one for one in await maya.mentions() if "Back by tonight." in one]) == 1


@pytest.mark.parametrize("how", [READ_ONLY, FULL], ids=["read-only", "full"])
async def test_long_words_come_back_whole(day: Day, maya: Person, how: str) -> None:
    async with _no_writing(day, how):
        await maya.commands(maya.pod, "/advise", LONG)
        assert LONG.strip() in " ".join((await maya.private())[-1].split())


async def _cards(person: Person) -> list[dict[str, object]]:
    shown = [one for one in await person.messages(person.pod) if not one["ephemeral"]]
    return [one for one in shown if "I've got this" in buttons(one.get("blocks", []))]


async def _is_asked(person: Person) -> bool:
    return bool(await _cards(person))


async def _heard(person: Person, what: str) -> bool:
    return any(what in one for one in await person.private())


async def _is_refused(day: Day) -> bool:
    return day.trial.workspace._deliveries.waiting > 0


async def _answered(person: Person, card: dict[str, object]) -> bool:
    return any("Dan K." in words(one) for one in await person.thread(card))
