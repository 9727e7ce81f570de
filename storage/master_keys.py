"""The master keys as the database knows them: a check value for each, and which one wraps what is new."""

from storage.table import Table
from storage.vault import WrappedKey, sealed_check


class MasterKeys(Table):
    """The newest announced key is the current one: for every process, from the commit that announced it on."""

    async def current(self) -> int:
        """The number of the key that wraps what is new."""
        row = await self._session.row("SELECT max(key_number) FROM key_checks")
        return int(row[0]) if row else 0

    async def announce(self, number: int) -> None:
        """Make that key the current one."""
        check = sealed_check(self._vault.keyring, number, self._vault.deployment)
        await self._session.run(
            "INSERT INTO key_checks (key_number, sealed) VALUES (?, ?) ON CONFLICT DO NOTHING", (number, check.wrapped)
        )

    async def rewrap_tables(self, number: int) -> None:
        """Wrap the tables' keys under that key."""
        rows = await self._session.rows(
            "SELECT name, key_number, wrapped FROM table_keys WHERE key_number < ?", (number,)
        )
        for name, before, wrapped in rows:
            key = self._vault.unwrap(WrappedKey(key_number=before, wrapped=wrapped), "table_keys", name)
            after = self._vault.wrap(key, "table_keys", name, master=number)
            await self._session.run(
                "UPDATE table_keys SET key_number = ?, wrapped = ? WHERE name = ?", (number, after.wrapped, name)
            )

    async def retire_before(self, number: int) -> bool:
        """Forget the older keys; False, and nothing done, while something is still wrapped under one of them."""
        row = await self._session.row(
            "SELECT (SELECT count(*) FROM notes WHERE key_number < ?1 AND wrapped IS NOT NULL)"
            " + (SELECT count(*) FROM table_keys WHERE key_number < ?1)",
            (number,),
        )
        if row is None or row[0]:
            return False
        await self._session.run("DELETE FROM key_checks WHERE key_number < ?", (number,))
        return True
