"""The chain of note heads: a keyed link for every revision, so that a row removed or put back is found."""

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
        for number in sorted(expected.keys() | found.keys()):
            if expected.get(number) != found.get(number):
                raise ChainBroken(number)
        await self._verify_revisions()

    async def _verify_revisions(self) -> None:
        """Every revision is kept, from the first to the head; an erased note has none."""
        incomplete = await self._session.row(
            "SELECT n.number FROM notes n LEFT JOIN revisions r ON r.note = n.number GROUP BY n.number"
            " HAVING count(r.revision) <> n.revision OR coalesce(max(r.revision), 0) <> n.revision"
            " ORDER BY n.number LIMIT 1"
        )
        if incomplete is not None:
            raise ChainBroken(incomplete[0])

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
