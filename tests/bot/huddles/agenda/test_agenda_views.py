"""What people see of an agenda, as data."""

from datetime import timedelta
from typing import Any

import pytest

from bot.huddles import words as huddle_words
from bot.huddles.agenda import arranging_modal, halves, home, modals, views, whispers, whole
from bot.huddles.agenda import words as words_sent
from bot.huddles.agenda.shown import (
    Added,
    Arranged,
    AtHome,
    ItemForm,
    Line,
    Opening,
    Seen,
    ToDo,
)
from bot.huddles.agenda.words import Form
from bot.text.kinds import Kind
from bot.text.kit import Block, Card
from bot.workspace.blocks import blocks_too_long, check_blocks, check_view, view_too_large
from bot.workspace.visitor import labels as labels_of
from bot.workspace.visitor import words as words_of
from storage.huddles import HuddleState, ItemSource, ItemState
from storage.ids import new_id
from storage.pods import MemberFacts, Role
from tests.bot.huddles.agenda.samples import AT, NOW, URL, line, seen, wave

LINK = f"https://slack.test/{'x' * 100}"
HOSTILE = ("x", "&", "<!channel> ", "* _ ~ ` > ", "<@U123> ", "🧯", "\u2066a")


def words(message: Block) -> str:
    """What must not be parted at a line's end is read as it sounds."""
    return words_of(message).replace("\u00a0", " ")


def shown(card: Card) -> str:
    return words({"blocks": card.blocks})


def labels(blocks: list[Block]) -> list[str]:
    return labels_of([each | {"block_id": "any"} for each in blocks])


def modal(view: Block) -> Block:
    assert check_view(view) == []
    assert not view_too_large(view)
    return view


def test_the_card_says_when_where_and_who_runs_it_then_its_numbered_lines() -> None:
    outage = line(
        "Ramona outage: what did customers ask?",
        source=ItemSource.CONCERN,
        detail="6 asks",
        seconds=180,
        by_name="",
    )
    open_one = line(
        "Port-in PINs", again="still open", hand_to="UTHEO", hand_to_name="Theo Brandt", by_name=""
    )
    card = views.card(seen(outage, open_one), NOW)
    assert shown(card).splitlines() == [
        "🗣 *Huddle in 15 minutes* · 10:30 AM San Diego time · Ana R. runs it",
        "1. Ramona outage: what did customers ask? (3 min · 6 asks)",
        "2. Port-in PINs (2 min · still open) — Theo B.",
        "Join the huddle",
        "Add an item",
    ]
    assert labels(card.blocks) == ["Join the huddle", "Add an item", "Read all of it", "Arrange"]
    assert card.text == (
        "Huddle in 15 minutes · 10:30 AM San Diego time · Ana R. runs it. "
        "1. Ramona outage: what did customers ask? 2. Port-in PINs."
    )


def test_with_two_halves_it_says_both_times_and_who_runs_each() -> None:
    both = (wave(), wave(20, runs_it="UOMAR", runs_it_name="Omar Haddad"))
    card = views.card(seen(line(), waves=both, has_screen=True), NOW)
    first = shown(card).splitlines()[0]
    assert first.endswith("10:30 and 10:50 AM San Diego time · Ana R. runs it, then Omar H.")
    assert "Which half am I in" in labels(card.blocks)
    assert "Show on a screen" in labels(card.blocks)


@pytest.mark.parametrize(
    ("waves", "said"),
    [
        ((wave(), wave(20)), "Ana R. runs both"),
        ((wave(runs_it=None), wave(20)), "Ana R. runs it"),
        ((wave(runs_it=None),), "whoever starts it runs it"),
        (
            tuple(wave(20 * n, runs_it=f"U{n}", runs_it_name=f"P{n}") for n in range(3)),
            "P0, P1 and P2 run it",
        ),
    ],
)
def test_it_says_who_runs_it_however_many_these_are(waves: tuple[Any, ...], said: str) -> None:
    assert said in shown(views.card(seen(line(), waves=waves), NOW))


