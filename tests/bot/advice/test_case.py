"""The company's number of a promised call-back: given with it, and shown wherever it is owed."""

from datetime import timedelta

import pytest

from bot.advice import home, modals, whispers, words
from bot.advice.errors import CaseIsPrivate
from bot.advice.facts import Due
from bot.workspace.blocks import initial_values
from storage.advice import Ask, CallState
from storage.outbox import Act
from tests.bot.advice.samples import ASKED_AT, ZONE, sample_ask, texts
from tests.bot.advice.scene import Scene, pick, who

DUE = ASKED_AT + timedelta(hours=5)


async def _promises(scene: Scene, case: str) -> str | None:
    ask = await scene.ask()
    at = scene.now + timedelta(hours=2)
    await scene.service.promise_call_back(scene.delivery(), who("UMAYA"), ask.id, at, case)
    return (await scene.get(ask)).case


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("4471", "4471"), (" CS-2025-004471\n", "CS-2025-004471"), ("", None), ("x" * 41, "x" * 40)],
)
async def test_a_case_number_is_kept_as_one_short_line(
    scene: Scene, typed: str, kept: str | None
) -> None:
    assert await _promises(scene, typed) == kept


@pytest.mark.parametrize("typed", ["4111 1111 1111 1111", "4111111111111111", "619-555-0142"])
async def test_a_customers_own_number_is_no_case_and_promises_nothing(
    scene: Scene, typed: str
) -> None:
    with pytest.raises(CaseIsPrivate) as refused:
        await _promises(scene, typed)
    assert refused.value.field == words.CASE
    (ask,) = await scene.all(Ask)
    assert (ask.case, ask.call_state) == (None, CallState.TALKING)


async def test_the_reminder_of_a_call_back_names_its_case(scene: Scene) -> None:
    await _promises(scene, "4471")
    assert Due.CALL_BACK in await scene.due()
    said = await scene.pass_time(110 * 60)
    (reminder,) = [row for row in pick(said, Act.POST) if row.channel == "UMAYA"]
    assert reminder.body["text"].endswith("San Diego time · case 4471")


def test_home_and_the_end_of_a_shift_name_the_case() -> None:
    owed = sample_ask(call_state=CallState.CALL_BACK, call_back_at=DUE, case="4471 & <!here>")
    named = "case 4471 &amp; &lt;!here&gt;"
    assert named in "\n".join(texts(home.home_section([owed], [], ZONE)))
    said = whispers.end_of_shift([owed], ZONE)
    assert said is not None
    assert named in "\n".join(texts(said.blocks))


def test_the_form_of_a_call_back_shows_the_case_that_it_has() -> None:
    ask = sample_ask(call_state=CallState.CALL_BACK, call_back_at=DUE, case="4471")
    blocks = modals.call_ended_modal(ask, ASKED_AT, ZONE, "San Diego")["blocks"]
    (field,) = [each for each in blocks if each["block_id"] == words.CASE]
    assert (field["optional"], field["element"]["max_length"]) == (True, 40)
    assert initial_values(blocks)[words.CASE][words.CASE]["value"] == "4471"
