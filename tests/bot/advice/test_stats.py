"""`/advise stats`: a pod's figures, calm, without a person's in them."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.advice.stats import Spread, periods, sum_up
from bot.advice.stats_card import duration, stats_card
from bot.text.kit import Card
from bot.workspace.blocks import check_blocks
from storage.advice_stats import Course
from tests.bot.advice.samples import texts
from tests.bot.advice.scene import Scene, who

NINE = datetime(2026, 11, 18, 17, tzinfo=UTC)  # a Wednesday in San Diego
SECOND = timedelta(seconds=1)


def course(first: float | None = None, accept: float | None = None, **how: bool) -> Course:
    """An ask at nine; `first` and `accept` in seconds after it."""
    moments = [None if each is None else NINE + each * SECOND for each in (first, accept)]
    used, alone = how.get("used", False), how.get("alone", False)
    return Course(NINE, moments[0], moments[1], used or alone, alone)


def shown(today: list[Course], week: list[Course] | None = None) -> Card:
    whole = None if week is None else sum_up(week)
    card = stats_card("San Diego", "San Diego", sum_up(today), whole)
    assert check_blocks(card.blocks, "message") == []
    return card


def lines(card: Card, block: int = 0) -> list[str]:
    return texts(card.blocks)[block].splitlines()


def test_the_day_and_the_week_begin_at_the_market_s_midnight() -> None:
    late = datetime(2026, 11, 19, 7, 59, tzinfo=UTC)  # Wednesday, 23:59 in San Diego
    began = periods(late, "America/Los_Angeles")
    assert began.today == datetime(2026, 11, 18, 8, tzinfo=UTC)
    assert began.week == datetime(2026, 11, 16, 8, tzinfo=UTC)
    assert periods(late + 60 * SECOND, "America/Los_Angeles").today == late + 60 * SECOND
    assert periods(late, "America/Detroit").today == datetime(2026, 11, 19, 5, tzinfo=UTC)


def test_a_day_of_23_hours_does_not_move_its_beginning() -> None:
    spring = datetime(2026, 3, 8, 20, tzinfo=UTC)  # a Sunday: clocks went forward at two
    began = periods(spring, "America/Los_Angeles")
    assert began.today == datetime(2026, 3, 8, 8, tzinfo=UTC)
    assert began.week == datetime(2026, 3, 2, 8, tzinfo=UTC)


def test_half_and_nine_in_ten_are_told_by_what_happened() -> None:
    took = [SECOND * each for each in (1, 2, 3, 4, 5, 6, 7, 8, 9, 100)]
    assert Spread.of(took) == Spread(10, 5.5 * SECOND, 9 * SECOND)
    assert Spread.of([7 * SECOND, 3 * SECOND]) == Spread(2, 5 * SECOND, 7 * SECOND)


def test_an_answer_that_slack_s_clock_puts_before_its_question_took_no_time() -> None:
    assert Spread.of([-3 * SECOND]) == Spread(1, timedelta(0), timedelta(0))


def test_what_never_happened_is_not_a_zero() -> None:
    assert Spread.of([]) is None
    figures = sum_up([course()])
    assert (figures.first_reply, figures.accept) == (None, None)


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0.2, "1 second"),
        (22, "22 seconds"),
        (119, "119 seconds"),
        (150, "2 minutes"),
        (7000, "117 minutes"),
        (7200, "2 hours"),
        (260_000, "3 days"),
    ],
)
def test_durations_read_as_people_say_them(seconds: float, said: str) -> None:
    assert duration(timedelta(seconds=seconds)) == said


def test_the_card_says_how_the_pod_is_served_today_and_this_week() -> None:
    today = [course(20, 60, used=True), course(40, 100, alone=True), course(30), course()]
    card = shown(today, [*today, *[course(90, 300)] * 8])
    assert card.text == "San Diego, today · 4 asks"
    assert lines(card) == [
        "*San Diego, today · 4 asks*",
        "First answer: half within 30 seconds, nine in ten within 40 seconds",
        "“This worked”: 2 of 4, half within 80 seconds, nine in ten within 100 seconds",
        "Practices: found or saved for 2 of 4, the whole answer to 1",
    ]
    assert lines(card, 1) == [
        "*San Diego, this week · 12 asks*",
        "First answer: half within 90 seconds, nine in ten within 90 seconds",
        "“This worked”: 10 of 12 (83 %), half within 5 minutes, nine in ten within 5 minutes",
        "Practices: found or saved for 2 of 12 (17 %), the whole answer to 1 (8 %)",
    ]
    assert lines(card, 2) == [
        "This week is since Monday, San Diego time. Of the pod as a whole: nobody's own numbers."
    ]


def test_before_the_first_ask_nothing_is_at_zero() -> None:
    card = shown([], [course(20)])
    assert card.text == "San Diego, today · no asks yet"
    assert lines(card) == ["*San Diego, today · no asks yet*"]
    assert "0" not in "".join(texts(card.blocks)).replace("20 seconds", "")


def test_one_ask_is_not_spread() -> None:
    assert lines(shown([course(22, 70)]))[:3] == [
        "*San Diego, today · 1 ask*",
        "First answer: after 22 seconds",
        "“This worked”: 1 of 1, after 70 seconds",
    ]


def test_what_has_not_happened_yet_is_said_so() -> None:
    assert lines(shown([course(), course()]))[1:] == [
        "First answer: none yet",
        "“This worked”: none yet",
        "Practices: none yet",
    ]


def test_on_its_first_day_the_week_is_no_more_than_today() -> None:
    card = shown([course(5)])
    assert len(card.blocks) == 2
    assert lines(card, 1)[0].startswith("The week began today, San Diego time.")


def test_a_hostile_name_of_a_pod_stays_a_name() -> None:
    card = stats_card("<!channel> & *co*", "<@U1>", sum_up([]), None)
    said = "".join([card.text, *texts(card.blocks)])
    assert "<!channel>" not in said
    assert "<@U1>" not in said


async def test_whoever_asks_sees_the_whole_pod_and_no_name(scene: Scene) -> None:
    ask = await scene.ask()
    scene.step(20)
    await scene.reply("UDAN", ask, "Yes, until nine.")
    await scene.send()
    await scene.ask("UINES", "And Poway?")
    for user in ("UMAYA", "UBILL", "UANA"):
        card = await scene.service.stats(who(user), scene.now)
        assert lines(card)[:2] == [
            "*San Diego, today · 2 asks*",
            "First answer: after 20 seconds",
        ]
        assert lines(card, 1)[0].startswith("The week began today")
        said = "".join(texts(card.blocks))
        assert not any(name in said for name in ("Maya", "Dan", "Ines", "<@"))


async def test_yesterday_belongs_to_the_week_and_not_to_today(scene: Scene) -> None:
    await scene.ask()
    scene.step(24 * 3600)
    card = await scene.service.stats(who("UMAYA"), scene.now)
    first = [lines(card, each)[0] for each in (0, 1)]
    assert first == ["*San Diego, today · no asks yet*", "*San Diego, this week · 1 ask*"]


async def test_another_pod_sees_its_own_figures(scene: Scene) -> None:
    await scene.ask()
    card = await scene.service.stats(who("UOLGA"), scene.now)
    assert card.text == "Detroit, today · no asks yet"
