"""How each kind of value is written into its sealed record."""

from fieldwork.member import Invitation, Member
from fieldwork.note import Note
from storage.codec import Codec

NOTE: Codec[Note] = Codec(Note)
MEMBER: Codec[Member] = Codec(Member)
INVITATION: Codec[Invitation] = Codec(Invitation)
