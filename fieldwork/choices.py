"""What an author chose with a button against what the words said: it outlasts new words."""

from dataclasses import replace

from fieldwork.note import Audience, Code, CodeKind, Note
from fieldwork.reading import Reading


def with_choices(note: Note, before: Reading, now: Reading) -> Reading:
    """What the new words of a note say, but for what was chosen: kind, time, *No site*, follow-up, *Team can read*.

    `before` is what the note's words said so far: where the note is otherwise, its author made it so. A site that only
    the new words name is a newer choice.
    """
    newly_named = {site.slug for site in _sites(now)} - {site.slug for site in _sites(before)}
    no_site = now.no_site or (note.no_site and not before.no_site and not newly_named)
    opened = before.only_me and note.audience is Audience.TEAM
    chosen = before.observed_at is not None and note.observed_at != before.observed_at
    return replace(
        now,
        codes=tuple(code for code in now.codes if not (no_site and code.kind is CodeKind.SITE)),
        no_site=no_site,
        note_type=now.note_type if note.note_type is before.note_type else note.note_type,
        follow_up=now.follow_up or ("" if before.follow_up else note.follow_up),
        observed_at=None if chosen and now.observed_at == before.observed_at else now.observed_at,
        only_me=now.only_me and not opened,
    )


def _sites(reading: Reading) -> list[Code]:
    return [code for code in reading.codes if code.kind is CodeKind.SITE]