@pytest.mark.parametrize(
    ("before", "said"),
    [
        (15, "Huddle in 15 minutes"),
        (14.6, "Huddle in 15 minutes"),
        (1, "Huddle in 1 minute "),
        (0.2, "Huddle now"),
        (-3, "Huddle now"),
        (90, "Next huddle"),
    ],
)
def test_the_card_counts_from_when_it_is_painted(before: float, said: str) -> None:
    card = views.card(seen(line()), AT - timedelta(minutes=before))
    assert said in card.text


def test_a_card_repainted_after_the_first_half_counts_to_the_second() -> None:
    waves = (wave(state=HuddleState.OVER), wave(20))
    card = views.card(seen(line(), waves=waves), AT + timedelta(minutes=16))
    assert card.text.startswith("Huddle in 4 minutes · 10:50 AM San Diego time")


def test_a_skipped_huddle_says_why_and_offers_nothing_to_join() -> None:
    waves = (wave(state=HuddleState.SKIPPED, why="Outage & <b>storm</b>"),)
    card = views.card(seen(line(), waves=waves), NOW)
    assert "*The huddle is skipped: Outage &amp; &lt;b&gt;storm&lt;/b&gt;*" in shown(card)
    assert labels(card.blocks) == ["Add an item"]


def test_what_was_called_off_says_its_day_and_takes_nothing_more_once_that_is_over() -> None:
    off = HuddleState.SKIPPED
    skipped = seen(line(), waves=(wave(state=off, why="Storm."), wave(20, state=off, why="Storm.")))
    card = views.card(skipped, AT + timedelta(minutes=19))
    assert card.text.startswith("The huddle is skipped: Storm. · Monday, November 16. 1. ")
    assert labels(card.blocks) == ["Add an item"]
    later = views.card(skipped, AT + timedelta(minutes=20))
    assert later.text == card.text
    assert labels(later.blocks) == ["Read all of it"]


@pytest.mark.parametrize("after", [timedelta(minutes=40), timedelta(days=100)])
def test_the_card_of_a_huddle_that_was_held_says_what_stays_true(after: timedelta) -> None:
    over = HuddleState.OVER
    both = (wave(state=over), wave(20, state=over, runs_it="UOMAR", runs_it_name="Omar Haddad"))
    card = views.card(seen(line(), waves=both, has_screen=True, sits_elsewhere=True), AT + after)
    assert shown(card).splitlines() == [
        "🗣 *Huddle on Monday, November 16* · 10:30 and 10:50 AM San Diego time",
        "1. Ramona outage: what worked (2 min · from Nick P.)",
        "Read all of it",
    ]
    assert card.text == (
        "Huddle on Monday, November 16 · 10:30 and 10:50 AM San Diego time. "
        "1. Ramona outage: what worked."
    )


@pytest.mark.parametrize("other", [HuddleState.MISSED, HuddleState.SKIPPED])
def test_of_a_meeting_that_was_held_in_part_the_times_are_those_that_were(
    other: HuddleState,
) -> None:
    waves = (wave(state=other, why="Storm"), wave(20, state=HuddleState.OVER))
    card = views.card(seen(line(), waves=waves), AT + timedelta(hours=1))
    assert card.text.startswith("Huddle on Monday, November 16 · 10:50 AM San Diego time. 1. ")


def test_one_that_was_missed_says_whose_fault_it_was() -> None:
    waves = (wave(state=HuddleState.MISSED), wave(20, state=HuddleState.MISSED))
    card = views.card(seen(waves=waves), AT + timedelta(hours=1))
    assert shown(card).splitlines() == [
        "🗣 *The huddle did not take place* · Monday, November 16"
        " · Podline was not running at its time",
        "Nothing was on it.",
    ]
    assert labels(card.blocks) == []


def test_an_old_card_with_more_than_it_holds_says_where_the_rest_is() -> None:
    waves = (wave(state=HuddleState.OVER),)
    lines = [line("x" * 110 + str(number), detail="y" * 80) for number in range(60)]
    card = views.card(seen(*lines, waves=waves), AT + timedelta(days=2))
    assert "more: “Read all of it” shows everything." in shown(card)
    assert check_blocks(card.blocks, "message") == []
    assert not blocks_too_long(card.blocks)


