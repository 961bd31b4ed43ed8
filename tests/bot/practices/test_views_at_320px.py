"""Practices as people see them in a narrow window: five lines and three buttons, for any words."""

from collections.abc import AsyncIterator
from uuid import UUID

import pytest
from playwright.async_api import Browser

from bot.practices import views, whispers
from bot.practices.facts import Helping, Refused, Shown
from bot.practices.found import Results
from bot.text.kit import Card
from bot.workspace.people import Person
from bot.workspace.server import Workspace
from storage.practices import PracticeState, Word
from tests.bot.advice.test_views_at_320px import check
from tests.bot.practices.samples import NOW, WORKED, sample_shown
from tests.workspace.browser import chromium
from tests.workspace.conftest import manifest

pytestmark = pytest.mark.browser
browser = chromium

TEXTS = (
    "Yes.",
    WORKED,
    f"{WORKED} " * 20,
    "CUSTOMER WANTS A SUPERVISOR BECAUSE OF WWWWWWWWWW AND MMMMMMMMMMMM TODAY",
    "Supercalifragilistic" * 20,
    "客户说从今天早上开始就没有信号了，重新启动也没有用，请问是基站故障还是手机的问题？" * 3,
    "كم من الوقت حتى تعود الخدمة إلى رامونا؟ العميل على الخط وينتظر منذ عشر دقائق " * 4,
    "🙋‍♀️👩‍👩‍👧‍👦🔥" * 30,
)
LONG_NAME = "Bartholomew Featherstonehaugh-Cholmondeley"


@pytest.fixture
async def workspace() -> AsyncIterator[Workspace]:
    people = [
        Person("U0MAYA", "maya", "Maya Reyes", "maya@example.com", tz="America/Chicago"),
        Person("U0LONG", "bartholomew", LONG_NAME, "b@e.com"),
    ]
    running = Workspace(people, manifest())
    await running.start()
    running.state.limits.lifted = True
    yield running
    await running.stop()


def samples() -> list[Shown]:
    """Each text as what worked, as the title and as a way to say it; long names, and doubts."""
    usual = [sample_shown(what_worked=each, title=each[:120], said=each) for each in TEXTS]
    odd = [
        sample_shown(helper_name=LONG_NAME, title=TEXTS[2][:120]),
        sample_shown(0, 0, said="", state=PracticeState.DRAFT),
        sample_shown(120, 1, suspended_at=NOW, what_worked=TEXTS[2]),
    ]
    return [*usual, *odd]


def found_alone(shown: Shown) -> Card:
    return views.found(Results("no service", (shown,)), NOW)


async def test_what_is_found_keeps_to_five_lines_and_three_buttons(
    browser: Browser, workspace: Workspace
) -> None:
    await check(browser, workspace, [found_alone(each) for each in samples()])


async def test_a_practice_in_a_thread_keeps_to_ten_lines(
    browser: Browser, workspace: Workspace
) -> None:
    cards = [views.in_thread(each, LONG_NAME, UUID(int=3)) for each in samples()]
    helping = Helping(pod="Albuquerque and Rio Rancho", to="U0LONG")
    cards += [views.in_thread(each, LONG_NAME, UUID(int=3), helping) for each in samples()]
    await check(browser, workspace, cards, most=10)


async def test_short_answers_keep_to_five_lines(browser: Browser, workspace: Workspace) -> None:
    cards = [whispers.saved(each.practice) for each in samples()]
    cards += [whispers.offered("C1:1.2"), views.nothing_found(TEXTS[2])]
    await check(browser, workspace, cards, least=1)


async def test_the_second_and_third_take_no_more_than_four_lines_each(
    browser: Browser, workspace: Workspace
) -> None:
    three = [sample_shown(id=UUID(int=each), what_worked=TEXTS[2]) for each in (1, 2, 3)]
    card = views.found(Results("no service", tuple(three)), NOW)
    alone = [Card(card.text, card.blocks[start : start + 3]) for start in (0, 4, 8)]
    await check(browser, workspace, alone)


def test_a_refusal_is_a_sentence() -> None:
    said = whispers.refused(Refused(sample_shown().practice, told=True), Word.OLD)
    assert len(said.text) < 120
