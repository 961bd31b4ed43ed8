"""The forms of practices, as they were sent: read, one call, and what its sender is told."""

from datetime import UTC, datetime
from uuid import UUID

from bot.errors import Outdated
from bot.practices import modals, whispers, words
from bot.practices.drafts import Alike, Draft, Fields, Pressed, Saved, Source, TalkedAbout
from bot.practices.errors import Changed
from bot.practices.facts import PracticeState, Scope, Word
from bot.practices.service import PracticesService
from bot.practices.whole import whole_modal
from bot.practices.words import From, Instead
from bot.text.kit import Card, Note
from handlers.payloads import Sent, Submission


async def sent_save(practices: PracticesService, sent: Submission) -> Sent:
    """A new practice; where some say nearly the same, the form comes again with them above."""
    made = words.read_from(sent.metadata)
    what, other = words.read_instead(sent.values.get(words.INSTEAD))
    saved = await practices.save(
        sent.delivery,
        sent.person,
        _draft(sent, made),
        PracticeState.DRAFT if _is_draft(sent) else PracticeState.SHARED,
        frozenset(made.seen),
        merge_into=other if what is Instead.MERGE else None,
        link_to=other if what is Instead.LINK else None,
    )
    if isinstance(saved, Alike):
        now, only_me = sent.delivery.now, _is_draft(sent)
        return modals.save_form(saved.draft, made, saved.shown, now, only_me=only_me)
    said = bool(sent.values.get(words.SAY_IT))
    return _note(_told(what, saved, with_words=said), made.there)


async def sent_edit(practices: PracticesService, sent: Submission) -> Sent:
    """The changes, shown as they stand then; where somebody was quicker, the form comes again
    with theirs above.
    """
    editing = words.read_editing(sent.metadata)
    why = sent.values.get(words.WHY) or ""
    try:
        edited = await practices.edit(
            sent.delivery, sent.person, editing.practice, editing.version, _fields(sent), why
        )
    except Changed as changed:
        whole = await practices.show(sent.person, editing.practice)
        newest = max(whole.history, key=lambda entry: entry.change.version, default=None)
        by = newest.change.who_name if newest else None
        again = editing._replace(version=changed.practice.version)
        return modals.edit_again(
            _draft(sent, From()), again, by, changed.differences, whole.lasting
        )
    return whole_modal(await practices.show(sent.person, edited.id), sent.delivery.now)


async def sent_saying(practices: PracticesService, sent: Submission) -> Sent:
    """Whoever came from the whole of a practice sees it there."""
    adding = words.read_adding(sent.metadata)
    text = sent.values.get(words.SAY_IT) or ""
    added = await practices.add_saying(sent.delivery, sent.person, adding.practice, text)
    if adding.there:
        return _note(whispers.said_too(added), adding.there)
    return whole_modal(await practices.show(sent.person, added.practice.id), sent.delivery.now)


async def sent_refusal(practices: PracticesService, sent: Submission) -> Sent:
    refusing = words.read_refusing(sent.metadata)
    word = _word(sent.values.get(words.WORD))
    why = sent.values.get(words.WHY) or ""
    noted = await practices.refuse(sent.delivery, sent.person, refusing.practice, word, why)
    return _note(whispers.refused(noted, word), refusing.there)


def _told(what: Instead, saved: Saved, *, with_words: bool) -> Card:
    """What became of what was typed."""
    practice, masked = saved.practice, bool(saved.masked)
    if what is Instead.LINK:
        return whispers.linked(practice, with_words=with_words, masked=masked)
    return (whispers.added if what is Instead.MERGE else whispers.saved)(practice, masked=masked)


def _draft(sent: Submission, made: From) -> Draft:
    typed = sent.values
    said = typed.get(words.SAY_IT) or ""
    return Draft(
        typed.get(words.SITUATION) or "",
        typed.get(words.WHAT_WORKED) or "",
        said,
        topics=_topics(sent),
        scope=Scope.MARKET if _is_draft(sent) else _scope(typed.get(words.SHOWN_TO)),
        ask_id=made.ask,
        source=Source(made.channel, made.ts) if made.channel and made.ts else None,
        link=made.link,
        helper=made.helper,
        helper_name=made.helper_name,
        helper_said=made.said is not None and made.said == words.digest(said),
        ends_at=_ends_at(sent),
        title=typed.get(words.TITLE) or "",
        alert_id=_alert(sent),
        gap_id=made.gap,
        pressed=Pressed(made.there, made.card, made.url) if made.url else None,
        talked_about=TalkedAbout(made.huddle, made.item) if made.huddle and made.item else None,
    )


def _fields(sent: Submission) -> Fields:
    ends_at = _ends_at(sent)
    return Fields(
        title=sent.values.get(words.TITLE),
        situation=sent.values.get(words.SITUATION),
        what_worked=sent.values.get(words.WHAT_WORKED),
        say_it=sent.values.get(words.SAY_IT) or ("" if _own(sent) else None),
        saying_id=_own(sent),
        topics=_topics(sent),
        scope=_scope(sent.values.get(words.SHOWN_TO)),
        ends_at=ends_at,
        no_end=ends_at is None,
        alert_id=_alert(sent),
        no_alert=words.WITH_ALERT in sent.values and _alert(sent) is None,
    )


def _own(sent: Submission) -> UUID | None:
    return words.read_editing(sent.metadata).saying


def _topics(sent: Submission) -> tuple[str, ...]:
    return tuple(filter(None, (sent.values.get(words.TOPICS) or "").split(",")))


def _ends_at(sent: Submission) -> datetime | None:
    chosen = sent.values.get(words.ENDS_AT)
    return datetime.fromtimestamp(int(chosen), UTC) if chosen else None


def _alert(sent: Submission) -> UUID | None:
    """Raises `Outdated` for one of another version."""
    chosen = sent.values.get(words.WITH_ALERT)
    try:
        return UUID(chosen) if chosen else None
    except ValueError:
        raise Outdated from None


def _is_draft(sent: Submission) -> bool:
    return sent.values.get(words.SHOWN_TO) == words.DRAFT


def _scope(chosen: str | None) -> Scope:
    """Raises `Outdated` for one of another version."""
    try:
        return Scope(chosen) if chosen else Scope.MARKET
    except ValueError:
        raise Outdated from None


def _word(chosen: str | None) -> Word:
    """Raises `Outdated` for one of another version."""
    try:
        return Word(chosen or Word.WRONG)
    except ValueError:
        raise Outdated from None


def _note(card: Card, channel: str | None) -> Note | None:
    """Where the form was opened; on the Home tab the section itself shows what changed."""
    return Note(card, channel) if channel else None
