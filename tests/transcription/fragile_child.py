"""An engine child that some sounds bring down, as a fault in a native library would."""

import os
import time

from transcription import engine_child
from transcription.engines.engine import Engine
from transcription.frames import Frame

DEADLY = b"\xad\xde" * 8  # how such a sound begins
MOMENT_SECONDS = 0.5  # so that others are under way when it happens


class Fragile(engine_child.Child):
    """Dies of one sound."""

    def _answer(self, engine: Engine, frame: Frame) -> None:
        if frame.sound.startswith(DEADLY):
            time.sleep(MOMENT_SECONDS)
            os.abort()
        super()._answer(engine, frame)


def main() -> None:
    """Serve the parent."""
    engine_child.main(Fragile)
