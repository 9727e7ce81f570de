"""The chain of note heads: a keyed link for every revision, so that a row removed or put back is found."""

from collections.abc import Mapping

from storage.database import Session
from storage.errors import ChainBroken
from storage.vault import Vault

ERASED = 0  # the revision of a note that is no more
GENESIS = bytes(32)


class Chain:
    """Extended in every transaction that touches a note; verified when the database is opened."""

    def __init__(self, session: Session, vault: Vault) -> None:
        self._session = session
        self._vault = vault

    async def extend(self, note: int, revision: int) -> None:
        """Add the link for a note's new head."""
        head = await self._session.row("SELECT seq, mac FROM chain_head WHERE id = 1")
        seq, before = head or (0, GENESIS)
        mac = self._vault.chain_mac(before, note, revision)
        await self._session.run(
            "INSERT INTO chain (seq, note, revision, mac) VALUES (?, ?, ?, ?)", (seq + 1, note, revision, mac)
        )
        await self._session.run(
            "INSERT INTO chain_head (id, seq, mac) VALUES (1, ?1, ?2)"
            " ON CONFLICT (id) DO UPDATE SET seq = ?1, mac = ?2",
            (seq + 1, mac),
        )

    async def verify(self) -> None:
        """Whether every note is as it was last written.

        Raises:
            ChainBroken: with the number of the first note that is not.
        """
        expected = await self._heads()
        found: dict[int, int] = dict(await self._session.rows("SELECT number, revision FROM notes"))
        if expected != found:
            raise ChainBroken(min(number for number, _ in expected.items() ^ found.items()))
        await self._verify_revisions(found)

    async def _verify_revisions(self, heads: Mapping[int, int]) -> None:
        """Every revision is kept, from the first to the head; an erased note has none.

        Counted before it is compared: SQLite takes five times as long to look each note's revisions up.
        """
        kept = await self._session.rows("SELECT note, count(*), max(revision) FROM revisions GROUP BY note")
        complete = {note: newest for note, count, newest in kept if count == newest}
        incomplete = [note for note, revision in heads.items() if complete.get(note, ERASED) != revision]
        incomplete += [note for note, count, newest in kept if count != newest]
        if incomplete:
            raise ChainBroken(min(incomplete))

    async def _heads(self) -> dict[int, int]:
        links = await self._session.rows("SELECT seq, note, revision, mac FROM chain ORDER BY seq")
        head = await self._session.row("SELECT seq, mac FROM chain_head WHERE id = 1")
        mac = GENESIS
        heads: dict[int, int] = {}
        for position, (seq, note, revision, link) in enumerate(links, 1):
            mac = self._vault.chain_mac(mac, note, revision)
            if mac != link or seq != position:
                raise ChainBroken(note)
            heads[note] = revision
        if (head or (0, GENESIS)) != (len(links), mac):
            raise ChainBroken(links[-1][1] if links else 0)
        return heads
