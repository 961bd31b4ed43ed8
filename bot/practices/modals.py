"""The forms of practices: to save one, to change one, and to say why one does not hold."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from bot.practices import words
from bot.practices.brief import small_print, useful_line
from bot.practices.drafts import Draft
from bot.practices.facts import Difference, Lasting, Shown, Whole
from bot.practices.phrases import ONLY_ME, SCOPES, compared, line
from bot.practices.words import Editing, From, Instead, Refusing
from bot.text import kit
from bot.text.escaping import shorten
from bot.text.kit import Block, Element
from bot.text.phrases import TOPICS, name, words_of
from storage.practices import Practice, Word
from storage.topics import Topic

TITLE_LONGEST: Final = 120
SAY_IT_LONGEST: Final = 600
WHY_LONGEST: Final = 200
LABEL_LONGEST: Final = 44  # of a title inside an option, whose text holds 75
OPTION_LONGEST: Final = 75  # of an option's text, and how many a menu holds
MOST_OPTIONS: Final = 100
ALIKE_LINES: Final = 3  # of one that a form speaks of
ALIKE_LONGEST: Final = 300  # of the situation of what is there, and of what worked
MOST_SEEN: Final = 12  # that the metadata remembers

TYPED: Final = From()

_MASKED: Final = "What looked like a customer's data is masked. Please look it over."
_ALIKE: Final = "*This looks like one we have.*"
_SEVERAL_ALIKE: Final = "*This looks like some we have.*"
_CHANGED: Final = (
    "*{who} changed it while you wrote.* Your words are below. Saving replaces {who}'s change."
)
_WORDS: Final = {
    Word.WRONG: "It is wrong",
    Word.OLD: "It was right, and is not any more",
    Word.NOT_THIS: "It is fine, but not for this question",
}


def made_from(draft: Draft, there: str | None) -> From:
    """What the form of `draft` has to remember; `there` is the channel in which it opens."""
    return From(
        there=there,
        channel=draft.source.channel if draft.source else None,
        ts=draft.source.ts if draft.source else None,
        ask=draft.ask_id,
        gap=draft.gap_id,
        helper=draft.helper,
        helper_name=draft.helper_name,
        link=draft.link,
        said=words.digest(draft.say_it) if draft.helper_said else None,
        huddle=draft.talked_about.huddle if draft.talked_about else None,
        item=draft.talked_about.item if draft.talked_about else None,
    )


def save_form(
    draft: Draft,
    made: From = TYPED,
    alike: Sequence[Shown] = (),
    now: datetime | None = None,
    *,
    only_me: bool = False,
) -> Block:
    """Three fields and who finds it (`only_me`: as a draft); `alike` stand above what was typed,
    to choose before a second one is made.
    """
    finds = words.DRAFT if only_me else draft.scope
    seen = dict.fromkeys((*made.seen, *(each.practice.id for each in alike)))
    metadata = words.from_value(made._replace(seen=tuple(seen)[-MOST_SEEN:]))
    blocks = [
        *(_beside(alike, now) if now else []),
        *([kit.context(_MASKED)] if draft.masked else []),
        *_words_of(draft),
        kit.field_of(words.SHOWN_TO, "Who finds it", _shown_to(finds, with_draft=True)),
    ]
    return kit.modal(words.SAVE_FORM, "Save as a practice", blocks, "Save", metadata)


def edit_form(whole: Whole, user: str) -> Block:
    """For whoever may change it; `user` sees their own way to say it, or adds one."""
    practice = whole.practice
    here = [each for each in whole.sayings if each.practice_id == practice.id]
    own = next((each for each in here if each.author == user), None)
    editing = Editing(practice.id, practice.version, own.id if own else None)
    draft = Draft(
        practice.situation,
        practice.what_worked,
        own.text if own else "",
        topics=tuple(practice.topics),
        scope=practice.scope,
        ends_at=practice.ends_at,
        title=practice.title,
        alert_id=practice.alert_id,
    )
    return _edit_form(draft, editing, lasting=whole.lasting)


def edit_again(
    draft: Draft,
    editing: Editing,
    by: str | None,
    differences: Sequence[Difference],
    lasting: Sequence[Lasting] = (),
) -> Block:
    """Somebody else was quicker: what they made of it stands above what was typed."""
    return _edit_form(draft, editing, _theirs(by, differences), lasting)


def refuse_form(practice: Practice, there: str | None = None) -> Block:
    """Asks one word why; more is welcome and not needed."""
    options = [kit.option(text, word) for word, text in _WORDS.items()]
    why = kit.text_input(words.WHY, "What holds now?", longest=WHY_LONGEST, focus=True)
    blocks = [
        useful_line(practice, ALIKE_LINES),
        kit.field_of(words.WORD, "What is it?", kit.choices(words.WORD, options, options[0])),
        kit.field_of(words.WHY, "In a word, why?", why, optional=True),
    ]
    metadata = str(Refusing(practice.id, there))
    return kit.modal(words.REFUSE_FORM, "Wrong or old", blocks, "Send", metadata)


def _edit_form(
    draft: Draft,
    editing: Editing,
    above: Sequence[Block] = (),
    lasting: Sequence[Lasting] = (),
) -> Block:
    title = kit.text_input(words.TITLE, "In a few words", draft.title, longest=TITLE_LONGEST)
    why = kit.text_input(words.WHY, "The fee changed in May", longest=WHY_LONGEST)
    ends = int(draft.ends_at.timestamp()) if draft.ends_at else None
    own = "Your way to say it" if editing.saying else "Add a way to say it"
    blocks = [
        *above,
        kit.field_of(words.TITLE, "Title", title),
        _situation(draft.situation),
        _what_worked(draft.what_worked),
        _say_it(draft.say_it, own),
        kit.field_of(words.TOPICS, "Topics", _topics(draft.topics), optional=True),
        kit.field_of(words.SHOWN_TO, "Who finds it", _shown_to(draft.scope)),
        kit.field_of(
            words.ENDS_AT, "Holds until", kit.date_and_time(words.ENDS_AT, ends), optional=True
        ),
        *_with_alert(draft.alert_id, lasting),
        kit.field_of(words.WHY, "Why this change?", why, optional=True),
    ]
    return kit.modal(words.EDIT_FORM, "Change a practice", blocks, "Save", str(editing))


def _with_alert(chosen: UUID | None, lasting: Sequence[Lasting]) -> list[Block]:
    """Asked only where something goes on."""
    options = {
        each.id: kit.option(shorten(words_of(each.headline), OPTION_LONGEST), str(each.id))
        for each in lasting[:MOST_OPTIONS]
    }
    if not options:
        return []
    initial = options.get(chosen) if chosen else None
    menu = kit.menu(words.WITH_ALERT, "Choose an alert", list(options.values()), initial)
    hint = "It goes to the archive when the alert is over."
    return [kit.field_of(words.WITH_ALERT, "Only while this lasts", menu, hint, optional=True)]


def _words_of(draft: Draft) -> list[Block]:
    """The three fields. Where a form comes again, what was typed stays in an element of the same
    name: what was masked stands in one of another.
    """
    fields = [
        _situation(draft.situation),
        _what_worked(draft.what_worked),
        _say_it(draft.say_it, "One way to say it"),
    ]
    if draft.masked:
        for field in fields:
            element = field["element"]
            masked = words.digest(element.get("initial_value", ""))
            field["element"] = element | {"action_id": f"{element['action_id']}.{masked}"}
    return fields


def _beside(alike: Sequence[Shown], now: datetime) -> list[Block]:
    if not alike:
        return []
    blocks = [kit.section(_ALIKE if len(alike) == 1 else _SEVERAL_ALIKE)]
    blocks += [block for each in alike for block in _to_judge(each, now)]
    both = kit.option("Keep both", words.instead_value(Instead.BOTH))
    options = [option for each in alike for option in _instead(each.practice)]
    what = kit.choices(words.INSTEAD, [*options, both], options[0])
    return [*blocks, kit.field_of(words.INSTEAD, "What should we do with yours?", what)]


def _to_judge(shown: Shown, now: datetime) -> list[Block]:
    """Enough of what is there to be compared with what was typed; the rest is one press away."""
    practice = shown.practice
    return [
        kit.context(small_print(shown, now)),
        kit.context("Situation"),
        kit.words(shorten(line(practice.situation), ALIKE_LONGEST)),
        kit.context("What worked"),
        kit.words(shorten(line(practice.what_worked), ALIKE_LONGEST)),
        kit.actions(kit.button("More", words.MORE, str(practice.id))),
    ]


def _instead(practice: Practice) -> list[Element]:
    """First what loses nothing: the history and credits of both are kept."""
    title = f"“{shorten(words_of(practice.title), LABEL_LONGEST)}”"
    return [
        kit.option(f"Make mine part of {title}", words.instead_value(Instead.MERGE, practice.id)),
        kit.option(f"Add how I say it to {title}", words.instead_value(Instead.LINK, practice.id)),
    ]


def _theirs(by: str | None, differences: Sequence[Difference]) -> list[Block]:
    changed = [kit.section(shorten(told, 2900)) for each in differences if (told := compared(each))]
    return [kit.section(_CHANGED.format(who=name(by))), *changed]


def _situation(typed: str) -> Block:
    element = kit.text_input(
        words.SITUATION, "What does the customer need?", typed, multiline=True, focus=not typed
    )
    return kit.field_of(words.SITUATION, "Situation", element)


def _what_worked(typed: str) -> Block:
    element = kit.text_input(words.WHAT_WORKED, "What you did, in order", typed, multiline=True)
    return kit.field_of(words.WHAT_WORKED, "What worked", element)


def _say_it(typed: str, label: str) -> Block:
    hold = "One sentence, as you say it to the customer"
    element = kit.text_input(words.SAY_IT, hold, typed, multiline=True, longest=SAY_IT_LONGEST)
    hint = "In your own words. Others add theirs: it is no script."
    return kit.field_of(words.SAY_IT, label, element, hint, optional=True)


def _shown_to(chosen: str, *, with_draft: bool = False) -> Element:
    options = {str(each): kit.option(text, each) for each, text in SCOPES.items()}
    if with_draft:
        options = {words.DRAFT: kit.option(ONLY_ME, words.DRAFT)} | options
    return kit.menu(words.SHOWN_TO, "Who finds it", list(options.values()), options[chosen])


def _topics(chosen: Iterable[str]) -> Element:
    options = {str(topic): kit.option(text.capitalize(), topic) for topic, text in _TOPICS.items()}
    initial = [options[each] for each in chosen if each in options]
    return kit.several(words.TOPICS, "Topics", list(options.values()), initial)


_TOPICS: Final = {topic: text for topic, text in TOPICS.items() if topic is not Topic.OTHER}
