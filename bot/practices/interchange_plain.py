"""A practice as texts and lists of words, ready to be written into a file."""

from datetime import UTC

from bot.practices.interchange_practice import WrittenPractice

Plain = dict[str, str | list[str]]


def plain_fields(practice: WrittenPractice) -> Plain:
    """Every field but the sayings, by its name in files; "" where there is none."""
    return {
        "key": practice.key,
        "title": practice.title,
        "situation": practice.situation,
        "what_worked": practice.what_worked,
        "topics": [str(topic) for topic in practice.topics],
        "language": practice.language,
        "scope": str(practice.scope),
        "state": str(practice.state),
        "author": practice.author or "",
        "helper": practice.helper or "",
        "link": practice.link or "",
        "pod": practice.pod or "",
        "ends": practice.ends.astimezone(UTC).isoformat() if practice.ends else "",
    }