def test_a_moved_huddle_says_from_when() -> None:
    waves = (wave(planned_at=AT - timedelta(minutes=45), why="surge of asks"),)
    assert "Moved from 9:45 AM: surge of asks" in shown(views.card(seen(line(), waves=waves), NOW))


def test_a_pod_that_sits_elsewhere_reads_its_own_clock_too() -> None:
    card = views.card(seen(line(), sits_elsewhere=True), NOW)
    assert f"On your clock: <!date^{int(AT.timestamp())}^{{time}}|10:30 AM>" in shown(card)


def test_an_agenda_with_nothing_on_it_asks_for_something() -> None:
    card = views.card(seen(), NOW)
    assert "Nothing is on it yet. What should the pod talk about?" in shown(card)
    assert "Add an item" in labels(card.blocks)


@pytest.mark.parametrize("word", HOSTILE)
@pytest.mark.parametrize("count", [1, 7, 200])
def test_whatever_is_typed_and_however_much_slack_takes_every_view(word: str, count: int) -> None:
    full = (word * 3000)[:3000]
    states = (ItemState.ON, ItemState.WAITING, ItemState.DROPPED)
    lines = [
        line(
            full,
            state=states[number % 3],
            detail=full,
            again=full,
            by_name=full,
            hand_to="U1",
            hand_to_name=full,
            link=LINK,
        )
        for number in range(count)
    ]
    it = seen(
        *lines,
        waves=(wave(why=full, planned_at=NOW), wave(20)),
        arranges=True,
        sits_elsewhere=True,
        market=word * 40,
    )
    added = Added(lines[0], it, (Kind.CARD,))
    cards = (
        views.card(it, NOW),
        views.private(it, NOW),
        whispers.added(added, NOW),
        whispers.taken_off(added),
        whispers.handed(lines[0], it, full, NOW),
        whispers.not_handed(lines[0]),
        halves.half_card(it),
    )
    for card in cards:
        assert check_blocks(card.blocks, "message") == []
        assert not blocks_too_long(card.blocks)
        assert card.text.strip()
        assert not {"<!channel>", "<@U123>"} & set(shown(card).split())
        assert "<!channel>" not in card.text
    modal(whole.whole(it, {each.id: full for each in lines}, NOW))
    for page in range(9):
        modal(arranging_modal.arranging(Arranged(it), Form(page=page), NOW))
    modal(arranging_modal.item_form(ItemForm(it, lines[0], ()), Form()))
    modal(modals.add_form(Opening(it, full), Form(), NOW))
    assert check_blocks(home.home_section(AtHome(it, lines), NOW), "home") == []


def test_two_hundred_items_fold_in_the_list_and_page_where_they_are_arranged() -> None:
    lines = [line(f"Item {number}", state=ItemState.WAITING) for number in range(193)]
    it = seen(*[line(f"On {number}") for number in range(7)], *lines, arranges=True)
    card = views.private(it, NOW)
    assert "185 more wait." in shown(card)
    pages = [arranging_modal.arranging(Arranged(it), Form(page=page), NOW) for page in range(7)]
    assert all(len(page["blocks"]) <= 100 for page in pages)
    found = " ".join(words(page) + " " for page in pages)
    assert all(f"Item {number} ·" in found for number in range(193))
    assert "Page 7 of 7" in words(pages[6])
    steps = [[each for each in labels(page["blocks"]) if "Page" in each] for page in pages]
    assert steps[0] == ["Page 2"]
    assert steps[1] == ["Page 1", "Page 3"]
    assert steps[6] == ["Page 6"]


def test_a_page_that_is_gone_meanwhile_shows_the_last_one() -> None:
    view = arranging_modal.arranging(Arranged(seen(line("Only one"))), Form(page=5), NOW)
    assert "Only one" in words(view)


def test_the_private_list_says_what_waits_and_which_half_is_mine() -> None:
    waves = (wave(people=frozenset({"UINES"})), wave(20, people=frozenset({"UMAYA"})))
    waiting = line("Roaming in Mexico", state=ItemState.WAITING)
    card = views.private(seen(line(), waiting, waves=waves), AT - timedelta(days=2))
    said = shown(card)
    assert "*Next huddle* · Monday, 10:30 and 10:50 AM San Diego time" in said
    assert "You are in the second half: 10:50 AM San Diego time." in said
    assert "• Roaming in Mexico · from Nick P." in said
    assert "Arrange" not in labels(card.blocks)


