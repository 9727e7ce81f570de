"""The machine that the study runs on."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from fieldwork.speech_server import Outage, Place
from transcription.remote import RemoteTranscriber


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """`services.health.Machine` over the real disk."""

    data_dir: Path
    model: str
    speech_place: Place = Place.HERE
    speech: RemoteTranscriber | None = None  # where another machine hears

    def free_bytes(self) -> int:
        """Room on the disk that the notes lie on; 0 where it can't be seen."""
        try:
            return shutil.disk_usage(self.data_dir).free
        except OSError:
            return 0

    def speech_outage(self) -> Outage | None:
        """Since when the speech server does not answer."""
        return self.speech.outage if self.speech else None
