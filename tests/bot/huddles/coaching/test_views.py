"""A talk as Slack takes it, whatever was typed; as each of the two reads it; and who is meant."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from bot.errors import Outdated
from bot.huddles.coaching import asking, views, words
from bot.huddles.coaching.facts import LONGEST_LINE, MOST_LINES, Acting, Choice, Past, Seen, Talk
from bot.huddles.coaching.typed import Meant, of_that_name, read_meant
from bot.text.kit import Block
from bot.workspace.block_surfaces import check_blocks, check_view
from storage.huddles_action_items import ActionItem
from storage.huddles_coaching import Coaching, CoachingItem
from storage.huddles_coaching_seen import Answered, SharedPractice
from storage.pods import MemberFacts, Role

NOW = datetime(2026, 11, 16, 18, tzinfo=UTC)
TODAY = date(2026, 11, 16)
ONE, POD = UUID(int=1), UUID(int=9)


def coaching(word: str = "", **more: Any) -> Coaching:
    names = {"coach_name": f"Grace {word}Whitlock", "rep_name": f"Maya {word}Reyes"}
    people = {"coach": "UGRACE", "rep": "UMAYA"} | names
    values: dict[str, Any] = {"id": ONE, "team_id": "T1", "pod_id": POD, "made_at": NOW}
    return Coaching(**people | values | more)


def action(text: str = "Listen in", **more: Any) -> ActionItem:
    values: dict[str, Any] = {
        "id": UUID(int=5),
        "team_id": "T1",
        "pod_id": POD,
        "coaching_id": ONE,
        "text": text,
        "owner": "UMAYA",
        "owner_name": "Maya Reyes",
        "due_on": date(2026, 11, 20),
        "made_by": "UGRACE",
        "made_at": NOW,
    }
    return ActionItem(**values | more)


def line(text: str = "Porting", **more: Any) -> CoachingItem:
    values: dict[str, Any] = {"coaching_id": ONE, "by": "UMAYA", "by_name": "Maya Reyes"}
    return CoachingItem(**values | {"text": text, "at": NOW} | more)


def talk(viewer: str = "UGRACE", **more: Any) -> Talk:
    values: dict[str, Any] = {
        "coaching": coaching(shared_at=NOW),
        "viewer": viewer,
        "today": TODAY,
        "since": None,
        "seen": Seen(),
        "lines": (),
        "actions": (),
        "earlier": (),
    }
    return Talk(**values | more)


def told(view: Block) -> str:
    """All that is read in it, buttons too."""
    found: list[str] = []

    def walk(part: Any) -> None:
        if isinstance(part, dict):
            if isinstance(part.get("text"), str):
                found.append(part["text"])
            for each in part.values():
                walk(each)
        elif isinstance(part, list):
            for each in part:
                walk(each)

    walk(view)
    return "\n".join(found)


@pytest.mark.parametrize("word", ["x", "&", "<b> ", "* ", "🙋"])
@pytest.mark.parametrize("over", [False, True])
@pytest.mark.parametrize("viewer", ["UGRACE", "UMAYA"])
def test_slack_takes_the_longest_talk_that_there_may_be(word: str, over: bool, viewer: str) -> None:
    full = (word * LONGEST_LINE)[:LONGEST_LINE]
    answers = (Answered(full, full),) * 40
    lines = tuple(line(full, id=UUID(int=n + 10)) for n in range(MOST_LINES))
    longest = talk(
        viewer,
        coaching=coaching(word * 60, shared_at=NOW, ended_at=NOW if over else None),
        since=NOW - timedelta(days=7),
        seen=Seen(answers, (SharedPractice(ONE, full[:120], 12, True),) * 40, answers),
        lines=(*lines, *(line(full, done_at=NOW) for _ in range(60))),
        kept=lines if over else (),
        actions=(action(full),) * 40,
        earlier=(Past(NOW, (full,) * 30, (full,) * 20),) * 3,
        has_next=over,
        masked=True,
    )
    assert check_view(views.talk_modal(longest, 999)) == []


def test_the_coach_who_prepares_shares_and_the_rep_has_no_such_button() -> None:
    mine = told(views.talk_modal(talk(coaching=coaching())))
    assert "Only you see this. Maya R. sees it once you share it." in mine
    assert "Share with Maya R." in mine
    assert "Add an action item" not in mine, "its owner could not know of it"
    for viewer, other in (("UGRACE", "Maya R."), ("UMAYA", "Grace W.")):
        both = told(views.talk_modal(talk(viewer)))
        assert f"Only you and {other} see this." in both
        assert "Share with" not in both
        assert "Add an action item" in both


def test_nothing_is_counted_that_shames() -> None:
    many = (Answered("May I waive a fee?", ""),) * 17
    seen = Seen((), (SharedPractice(ONE, "Outage", 3, False),), many)
    shown = told(views.talk_modal(talk(seen=seen)))
    assert "17" not in shown
    assert shown.count("May I waive a fee?") == views.SEEN_SHOWN
    assert "• Outage · helped others 3 times" in shown


def test_what_is_no_longer_kept_leaves_no_gap() -> None:
    seen = Seen((Answered("", "Reset it."), Answered("Where?", "")))
    shown = told(views.talk_modal(talk(seen=seen)))
    assert "• “Reset it.”" in shown
    assert "• Where?" in shown
    assert "“”" not in shown


def test_what_somebody_typed_formats_and_mentions_nothing() -> None:
    bad = "<!channel> <@UANA> *bold*"
    shown = views.talk_modal(
        talk(
            lines=(line(bad),),
            actions=(action(bad),),
            seen=Seen((Answered(bad, bad),)),
            earlier=(Past(NOW, (bad,), (bad,)),),
        )
    )
    assert "<!channel>" not in told(shown)
    assert "<@UANA>" not in told(shown)


def test_after_the_talk_its_coach_prepares_the_next_one() -> None:
    ended = coaching(shared_at=NOW, ended_at=NOW)
    for label in ("Prepare the next talk", "We have not talked yet"):
        assert label in told(views.talk_modal(talk(coaching=ended, reopens=True)))
    hers = views.talk_modal(talk("UMAYA", coaching=ended, kept=(line("And then?"),)))
    assert "next talk" in told(hers)
    assert "Prepare the next talk" not in told(hers)
    assert "And then?" in told(hers)
    assert "Open the next talk" in told(
        views.talk_modal(talk("UMAYA", coaching=ended, has_next=True))
    )
    assert "We talked" not in told(hers)
    assert "We have not talked yet" not in told(hers)


def test_what_the_pod_agreed_upon_has_no_button_here() -> None:
    shown = views.talk_modal(talk(actions=(action(coaching_id=None), action("Mine"))))
    assert told(shown).count("Done") == 1
    assert "from a huddle" in told(shown)


def test_cards_and_the_form_are_as_slack_takes_them() -> None:
    full = "&" * 120
    people = tuple(
        MemberFacts(UUID(int=n), "T1", f"U{n}", POD, full, Role.REP, (), ()) for n in range(150)
    )
    several = (coaching("<" * 80, shared_at=NOW),) * 9
    for choice in (
        Choice("UGRACE", True, people, several),
        Choice("UGRACE", True),
        Choice("UMAYA", False, (), several),
        Choice("UMAYA", False),
    ):
        card = asking.choice_card(choice)
        assert check_blocks(card.blocks, "message") == []
        assert card.text
    assert check_view(asking.action_form(Acting(several[0], "UGRACE", TODAY), 3)) == []
    shared = views.shared_card(several[0])
    assert check_blocks(shared.blocks, "message") == []
    assert "*" not in shared.text


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("<@U123|maya>", Meant("U123")),
        ("with <@U123> please", Meant("U123")),
        ("@Maya Reyes", Meant(None, "Maya Reyes")),
        ("  maya  ", Meant(None, "maya")),
        ("", Meant()),
        ("@", Meant()),
        ("\u2060", Meant()),
        ("&lt;@U123&gt;", Meant(None, "<@U123>")),
    ],
)
def test_whom_somebody_means(text: str, meant: Meant) -> None:
    assert read_meant(text) == meant


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("maya", ["Maya Reyes", "Maya Ruiz-Ortega"]),
        ("Maya Reyes", ["Maya Reyes"]),
        ("maya ru", ["Maya Ruiz-Ortega"]),
        ("ortega", ["Maya Ruiz-Ortega"]),
        ("jose", ["José Peña"]),
        ("pena", ["José Peña"]),
        ("reyes maya", []),
        ("!", []),
    ],
)
def test_a_name_is_found_by_how_its_words_begin(typed: str, found: list[str]) -> None:
    names = ("Maya Reyes", "Maya Ruiz-Ortega", "José Peña")
    members = [
        MemberFacts(UUID(int=n), "T1", f"U{n}", POD, name, Role.REP, (), ())
        for n, name in enumerate(names)
    ]
    assert [each.name for each in of_that_name(typed, members)] == found


@pytest.mark.parametrize("bad", ["", "x", str(ONE), f"{ONE}:x", f"{ONE}:-1", f"{ONE}:²", "x:1"])
def test_what_another_version_wrote_is_outdated(bad: str) -> None:
    with pytest.raises(Outdated):
        words.read_open(bad)
    with pytest.raises(Outdated):
        words.read_line(bad)