def test_days_before_nothing_is_said_of_what_is_not_settled_yet() -> None:
    waves = (wave(runs_it=None), wave(20, runs_it=None))
    it = seen(line(), waves=waves, is_drafted=False)
    for said in (
        shown(views.private(it, NOW)),
        words({"blocks": home.home_section(AtHome(it), NOW)}),
    ):
        assert "10:30 and 10:50 AM San Diego time" in said
        assert "runs it" not in said
        assert "half" not in said


def test_whoever_arranges_is_offered_to() -> None:
    assert "Arrange" in labels(views.private(seen(line(), arranges=True), NOW).blocks)


def test_before_it_is_drafted_the_list_says_what_still_comes() -> None:
    card = views.private(seen(line(), is_drafted=False), NOW)
    assert "What the week brought comes onto it the day before." in shown(card)


def test_without_a_next_meeting_what_is_kept_is_shown() -> None:
    card = views.private(seen(line("Roaming in Mexico"), agenda=None, waves=()), NOW)
    assert "No huddle is planned for San Diego now." in shown(card)
    assert "Roaming in Mexico" in shown(card)


@pytest.mark.parametrize(
    ("waves", "said"),
    [
        ((wave(),), "Everybody meets together: 10:30 AM San Diego time."),
        ((wave(), wave(20)), "Who is in which half is settled shortly before"),
        (
            (wave(people=frozenset({"UDAN"})), wave(20)),
            "You are in no half yet: come when you are free.",
        ),
        ((wave(people=frozenset({"UMAYA"})), wave(20)), "You are in the first half: 10:30 AM"),
        (
            (wave(), wave(20), wave(40, people=frozenset({"UMAYA"}))),
            "You are in group 3: 11:10 AM",
        ),
        ((wave(state=HuddleState.OVER),), "No huddle of this agenda is still to come."),
        (
            (wave(runs_it="UMAYA"), wave(20, people=frozenset({"UMAYA"}))),
            "You run the first half: 10:30 AM San Diego time.",
        ),
        (
            (wave(people=frozenset({"UMAYA"})), wave(20, runs_it="UMAYA")),
            "You run the second half: 10:50 AM San Diego time.",
        ),
        (
            (wave(runs_it="UMAYA"), wave(20, runs_it="UMAYA")),
            "You run both halves: 10:30 and 10:50 AM San Diego time.",
        ),
    ],
)
def test_whoever_asks_hears_when_their_half_meets(waves: tuple[Any, ...], said: str) -> None:
    assert halves.half(seen(waves=waves)).startswith(said)


def test_three_thousand_characters_are_shortened_on_the_card_and_whole_in_full() -> None:
    text = "word " * 599 + "end."
    it = seen(line(text))
    assert "end." not in shown(views.card(it, NOW))
    assert "…" in shown(views.card(it, NOW))
    assert "end." in words(whole.whole(it, {}, NOW))


def test_in_full_a_line_has_what_worked_below_it() -> None:
    first, second = line("New: Call the store first"), line("Port-in PINs")
    shown_whole = words(whole.whole(seen(first, second), {first.id: "Ask <for> the PIN"}, NOW))
    assert "New: Call the store first\nWhat worked: Ask &lt;for&gt; the PIN" in shown_whole
    assert shown_whole.count("What worked") == 1


def test_who_was_to_speak_and_left_is_not_named() -> None:
    gone = line("Port-in PINs", hand_to="UTHEO", handed_to_gone=True)
    assert "—" not in shown(views.card(seen(gone), NOW))
    form = arranging_modal.item_form(ItemForm(seen(gone), gone, ()), Form())
    assert "Whoever was to speak about it is not in the pod any more." in words(form)


def member(number: int) -> MemberFacts:
    return MemberFacts(new_id(), "T1", f"U{number}", new_id(), f"P{number} Q", Role.REP, (), ())


