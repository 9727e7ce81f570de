"""The same engine on any number of machines: a Ray Serve application, its replicas and what its proxies seal."""

import resource
from pathlib import Path

from pydantic import BaseModel, ConfigDict
from ray import serve
from starlette.middleware import Middleware

from deploy.transcription.seal import Sealing, Unsealing
from deploy.transcription.surface import Surface
from transcription.local import LocalTranscriber
from transcription.models import resolve
from transcription.shelf import default_shelf


class Choice(BaseModel):
    """`args` of serve.yaml."""

    model_config = ConfigDict(extra="forbid")

    engine: str = "faster-whisper"
    model: str = "base"
    model_dir: Path | None = None  # the same path on every machine
    words: list[str] = []  # names and terms of the study, the most important first
    languages: list[str] = ["en", "any"]  # the study's own first
    jobs: int = 2  # recordings at once in a replica; as many as its num_cpus
    key_file: Path | None = None  # what a request must carry as a bearer; the same path on every machine


def app(choice: Choice) -> serve.Application:
    """The application that serve.yaml names; numbers of replicas are there."""

    def build() -> Unsealing:
        return replica(choice)

    return serve.deployment(serve.ingress(build)(), name="Transcription").bind()


def replica(choice: Choice) -> Unsealing:
    """What a replica answers with; a missing model or key ends it here and not at the first recording."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resolve(choice.model, engine=choice.engine, shelf=choice.model_dir or default_shelf())
    transcriber = LocalTranscriber(
        choice.engine,
        choice.model,
        vocabulary=lambda: choice.words,
        download_root=choice.model_dir,
        languages=tuple(choice.languages),
        jobs=choice.jobs,
    )
    key = choice.key_file.read_text(encoding="ascii").strip() if choice.key_file else ""
    return Unsealing(Surface(transcriber, model=Path(choice.model).name, key=key))


def seals() -> list[Middleware]:
    """What each proxy puts around Ray: node.sh names this function to it."""
    return [Middleware(Sealing)]
