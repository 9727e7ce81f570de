"""A local Telegram: the Bot API over HTTP on loopback, and the people at the other end of it."""

import asyncio
import inspect
import time
from collections.abc import Callable, Collection, Mapping
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from demo.calls import Call, read_call
from demo.chats import Chat
from demo.errors import ApiError, NoSuchMessage, NothingArrived
from demo.faults import DOWNLOAD
from demo.files import FileOfSize, StoredFile
from demo.methods import METHODS
from demo.people import Person
from demo.sent import SHOWN, Sent
from demo.storm import Plan
from demo.world import Attempt, Clock, World, real_clock

MAX_UPLOAD_BYTES = 50 * 1024 * 1024  # Bot API, "Sending files"
NEVER_SECONDS = 3600.0  # longer than any client waits
_BASIC_TO_SUPERGROUP = -1_000_000_000_000  # how Telegram numbers supergroups


class LocalTelegram(World):
    """Telegram for one bot, on a free port of this machine, while the `async with` lasts.

    A bot reaches it with `base_url = f"{url}/bot"` and `base_file_url = f"{url}/file/bot"`. Dates come from `clock`
    (aware); waiting is always in real time.
    """

    def __init__(self, token: str, clock: Clock = real_clock, *, username: str = "jottings_bot", port: int = 0) -> None:
        super().__init__(token, clock, username=username)
        self.port = port
        self._people: dict[int, Person] = {}
        self._runner: web.AppRunner | None = None

    @property
    def url(self) -> str:
        """Where the bot finds this Telegram."""
        return f"http://127.0.0.1:{self.port}"

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=MAX_UPLOAD_BYTES)
        app.router.add_get("/file/bot{token}/{path:.+}", self._download)
        app.router.add_route("*", "/bot{token}/{method}", self._call)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port)
        await site.start()
        self.port = int(self._runner.addresses[0][1])
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.updates.interrupt()
        if self._runner is not None:
            await self._runner.cleanup()

    # People and chats

    def person(self, person_id: int, first_name: str) -> Person:
        """Somebody with a Telegram account."""
        user = {"id": person_id, "is_bot": False, "first_name": first_name, "language_code": "en"}
        return self._people.setdefault(person_id, Person(self, user))

    def private(self, person: Person) -> Chat:
        """Their chat with the bot, opened if it was not."""
        return self.chats.setdefault(person.id, Chat(id=person.id, members={person.id: person.user}))

    def group(self, group_id: int, title: str, members: Collection[Person]) -> Chat:
        """A group with the bot in it; the bot hears that it was added by the first member."""
        users = {person.id: person.user for person in members}
        kind = "supergroup" if group_id < _BASIC_TO_SUPERGROUP else "group"
        chat = self.chats[group_id] = Chat(id=group_id, type=kind, title=title, members=users)
        self._bot_status(chat, "left", "member")
        return chat

    def removes_bot(self, group: Chat) -> None:
        """The bot is thrown out of the group."""
        group.refusal = f"bot was kicked from the {group.type} chat"
        self._bot_status(group, "member", "left")

    def migrate(self, group: Chat) -> Chat:
        """The group becomes a supergroup with another id, as Telegram does when its settings change."""
        moved = Chat(
            id=_BASIC_TO_SUPERGROUP + group.id,
            type="supergroup",
            title=group.title,
            members=group.members,
        )
        group.migrated_to = moved.id
        self.chats[moved.id] = moved
        someone = next(iter(group.members.values()))
        for chat, service in (
            (group, {"migrate_to_chat_id": moved.id}),
            (moved, {"migrate_from_chat_id": group.id}),
        ):
            self.updates.push("message", chat.add(someone, self.date, service, {}).payload)
        return moved

    def file_of_size(self, size: int) -> FileOfSize:
        """Something to say or send that is `size` bytes long and takes no room."""
        return FileOfSize(size=size)

    def push_raw(self, update: Mapping[str, Any]) -> None:
        """Queue any update at all, well-formed or not; without an `update_id` it gets the next."""
        self.updates.push_raw(dict(update))

    # What the bot did

    def messages_in(self, chat_id: int) -> tuple[Sent, ...]:
        """The bot's messages in the chat as they stand now, in order."""
        return self.chats[chat_id].shown() if chat_id in self.chats else ()

    def message(self, chat_id: int, message_id: int) -> Sent:
        """One of the bot's messages as it stands now.

        Raises:
            NoSuchMessage: it sent none of that number, or it was deleted.
        """
        for shown in self.messages_in(chat_id):
            if shown.message_id == message_id:
                return shown
        raise NoSuchMessage(chat_id, message_id)

    async def wait_for(self, wanted: Callable[[Sent], bool], timeout: float = 10, since: int = 0) -> Sent:
        """The first thing the bot did, from `sent[since]` on, that is `wanted`; it may have happened already.

        Raises:
            NothingArrived: (a TimeoutError) it did not happen in `timeout` seconds.
        """
        deadline = asyncio.get_running_loop().time() + timeout
        looked_at = since
        while True:
            for sent in self.sent[looked_at:]:
                looked_at += 1
                if wanted(sent):
                    return sent
            if asyncio.get_running_loop().time() >= deadline:
                raise NothingArrived(timeout, tuple(map(_told, self.sent[since:])), dict(self.calls))
            await self.news.wait(deadline)

    async def answer_to(self, person: Person, action: Callable[[], object], timeout: float = 10) -> Sent:
        """Let `person` do `action`; the next message or edit that the bot shows in their private chat."""
        since = len(self.sent)
        action()
        return await self.wait_for(
            lambda sent: sent.chat_id == person.id and sent.kind in SHOWN,
            timeout=timeout,
            since=since,
        )

    # HTTP

    async def _call(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        name = next((known for known in self.calls if known.lower() == method.lower()), method)
        self.calls[name] += 1
        plan = self.faults.plan(method)
        try:
            call = await read_call(method, request)
            self._note(call, plan)
            await asyncio.sleep(plan.delay_seconds if not plan.silent else NEVER_SECONDS)
            if plan.drop:
                return _broken_off(request)
            body = {"ok": True, "result": await self._result(request.match_info["token"], plan, call)}
            status = 200
        except web.HTTPRequestEntityTooLarge:
            body, status = ApiError(413, "Request Entity Too Large").as_json(), 413
        except ApiError as refusal:
            body, status = refusal.as_json(), refusal.status
        if plan.drop_answer or self.faults.out:
            return _broken_off(request)
        return web.json_response(body, status=status)

    def _note(self, call: Call, plan: Plan) -> None:
        now = time.monotonic()
        asked = plan.refusal.parameters.get("retry_after") if plan.refusal else None
        closed_until = now + asked if asked else 0.0
        self.attempts.append(
            Attempt(method=call.method, chat_id=call.text("chat_id"), at=now, closed_until=closed_until)
        )

    async def _result(self, token: str, plan: Plan, call: Any) -> Any:
        if token != self.token:
            raise ApiError(401, "Unauthorized")
        method = METHODS.get(call.method.lower())
        if method is None:
            raise ApiError(404, "Not Found: method not found")
        if plan.refusal is not None:
            raise plan.refusal
        result = method(self, call)
        return await result if inspect.isawaitable(result) else result

    async def _download(self, request: web.Request) -> web.StreamResponse:
        self.calls[DOWNLOAD] += 1
        plan = self.faults.plan(DOWNLOAD)
        await asyncio.sleep(plan.delay_seconds)
        if plan.drop or plan.drop_answer:
            return _broken_off(request)
        if plan.refusal is not None:
            return web.json_response(plan.refusal.as_json(), status=plan.refusal.status)
        file = self.files.at(request.match_info["path"])
        if request.match_info["token"] != self.token or file is None:
            missing = ApiError(404, "Not Found")
            return web.json_response(missing.as_json(), status=404)
        return await self._stream(request, file)

    async def _stream(self, request: web.Request, file: StoredFile) -> web.StreamResponse:
        headers = {"Content-Type": "application/octet-stream", "Content-Length": str(file.size)}
        response = web.StreamResponse(headers=headers)
        await response.prepare(request)
        left = file.size // 2 if self.faults.cuts_download() else file.size + 1
        for chunk in file.chunks():
            await response.write(chunk[:left])
            left -= len(chunk)
            if left <= 0:
                return _broken_off(request, response)
        await response.write_eof()
        return response

    def _bot_status(self, chat: Chat, before: str, after: str) -> None:
        someone = next(iter(chat.members.values()), self.bot)
        change: dict[str, Any] = {"chat": chat.described(), "from": someone, "date": self.date}
        change["old_chat_member"] = {"status": before, "user": self.bot}
        change["new_chat_member"] = {"status": after, "user": self.bot}
        self.updates.push("my_chat_member", change)


def _broken_off(request: web.Request, response: web.StreamResponse | None = None) -> web.StreamResponse:
    """Break the connection; what is returned reaches nobody."""
    if request.transport is not None:
        request.transport.abort()
    return response or web.Response()


def _told(sent: Sent) -> str:
    words = sent.text if len(sent.text) <= 60 else f"{sent.text[:60]}…"
    return f"{sent.kind} in {sent.chat_id}: {words!r}"
