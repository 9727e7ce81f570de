"""A mishearing and what was meant."""

from dataclasses import dataclass

from fieldwork.spelling import compact


@dataclass(frozen=True, slots=True, kw_only=True)
class PutRight:
    """One mishearing."""

    heard: str
    meant: str

    @property
    def worth_showing(self) -> bool:
        """Whether more changed than a hyphen, a space or a capital."""
        return compact(self.heard) != compact(self.meant)
