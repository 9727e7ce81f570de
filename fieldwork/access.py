"""Who may read which note: one rule for query, digest, matrix, `/n214` and exports."""

from fieldwork.member import Member, Role
from fieldwork.note import Audience, Note


def may_read(member: Member, note: Note) -> bool:
    """Whether `member` may see `note`, or have it counted for them.

    *Only you* notes are their author's alone; an admin reads none but their own; a note that was taken back is
    nobody's.
    """
    if not member.active or note.hidden:
        return False
    if note.author == member.id:
        return True
    return note.audience is Audience.TEAM and member.role is not Role.ADMIN


def may_change(member: Member, note: Note) -> bool:
    """Whether `member` may correct, tag, hide or delete `note`: its author alone."""
    return member.active and note.author == member.id


def may_judge(member: Member, note: Note) -> bool:
    """Whether `member` may accept or refuse the themes suggested for `note`: its author, and a PI who may read it."""
    return may_change(member, note) or (member.role is Role.PI and may_read(member, note))
