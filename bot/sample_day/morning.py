"""The first scenes of the sample day: an outage, a card number, a question out of a thread."""

from bot.sample_day.stage import Stage
from bot.workspace.visitor import buttons, words


async def an_outage_is_explained(stage: Stage) -> None:
    """Asked by command, claimed, answered in the thread, accepted by its button."""
    stage.scene("A brush fire near Ramona has taken two sites down")
    question = (
        "Three customers in Ramona with no service since this morning. Outage or their phones?"
    )
    await stage.asks("maya", question)
    card, bells = await stage.card("maya", "Ramona"), await stage.bells()
    stage.check("it mentions Maya, and she alone is told", _told(bells) == ["maya"], bells)
    stage.check("three buttons at most", len(buttons(card["blocks"])) <= 3, buttons(card["blocks"]))
    await stage.passes(7)
    await stage.presses("dan", card, "I've got this")
    card = await stage.card("maya", "Ramona")
    stage.check("the card says that Dan is on it", "Dan K. is on it" in words(card), words(card))
    stage.check("nobody is pinged by that", await stage.bells() == bells)
    await stage.passes(11)
    answer = "Fire near Ramona took two sites down; crews are on site; about 24 hours."
    await stage.says("dan", answer, card)
    told = [one for one in (await stage.bells(["maya"]))["maya"] if "@Maya" in one and "Dan" in one]
    stage.check("the answer mentions Maya, once", len(told) == 1, told)
    card = await stage.card("maya", "Three customers in Ramona")
    answered = "Dan K. answered" in words(card)
    stage.check("then the card says that Dan answered", answered, words(card))
    await stage.passes(6)
    bells = await stage.bells()
    await stage.presses("maya", await stage.card("maya", "Ramona"), "This worked")
    card = await stage.card("maya", "Dan K.: ")
    stage.check("the card is one line with the answer", "✅" in words(card), words(card))
    stage.check("settling pings nobody", await stage.bells() == bells)
    await stage.passes(11)
    card = await stage.card("maya", "Dan K.: ")
    stage.check("Undo is there for seconds only", "Undo" not in buttons(card["blocks"]))


async def a_card_number_is_masked(stage: Stage) -> None:
    """Asked by a mention with a customer's card number in it; answered in the form; a ✅."""
    stage.scene("Nick types what he should not")
    ts = await stage.says(
        "nick",
        "@podline Julian, calls drop since the fire. Card 4111 1111 1111 1111, one month off?",
    )
    card = await stage.card("nick", "Julian")
    stage.check("the card stands in the mention's thread", card.get("thread_ts") == ts, words(card))
    stage.check("without the card number", "1111 1111" not in words(card), words(card))
    said = stage.private("nick")
    stage.check("Nick is told privately", "card number" in said, said)
    await stage.passes(5)
    await stage.presses("ines", card, "Answer")
    form = await stage.form("ines")
    errors = await stage.submits("ines", form)
    stage.check("an empty answer is refused, the form stays", "say_now" in errors, errors)
    await stage.passes(8)
    line = "The fire damaged the site in Julian; it is back by tonight, and a credit is fine."
    await stage.submits("ines", form, say_now=line, detail="Billing, Adjustments: one month.")
    told = (await stage.bells(["nick"]))["nick"]
    stage.check("Nick is told the line to say", "The fire damaged" in told[-1], told)
    answer = await stage.card("nick", "one month.")
    stage.check("the detail stands below it", "Adjustments" in words(answer), words(answer))
    await stage.passes(4)
    await stage.reacts("nick", answer)
    card = await stage.card("nick", "Ines C.: ")
    stage.check("his ✅ settles it", "✅" in words(card), words(card))
    await stage.passes(11)


async def a_thread_becomes_a_question(stage: Stage) -> None:
    """Commands do not work in threads; the shortcut does. Thanks settle it."""
    stage.scene("A question comes up in a thread")
    root = {
        "ts": await stage.says("diego", "The store in Ramona is closed today because of the fire.")
    }
    await stage.passes(4)
    ts = await stage.says("linh", "Where do I send a customer for an eSIM then?", root)
    refused = await stage.tries("linh", "/advise", root)
    stage.check("Slack takes no command in a thread", refused == "not_in_thread", refused)
    form = await stage.asks_about("linh", ts)
    shown = [
        block["element"].get("initial_value") for block in form["blocks"] if "element" in block
    ]
    stage.check("the form shows what will be asked", "eSIM" in str(shown[:1]), shown)
    await stage.submits("linh", form)
    card = await stage.card("linh", "eSIM")
    stage.check("then the pod sees it", "I've got this" in buttons(card["blocks"]), words(card))
    await stage.passes(3)
    await stage.presses("diego", card, "Not a question")
    said = stage.private("diego")
    stage.check("Diego may not call it off", "Only the person who asked" in said, said)
    await stage.says("theo", "Poway is open until 8. Have them set it aside by phone first.", card)
    await stage.passes(6)
    await stage.says("linh", "gracias!", card)
    card = await stage.card("linh", "Theo B.: ")
    stage.check("“gracias” settles it", "✅" in words(card), words(card))
    await stage.passes(11)


def _told(bells: dict[str, list[str]]) -> list[str]:
    return [name for name, texts in bells.items() if texts]