@pytest.mark.parametrize("count", [47, 98, 99, 300])
def test_a_pod_of_any_size_finds_who_speaks_about_it(count: int) -> None:
    mine = line(hand_to="U3", hand_to_name="P3 Q", seconds=90)
    members = [member(number) for number in range(count)]
    modal(arranging_modal.item_form(ItemForm(seen(mine), mine, members), Form(version=3)))


def test_an_item_offers_only_what_can_be_done_to_it() -> None:
    first, last = line("One"), line("Two")
    out = line("Three", state=ItemState.DROPPED)
    waits = line("Four", state=ItemState.WAITING)
    view = arranging_modal.arranging(Arranged(seen(first, last, out, waits)), Form(), NOW)
    assert offered(view, "One") == ["Move down", "Who and how long", "Drop"]
    assert offered(view, "Two") == ["Move up", "Who and how long", "Drop"]
    assert offered(view, "Three") == ["Bring it back"]
    assert offered(view, "Four") == ["Put it on the agenda", "Who and how long", "Drop"]


def offered(view: Block, item: str) -> list[str]:
    """What can be done to it: beside it, and in the row below."""
    at, its = next(
        (at, each) for at, each in enumerate(view["blocks"]) if item in words({"blocks": [each]})
    )
    below = view["blocks"][at + 1]
    return labels([its] if "accessory" in its else [below])


def test_to_move_an_item_takes_one_press_and_no_menu() -> None:
    three = [line(text) for text in ("One", "Two", "Three")]
    view = arranging_modal.arranging(Arranged(seen(*three)), Form(), NOW)
    rows = [block["elements"] for block in view["blocks"] if block["type"] == "actions"]
    kinds = [[each["type"] for each in row] for row in rows[:3]]
    assert kinds == [
        ["button", "overflow"],
        ["button", "button", "overflow"],
        ["button", "overflow"],
    ]
    assert [each["text"]["text"] for each in rows[1][:2]] == ["Move up", "Move down"]
    assert labels([{"type": "actions", "elements": rows[2]}])[1] == "Move to the top"


def to_do(owner: str = "UMAYA", **more: Any) -> Line:
    """An action item's line."""
    said = {"source": ItemSource.ACTION_ITEM, "by_name": "", "detail": "due Friday"}
    return line("Open since Monday: Ask legal", to_do=ToDo(new_id(), owner, **more), **said)


def done_buttons(card: Card) -> list[str]:
    beside = [block["accessory"] for block in card.blocks if "accessory" in block]
    return [each["value"] for each in beside if each["action_id"] == huddle_words.ACTION_DONE]


def test_what_i_am_to_do_is_closed_with_one_press_in_my_list_and_by_nobody_else() -> None:
    mine, theirs = to_do(), to_do("UTHEO")
    it = seen(mine, line("Roaming"), theirs)
    assert mine.to_do is not None
    assert done_buttons(views.private(it, NOW)) == [str(mine.to_do.id)]
    assert done_buttons(views.card(it, NOW)) == [], "the channel's card is everybody's"
    assert len(done_buttons(views.private(seen(mine, theirs, leads=True), NOW))) == 2
    numbered = [each for each in shown(views.private(it, NOW)).splitlines() if each[:1].isdigit()]
    assert [each[:1] for each in numbered] == ["1", "2", "3"]


def test_what_is_done_says_so_and_offers_nothing() -> None:
    card = views.private(seen(to_do(is_done=True)), NOW)
    assert done_buttons(card) == []
    assert "1. ✅ Open since Monday: Ask legal (done)" in shown(card)


def taking_off(blocks: list[Block]) -> list[str]:
    beside = [block["accessory"] for block in blocks if "accessory" in block]
    return [each["value"] for each in beside if each["action_id"] == words_sent.TAKE_OFF_LISTED]


