"""The control: the same speech server on Ray without its seal."""

from ray import serve

from deploy.transcription.server import Choice
from deploy.transcription.surface import Surface
from transcription.local import LocalTranscriber


def app(choice: Choice) -> serve.Application:
    def build() -> Surface:
        return Surface(LocalTranscriber(choice.engine, choice.model, jobs=choice.jobs), model=choice.model)

    return serve.deployment(serve.ingress(build)(), name="Transcription").bind()
