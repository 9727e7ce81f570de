"""The models that can be fetched: how large each is, and how its errors compare.

The errors are those that Whisper's makers published for English, rounded and set against those of `base`; only a
measurement says more (`jottings model bench`). Sizes are those of a download in CTranslate2 form.
"""

from collections.abc import Mapping
from dataclasses import dataclass

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of a model before it is here."""

    name: str
    repository: str  # on the hub
    parameters: int  # millions; "Robust Speech Recognition via Large-Scale Weak Supervision", table 1
    megabytes: int  # to download
    errors: float  # beside those of `base`
    work: float = 0.0  # beside `base`, for a second of sound; its parameters where that is not said

    @property
    def english_only(self) -> bool:
        """Whether it was trained on English alone."""
        return self.name.endswith(".en")

    @property
    def relative_work(self) -> float:
        """How much longer than `base` it takes."""
        return self.work or self.parameters / 74


def _systran(name: str, parameters: int, megabytes: int, errors: float) -> Known:
    return Known(
        name=name,
        repository=f"Systran/faster-whisper-{name}",
        parameters=parameters,
        megabytes=megabytes,
        errors=errors,
    )


KNOWN: Mapping[str, Known] = {
    known.name: known
    for known in (
        _systran("tiny.en", 39, 78, 1.2),
        _systran("tiny", 39, 78, 1.4),
        _systran("base.en", 74, 148, 0.9),
        _systran("base", 74, 148, 1.0),
        _systran("small.en", 244, 486, 0.6),
        _systran("small", 244, 486, 0.62),
        _systran("medium.en", 769, 1530, 0.52),
        _systran("medium", 769, 1530, 0.5),
        _systran("large-v3", 1550, 3090, 0.4),
        Known(
            name="large-v3-turbo",
            repository="mobiuslabsgmbh/faster-whisper-large-v3-turbo",
            parameters=809,
            megabytes=1620,
            errors=0.45,
            work=9.0,  # the encoder of large, four layers of its decoder
        ),
    )
}


def in_words(known: Known) -> str:
    """`about half of base's`."""
    share = known.errors
    if known.name == "base":
        return "1 word in 20 of clear reading"
    for limit, words in LIKENESS:
        if share <= limit:
            return words
    return "about 40 % more than base"


LIKENESS = (
    (0.47, "under half of base's"),
    (0.55, "about half of base's"),
    (0.7, "about 60 % of base's"),
    (0.95, "a little less than base"),
    (1.3, "about 20 % more than base"),
)
