"""Who hears the recordings, as the settings say: chosen here, for bootstrap and for the command line."""

import contextlib
from collections.abc import AsyncIterator, Callable, Sequence

from bot.machine import Machine
from bot.settings import Settings
from fieldwork.codebook import Codebook
from fieldwork.put_right import PutRight
from fieldwork.speech_server import Place
from transcription.address import server_at
from transcription.local import LocalTranscriber
from transcription.post import Post
from transcription.remote import RemoteTranscriber

Engine = LocalTranscriber | RemoteTranscriber
Words = Callable[[], Sequence[str]]


def vocabulary(codebook: Codebook, learned: Sequence[PutRight] = ()) -> tuple[str, ...]:
    """The study's own words, the most important first; those that the team taught behind the sites."""
    sites = tuple(site.name for site in codebook.sites)
    return (
        *sites,
        *(known.meant for known in learned),
        "link worker",
        "social prescriber",
        *(theme.aliases[0] for theme in codebook.themes if theme.aliases),
    )


def machine(settings: Settings, engine: Engine | None = None) -> Machine:
    """The machine that the settings name."""
    return Machine(
        data_dir=settings.data_dir,
        model=f"{settings.transcriber} {settings.whisper_model}",
        speech_place=speech_place(settings),
        speech=engine if isinstance(engine, RemoteTranscriber) else None,
    )


def speech_place(settings: Settings) -> Place:
    """Who gets to hear the recordings."""
    if settings.transcriber != "http":
        return Place.HERE
    return Place.SERVICE if settings.transcriber_public else Place.OWN_SERVER


def transcriber(settings: Settings, words: Words) -> Engine:
    """The speech engine that the settings name; `words` are the study's own as they stand.

    Raises:
        AddressWrong: it is on another machine, and that is not named.
    """
    if settings.transcriber == "http":
        return speech_server(settings)
    return on_this_machine(settings, settings.whisper_model, words)


def on_this_machine(settings: Settings, model: str, words: Words) -> LocalTranscriber:
    """An engine of this machine with that model; the default one where another machine hears the recordings."""
    return LocalTranscriber(
        local_engine(settings),
        model,
        vocabulary=words,
        download_root=settings.model_dir,
        languages=settings.spoken,
        jobs=settings.transcriber_jobs,
    )


def local_engine(settings: Settings) -> str:
    """Which library hears on this machine."""
    return "faster-whisper" if settings.transcriber == "http" else settings.transcriber


def speech_server(settings: Settings) -> RemoteTranscriber:
    """The engine on another machine; the study's words are not told to it."""
    return RemoteTranscriber(
        Post(
            server_at(settings.transcriber_url),
            key=settings.transcriber_key.get_secret_value(),
            public=settings.transcriber_public,
        ),
        settings.whisper_model,
        languages=settings.spoken,
        jobs=settings.transcriber_jobs,
    )


async def refuse_early(settings: Settings) -> None:
    """Look at where recordings would go before anything is opened.

    Raises:
        AddressRefused: recordings may not go where it is.
    """
    if settings.transcriber == "http":
        server = speech_server(settings)
        try:
            await server.admit()
        finally:
            await server.close()


@contextlib.asynccontextmanager
async def hearing(settings: Settings, words: Words) -> AsyncIterator[Engine]:
    """The speech engine, ended afterwards; `words` are the study's own as they stand.

    Raises:
        AddressRefused: recordings may not go where it is.
    """
    engine = transcriber(settings, words)
    if isinstance(engine, RemoteTranscriber):
        await engine.admit()
    try:
        yield engine
    finally:
        await engine.close()