def test_what_i_added_i_take_off_wherever_it_is_listed() -> None:
    mine = [line("On", by="UMAYA"), line("Waits", by="UMAYA", state=ItemState.WAITING)]
    ids = [str(each.id) for each in mine]
    it = seen(*mine, line("Nick's"), line("Nick's, too", state=ItemState.WAITING))
    assert taking_off(views.private(it, NOW).blocks) == ids
    assert taking_off(views.card(it, NOW).blocks) == []
    assert taking_off(home.home_section(AtHome(it, mine), NOW)) == ids
    kept = seen(*mine, agenda=None, waves=())
    assert taking_off(views.private(kept, NOW).blocks) == ids
    begun = seen(*mine, waves=(wave(state=HuddleState.OPEN),))
    assert taking_off(views.private(begun, NOW).blocks) == []


def test_fifty_things_to_do_fit_one_message() -> None:
    card = views.private(seen(*(to_do() for _ in range(50))), NOW)
    assert check_blocks(card.blocks, "message") == []
    assert len(done_buttons(card)) == views.MOST_BUTTONS


def test_more_minutes_than_the_huddle_has_are_said() -> None:
    lines = [line(f"Item {number}", seconds=180) for number in range(6)]
    view = arranging_modal.arranging(Arranged(seen(*lines)), Form(), NOW)
    assert "*On the agenda* · 18 of 15 min: 3 too many" in words(view)


def test_home_says_what_comes_next_and_what_of_it_is_mine() -> None:
    section = home.home_section(AtHome(seen(line()), [line("Roaming in Mexico")]), NOW)
    said = words({"blocks": section})
    assert "*Next huddle* · today, 10:30 AM San Diego time · Ana R. runs it · 1 item" in said
    assert "• Roaming in Mexico" in said
    assert URL not in str(section)


def test_home_says_what_i_am_to_speak_about_and_of_which_huddle() -> None:
    lines = [line(f"Item {number}") for number in range(5)]
    section = words({"blocks": home.home_section(AtHome(seen(*lines), (), lines), NOW)})
    assert "· 5 items" in section
    assert "You speak about this:\n• Item 0" in section
    assert "2 more." in section
    now = seen(*lines, waves=(wave(state=HuddleState.OPEN),))
    section = words({"blocks": home.home_section(AtHome(now, lines[:1], lines[1:2]), NOW)})
    assert "You speak about this the next time:\n• Item 1" in section
    assert "You put this on the next agenda:\n• Item 0" in section


def test_home_says_nothing_to_a_pod_without_huddles_unless_something_of_theirs_is_kept() -> None:
    without = seen(agenda=None, waves=())
    assert home.home_section(AtHome(without), NOW) == []
    kept = words({"blocks": home.home_section(AtHome(without, [line("Roaming")]), NOW)})
    assert "No huddle is planned for San Diego now." in kept
    assert "• Roaming" in kept


def told(it: Seen, **more: Any) -> str:
    return whispers.added(Added(it.lines[0], it, **more), NOW).text


def test_whoever_adds_hears_when_it_is_talked_about() -> None:
    assert told(seen(line("Roaming"))) == (
        "It is on the agenda for today, 10:30 AM San Diego time: “Roaming”"
    )
    waits = seen(line("Roaming", state=ItemState.WAITING))
    assert "“Roaming” waits: it comes the time after" in told(waits)
    assert told(seen(line("Roaming"), agenda=None, waves=())) == (
        "No huddle of San Diego is planned now. “Roaming” is kept for the next one."
    )


def test_what_is_there_already_is_said_kindly() -> None:
    assert "already, from Nick P.: “Roaming”" in told(seen(line("Roaming")), before=True)
    dropped = seen(line("Roaming", state=ItemState.DROPPED))
    assert "Cara W. took it off. They can bring it back." in told(
        dropped, before=True, dropped_by="Cara Wu"
    )


def test_masked_data_is_said_and_where_it_still_stands() -> None:
    masked = "What looked like a customer's data is masked."
    assert told(seen(line("x")), masked=(Kind.PHONE,)).endswith(f"“x”. {masked}")
    form = modals.add_form(Opening(seen(), "x", (Kind.PHONE,)), Form(), NOW)
    assert f"{masked} Please look it over." in words(form)
    of_message = modals.add_form(
        Opening(seen(), "x", (Kind.PHONE,)), Form(channel="C1", ts="1.2"), NOW
    )
    assert "The message still shows it" in words(of_message)
