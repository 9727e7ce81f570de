"""Bootstrap: the only place that chooses and connects; starts the bot and ends it cleanly."""

import asyncio
import logging
import signal
import sys
import time
from collections.abc import Awaitable, Callable
from functools import partial

from telegram.error import InvalidToken, TelegramError
from telegram.ext import Application, ApplicationBuilder
from telegram.request import HTTPXRequest

from bot.delivery import Delivery
from bot.dispatcher import AnyApplication, Dispatcher
from bot.fetcher import BotFileFetcher
from bot.hardening import leave_no_core
from bot.hearing import Engine, hearing, machine, refuse_early, vocabulary
from bot.live import LiveWording
from bot.lock import AlreadyRunning, exclusive
from bot.logs import set_up
from bot.menus import Menus
from bot.opening import shown
from bot.payload import UpdatesRequest
from bot.poller import Poller
from bot.sender import Sender
from bot.setbacks import wait_after
from bot.settings import Settings, SettingsWrong
from bot.study import codebook_source, differs_from_file, open_store, open_study, utc_now
from bot.suggesting import learn_along, suggesting
from bot.trouble import Trouble
from bot.understanding import reading_along
from fieldwork.errors import FieldworkError
from fieldwork.member import Member
from handlers.context import CONTEXT_TYPES, SERVICES
from handlers.registry import register
from handlers.replies import refusals, subscription, welcome
from meaning.likeness import Likeness
from pictures.painter import MatrixPainter
from services.absences import Absences
from services.admission import Admission
from services.capture import Capture
from services.changes import Changes
from services.codebooks import Codebooks
from services.digests import Digests
from services.erasing import Erasing
from services.lessons import Lessons
from services.outgoing import Say
from services.ports import Clock
from services.questions import Questions
from services.recordings import Recordings
from services.retention import Retention
from services.services import Services
from services.study import Study
from services.subscriptions import GROUP, Subscriptions
from services.transcribing import Transcribing
from services.worker import Worker
from storage.erasures import ErasureList
from storage.errors import DatabaseMissing
from storage.keyring import Keyring
from storage.transaction import Transaction
from transcription.media import media_of

CONNECT_SECONDS = 10.0
SWITCH_SECONDS = 0.0005  # Python's 5 ms would be paid at each of a capture's statements while a question is searched

log = logging.getLogger("jottings")


class TaskEnded(FieldworkError):
    """A part of the bot ended that never should."""

    def __init__(self, name: str, error: str) -> None:
        super().__init__(f"The bot stopped because its {name} failed ({error}). Nothing that was saved is lost.")


def build_application(settings: Settings) -> AnyApplication:
    """The library's application: its handlers and its bot, without its updater.

    Raises:
        SettingsWrong: there is no token.
    """
    if settings.bot_token is None:
        raise SettingsWrong("There is no JOTTINGS_BOT_TOKEN. Ask @BotFather for one, then `jottings init`.")
    request = HTTPXRequest(connection_pool_size=16, connect_timeout=CONNECT_SECONDS)
    builder: ApplicationBuilder = Application.builder()  # type: ignore[type-arg]
    return (
        builder.token(settings.bot_token.get_secret_value())
        .base_url(f"{settings.bot_api_url}/bot")
        .base_file_url(f"{settings.bot_api_url}/file/bot")
        .request(request)
        .get_updates_request(UpdatesRequest(connect_timeout=CONNECT_SECONDS))
        .updater(None)
        .context_types(CONTEXT_TYPES)
        .build()
    )


def run_bot(settings: Settings, *, clock: Clock = utc_now) -> None:
    """Run the bot until SIGINT or SIGTERM.

    Raises:
        FieldworkError: why it could not start, or stopped, in one sentence.
    """
    set_up(settings.log_level)
    leave_no_core()
    sys.setswitchinterval(SWITCH_SECONDS)
    Keyring.load(settings.master_key_file)  # refused before anything is touched
    if not settings.database.exists():
        raise DatabaseMissing(settings.database)
    with exclusive(settings.data_dir, AlreadyRunning(settings.data_dir)):
        asyncio.run(_run(settings, clock))


async def _run(settings: Settings, clock: Clock) -> None:
    application = build_application(settings)
    await refuse_early(settings)
    store = await open_store(settings)
    try:
        log.info("opening_notes")
        begun = time.perf_counter()
        with shown() as opened:
            study = await open_study(settings, store, clock, opened)
        await Codebooks(study).seed(codebook_source(settings.codebook))
        if differs_from_file(settings, study):
            log.warning("codebook_file_differs", extra={"remedy": "jottings codebook diff"})
        study.suggesting = suggesting()
        with reading_along() as meaning:
            questions = Questions(study, meaning)
            await questions.open()
            log.info("opened_notes", extra={"notes": len(study.notebook), "seconds": _seconds_since(begun)})
            known = asyncio.create_task(_words_known(questions, meaning, begun))
            async with hearing(settings, lambda: vocabulary(study.codebook, study.learned)) as engine:
                await _serve(application, study, settings, engine, questions)
            known.cancel()
    finally:
        await store.close()


