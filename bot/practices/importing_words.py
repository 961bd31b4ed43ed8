"""What a practice from a file says, masked, beside what the database says."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID, uuid5

from bot.pods.problems import Place
from bot.practices import speech
from bot.practices.changes import Change
from bot.practices.facts import FROM_A_FILE, What
from bot.practices.interchange import Placed
from bot.practices.interchange_practice import WrittenPractice, WrittenSaying
from bot.practices.interchange_roster import Whose
from bot.text.kinds import Kind
from bot.text.masking import Masker
from storage.ids import new_id
from storage.languages import Language
from storage.practices import Practice, PracticeChange, PracticeState, Saying


class Ready(NamedTuple):
    """A practice as it may be stored; `masked` are the kinds of data that were taken out."""

    place: Place
    written: WrittenPractice
    whose: Whose
    masked: tuple[Kind, ...]


def make_ready(masker: Masker, placed: Placed, whose: Whose) -> Ready:
    """Masked, and cleaned as what people type. Raises `BadInput`."""
    written, kinds = placed.practice, dict[Kind, None]()

    def clean(name: str, text: str) -> str:
        masked = speech.field(masker, name, text)
        kinds.update(dict.fromkeys(masked.kinds))
        return masked.text

    sayings = [
        replace(each, text=clean("say_it", each.text), author=each.author or whose.author_name)
        for each in written.sayings
    ]
    ready = replace(
        written,
        title=clean("title", written.title),
        situation=clean("situation", written.situation),
        what_worked=clean("what_worked", written.what_worked),
        sayings=tuple(each for each in sayings if each.text),
        link=speech.link(masker, written.link),
    )
    return Ready(placed.place, ready, whose, tuple(kinds))


def make(ready: Ready, now: datetime) -> Practice:
    """A practice that was not there."""
    written, whose = ready.written, ready.whose
    return Practice(
        id=written.id,
        team_id=whose.team,
        pod_id=whose.pod_id,
        state=written.state,
        author=whose.author,
        author_name=whose.author_name,
        owner=whose.owner,
        helper=whose.helper,
        created_at=now,
        updated_at=now,
        verified_at=now if written.state is PracticeState.VERIFIED else None,
        **_words(ready),
    )


def first_entry(practice: Practice) -> PracticeChange:
    """The beginning of its history."""
    return PracticeChange(
        practice_id=practice.id,
        version=practice.version,
        at=practice.created_at,
        who=practice.author or None,
        who_name=practice.author_name,
        what=What.SAVED,
        why=FROM_A_FILE,
    )


def new_sayings(
    ready: Ready,
    practice_id: UUID,
    there: Sequence[Saying],
    authors: Mapping[str, str],
    now: datetime,
) -> list[Saying]:
    """The ways to say it that are not there yet; `authors` are Slack ids by name."""
    taken = {each.id for each in there}
    new: list[Saying] = []
    for each in _not_there(ready, there):
        own, name = _saying_id(practice_id, each.language, each.text), each.author or ""
        new.append(
            Saying(
                id=new_id() if own in taken else own,
                practice_id=practice_id,
                language=each.language,
                text=each.text,
                author=authors.get(name, ""),
                author_name=name,
                at=now,
            )
        )
    return new


def gone_sayings(ready: Ready, there: Sequence[Saying]) -> list[Saying]:
    """Those that came from a file and do not stand in it any more; people's own stay."""
    kept = {_said(each) for each in ready.written.sayings}
    return [
        each
        for each in there
        if _said(each) not in kept
        and each.id == _saying_id(each.practice_id, each.language, each.text)
    ]


def parts_of(ready: Ready, practice: Practice, there: Sequence[Saying]) -> tuple[str, ...]:
    """The names of what would read otherwise."""
    parts = [name for name, value in _words(ready).items() if getattr(practice, name) != value]
    if _not_there(ready, there) or gone_sayings(ready, there):
        parts.append("sayings")
    return tuple(parts)


def rewrite(change: Change, ready: Ready) -> None:
    """Let the practice say what the file says. Verified were other words, unless it says so."""
    practice = change.practice
    for name, value in _words(ready).items():
        setattr(practice, name, value)
    if ready.whose.helper:
        practice.helper = ready.whose.helper
    verified = (practice.state, ready.written.state)
    if verified[0] is PracticeState.VERIFIED and verified[1] is not PracticeState.VERIFIED:
        practice.state = PracticeState.SHARED
        practice.verified_by = practice.verified_at = None


def _words(ready: Ready) -> dict[str, Any]:
    written = ready.written
    words: dict[str, Any] = {
        "title": written.title,
        "situation": written.situation,
        "what_worked": written.what_worked,
        "topics": [str(topic) for topic in written.topics],
        "scope": written.scope,
        "language": written.language,
        "link": written.link,
        "ends_at": written.ends,
    }
    return words | ({"helper_name": written.helper} if written.helper else {})


def _not_there(ready: Ready, there: Sequence[Saying]) -> list[WrittenSaying]:
    known = {_said(each) for each in there}
    return [each for each in ready.written.sayings if _said(each) not in known]


def _said(saying: Saying | WrittenSaying) -> tuple[Language, str]:
    """A file has on one line what people may have typed on two."""
    return saying.language, " ".join(saying.text.split())


def _saying_id(practice_id: UUID, language: Language, text: str) -> UUID:
    return uuid5(practice_id, f"{language} {text}")
