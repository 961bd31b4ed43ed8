"""The order of an agenda after a step, and which steps of two coaches stand against each other."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.huddles.agenda.ordering import arranged, stands_against
from bot.huddles.agenda.words import Deed
from storage.huddles import ItemState
from storage.huddles_agenda import AgendaChange, Did

ON, WAITING, DROPPED = ItemState.ON, ItemState.WAITING, ItemState.DROPPED
A, B, C, D, E = (UUID(int=number) for number in range(1, 6))
ITEMS = [(A, ON), (B, WAITING), (C, ON), (D, DROPPED), (E, ON)]


@pytest.mark.parametrize(
    ("deed", "item", "order"),
    [
        (Deed.UP, A, [A, B, C, D, E]),
        (Deed.UP, C, [C, B, A, D, E]),
        (Deed.UP, E, [A, B, E, D, C]),
        (Deed.DOWN, A, [C, B, A, D, E]),
        (Deed.DOWN, E, [A, B, C, D, E]),
        (Deed.TOP, E, [E, A, B, C, D]),
        (Deed.TOP, A, [A, B, C, D, E]),
        (Deed.PUT_ON, B, [A, C, D, E, B]),
        (Deed.PUT_ON, D, [A, B, C, D, E]),
        (Deed.DROP, C, [A, B, C, D, E]),
        (Deed.UP, B, [A, B, C, D, E]),
    ],
)
def test_a_step_moves_one_item_past_those_that_are_on(
    deed: Deed, item: UUID, order: list[UUID]
) -> None:
    assert arranged(ITEMS, deed, item) == order


@settings(deadline=None)
@given(
    st.lists(st.sampled_from(ItemState), min_size=1, max_size=12),
    st.lists(st.tuples(st.sampled_from(Deed), st.integers(0, 11)), max_size=20),
)
def test_no_step_loses_or_doubles_an_item(
    states: list[ItemState], steps: list[tuple[Deed, int]]
) -> None:
    items = [(UUID(int=number), state) for number, state in enumerate(states, start=1)]
    known = dict(items)
    for deed, number in steps:
        item = items[number % len(items)][0]
        items = [(each, known[each]) for each in arranged(items, deed, item)]
        assert sorted(each for each, _ in items) == sorted(known)


def change(did: Did, item: UUID, by: str = "UCOLE") -> AgendaChange:
    now = datetime(2026, 11, 16, tzinfo=UTC)
    return AgendaChange(agenda_id=A, version=2, item_id=item, did=did, by=by, at=now)


@pytest.mark.parametrize(
    ("deed", "others", "against"),
    [
        (Deed.UP, change(Did.DOWN, C), True),
        (Deed.UP, change(Did.DROPPED, C), True),
        (Deed.UP, change(Did.TIMED, C), False),
        (Deed.UP, change(Did.ADDED, C), False),
        (Deed.DROP, change(Did.UP, C), False),
        (Deed.DROP, change(Did.HANDED, A), True),
        (Deed.FORM, change(Did.DROPPED, A), True),
        (Deed.FORM, change(Did.DROPPED, C), False),
        (Deed.UP, change(Did.UP, A, by="UCARA"), False),
        (Deed.DROP, change(Did.HANDED, A, by="UCARA"), False),
    ],
)
def test_what_somebody_else_did_stands_against_a_step_that_meant_another_order(
    deed: Deed, others: AgendaChange, against: bool
) -> None:
    assert stands_against(deed, A, "UCARA", [others], drafted_anew=False) is against


def test_a_new_draft_stands_against_moving_and_against_nothing_else() -> None:
    assert stands_against(Deed.UP, A, "UCARA", [], drafted_anew=True)
    assert not stands_against(Deed.DROP, A, "UCARA", [], drafted_anew=True)