def _seconds_since(begun: float) -> float:
    return round(time.perf_counter() - begun, 2)


async def _words_known(questions: Questions, meaning: Likeness | None, begun: float) -> None:
    """What notes mean is read after their words, which need less and find most."""
    await questions.until_words_known()
    log.info("every_word_known", extra={"seconds": _seconds_since(begun)})
    if meaning is not None:
        meaning.start()


async def lose(services: Services, tx: Transaction, member: Member | None, say: Say) -> None:
    """Nothing reaches a member, or the group (None): whoever is in charge is told; a digest was none."""
    await services.subscriptions.lose(tx, member, subscription.out_of_reach)
    if say.of_digest:
        await services.digests.take_back(tx, GROUP if member is None else member.id)


async def _serve(
    application: AnyApplication, study: Study, settings: Settings, engine: Engine, questions: Questions
) -> None:
    services = _services(study, settings, engine, questions)
    application.bot_data[SERVICES] = services
    register(application)
    delivery = Delivery(application.bot, study)
    trouble = Trouble(delivery, study)
    admission = Admission(study, stranger=refusals.stranger, refused=welcome.invitation_refused)
    await _with_bot(
        application,
        {
            "poller": Poller(application.bot, study, admission, trouble).run,
            "dispatcher": Dispatcher(application, study, trouble).run,
            "sender": Sender(delivery, study, partial(lose, services)).run,
            "worker": _worker(application, services, settings, trouble).run,
            "menus": Menus(application.bot, study).run,
            "key": study.store.until_shut_out,
            "suggesting": partial(learn_along, study, questions),
        },
    )


def _services(study: Study, settings: Settings, engine: Engine, questions: Questions) -> Services:
    words, subscriptions = LiveWording(study), Subscriptions(study, settings.digest_time)
    capture = Capture(study)
    return Services(
        study=study,
        capture=capture,
        changes=Changes(study),
        codebooks=Codebooks(study),
        lessons=Lessons(study),
        digests=Digests(study, subscriptions, words),
        questions=questions,
        subscriptions=subscriptions,
        transcribing=Transcribing(study, capture, engine, words, language=settings.spoken[0]),
        retention=Retention(study, settings.audio_clock, words),
        painter=MatrixPainter(),
        machine=machine(settings, engine),
    )


def _worker(application: AnyApplication, services: Services, settings: Settings, trouble: Trouble) -> Worker:
    study, words = services.study, LiveWording(services.study)
    return Worker(
        study,
        Recordings(study, services.capture, BotFileFetcher(application.bot), media_of, words, trouble),
        services.transcribing,
        Erasing(study, ErasureList(settings.erasure_list)),
        services.digests,
        Absences(study, words),
        services.retention,
        engine_jobs=settings.transcriber_jobs,
    )


async def _with_bot(application: AnyApplication, parts: dict[str, Callable[[], Awaitable[None]]]) -> None:
    told_to_stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, told_to_stop.set)
    stopping = asyncio.create_task(told_to_stop.wait())
    connecting = asyncio.create_task(_connect(application))
    await asyncio.wait([stopping, connecting], return_when=asyncio.FIRST_COMPLETED)
    if connecting.done():
        connecting.result()
        await _until_one_ends(parts, stopping)
        await application.shutdown()
    for task in (stopping, connecting):
        task.cancel()
    log.info("stopped")


async def _connect(application: AnyApplication) -> None:
    """Greet Telegram, however long it takes; only a refused token ends it."""
    failures = 0
    while True:
        try:
            await application.initialize()
        except InvalidToken:
            raise SettingsWrong("Telegram refuses JOTTINGS_BOT_TOKEN. Ask @BotFather for a new one.") from None
        except TelegramError as error:
            failures += 1
            log.warning("no_connection", extra={"error": type(error).__name__, "failures": failures})
            await asyncio.sleep(wait_after(failures))
        else:
            log.info("started")
            return


async def _until_one_ends(parts: dict[str, Callable[[], Awaitable[None]]], stopping: asyncio.Task[bool]) -> None:
    tasks = {asyncio.ensure_future(run()): name for name, run in parts.items()}
    await asyncio.wait([*tasks, stopping], return_when=asyncio.FIRST_COMPLETED)
    ended = [task for task in tasks if task.done()]
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    for task in ended:
        error = task.exception()
        if isinstance(error, InvalidToken):
            raise SettingsWrong("Telegram refuses JOTTINGS_BOT_TOKEN. Ask @BotFather for a new one.") from None
        if isinstance(error, FieldworkError):
            raise error
        raise TaskEnded(tasks[task], type(error).__name__ if error else "it ended") from None
