"""Nobody has it yet, and the pod knows: three ask the same, one person alerts the pod."""

from bot.workspace.visitor import labels, words
from tests.journeys.people import Day, Json, Person, calls_for_help

ASKED = (
    "Three customers in Ramona with no service since this morning. Outage?",
    "no bars at all in ramona, is something down",
    "sin señal en Ramona desde las 9",
)
NOTE = "3 people asked about no service in Ramona in the last 10 minutes."


async def _three_ask(*people: Person) -> list[Json]:
    cards = []
    for person, text in zip(people, ASKED, strict=True):
        cards.append(await person.asks(text))
    await people[0].day.passes(5)  # one message a second in each channel
    return cards


async def _card_of(person: Person, saying: str) -> tuple[Json, str]:
    """What Podline wrote to somebody directly, and where."""
    app = person.day.trial.workspace.state.app
    direct = str((await person.act("dm", user=app.user))["channel"])
    said = [one for one in await person.messages(direct) if saying in words(one)]
    assert said, f"{person.name} was not told {saying!r}"
    return said[-1], direct


async def test_three_ask_the_same_one_alerts_the_pod_and_all_get_the_facts(
    day: Day, maya: Person, nick: Person, luis: Person
) -> None:
    reps = (maya, nick, await day.person("linh"))
    cards = await _three_ask(*reps)
    for person, card in zip(reps, cards, strict=True):
        (note,) = [one for one in await person.thread(card) if NOTE in words(one)]
        assert "Cause not known yet. Luis O. has been told." in words(note)
        assert any(NOTE in bell for bell in await person.mentions())

    told, direct = await _card_of(luis, NOTE)
    assert ASKED[1] in words(told)
    assert labels(told["blocks"]) == ["Alert the pod", "Dismiss"]
    assert any(NOTE in bell for bell in await luis.bells())

    await luis.clicks("Alert the pod", told, direct)
    form = await luis.form()
    held = {
        block["block_id"]: block["element"].get("initial_value")
        for block in form["blocks"]
        if block["type"] == "input"
    }
    assert held["headline"] == "No service in Ramona"
    assert not [one for one in await maya.messages(maya.pod) if "No service in" in words(one)]
    assert await luis.sends(form, cause="Fire took two sites down") == {}

    await day.passes(5)
    alert = await maya.card("No service in Ramona")
    assert "Fire took two sites down" in words(alert)
    for person, card in zip(reps, cards, strict=True):
        said = [words(one) for one in await person.thread(card)]
        assert any("Fire took two sites down" in one for one in said)
    assert "Luis O. alerted the pod: No service in Ramona." in words(await luis.again(told, direct))


async def test_a_fourth_joins_and_whoever_dismisses_says_why(
    day: Day, maya: Person, nick: Person, luis: Person, ana: Person
) -> None:
    await _three_ask(maya, nick, await day.person("linh"))
    jorge = await day.person("jorge")
    before = len([one for one in await maya.messages(maya.pod) if one.get("blocks")])
    await jorge.runs("/advise", "outage in Ramona? no signal")
    after = len([one for one in await maya.messages(maya.pod) if one.get("blocks")])
    assert after == before

    await day.passes(185)
    told, direct = await _card_of(luis, "4 people asked about no service in Ramona")
    assert "Ana R. has been told, too." in words(told)
    theirs, there = await _card_of(ana, "4 people asked about no service in Ramona")
    await luis.clicks("Dismiss", told, direct)
    assert await luis.sends(await luis.form(), why="A planned test until noon") == {}
    for person, card, where in ((luis, told, direct), (ana, theirs, there)):
        shown = await person.again(card, where)
        assert "Luis O. dismissed it: “A planned test until noon”" in words(shown)
        assert labels(shown["blocks"]) == []


async def test_one_answer_reaches_all_cards_and_nobody_is_called_twice_for_one_matter(
    day: Day, maya: Person, nick: Person
) -> None:
    linh = await day.person("linh")
    cards = await _three_ask(maya, nick, linh)
    await day.passes(130)
    called = [
        user for card in cards for call in calls_for_help(await maya.thread(card)) for user in call
    ]
    # At the card that waits longest people are called as ever: once there, and once elsewhere.
    first = [user for call in calls_for_help(await maya.thread(cards[0])) for user in call]
    others = [user for user in called if user not in first]
    assert first
    assert len(others) == len(set(others))

    dan = await day.person("dan")
    await dan.writes("A fire near Ramona took two sites down.", cards[0])
    await day.passes(5)
    for person, card in ((nick, cards[1]), (linh, cards[2])):
        said = [one for one in await person.thread(card) if "A fire near Ramona" in words(one)]
        assert len(said) == 1
        assert "answered Maya R., who asks the same: A fire near" in words(said[0])
        assert sum("A fire near Ramona" in bell for bell in await person.bells()) == 1
        assert not [text for text in await person.private() if "A fire near Ramona" in text]
    (theirs,) = [one for one in await nick.thread(cards[1]) if "A fire near" in words(one)]
    await nick.clicks("This worked", theirs)
    assert "Dan" in words(await nick.again(cards[1]))
    assert "✅" in words(await nick.again(cards[1]))
