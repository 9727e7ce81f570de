"""Between Ray's proxy and a replica there is nothing to read, and nothing that was changed is taken."""

import pytest

from deploy.transcription.seal import HEADER, Sealing, Unsealing
from deploy.transcription.surface import Message, Receive, Send, say
from tests.deploy.asgi import App, ask

SOUND = b"the heron stood on one leg"
WORDS = b"beside the allotment gate"


class Ray:
    """What lies between: keeps all that it carries, may change it, may answer by itself."""

    def __init__(self, app: App, *, flips: int | None = None, stops_after: int | None = None) -> None:
        self._app = app
        self._flips = flips
        self._stops_after = stops_after
        self.carried: list[Message] = []
        self.keys: list[bytes] = []

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        self.keys.append(dict(scope["headers"])[HEADER])

        async def carry() -> Message:
            message = await receive()
            if message["type"] == "http.request":
                self.carried.append(message)
                if len(self.carried) - 1 == self._flips:
                    message = {**message, "body": bytes([message["body"][0] ^ 1]) + message["body"][1:]}
                if len(self.carried) == self._stops_after:
                    message = {**message, "more_body": False}
            return message

        async def carry_back(message: Message) -> None:
            self.carried.append(message)
            await send(message)

        await self._app(scope, carry, carry_back)


async def echo(_scope: Message, receive: Receive, send: Send) -> None:
    """Says what it heard, and more."""
    heard = b""
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return
        heard += message["body"]
        if not message["more_body"]:
            break
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": heard, "more_body": True})
    await send({"type": "http.response.body", "body": WORDS})


async def test_sound_and_words_arrive_and_ray_carries_neither() -> None:
    ray = Ray(Unsealing(echo))
    said = await ask(Sealing(ray), pieces=[SOUND, SOUND, b""])
    assert said.body == SOUND + SOUND + WORDS
    assert HEADER not in said.headers
    carried = b"".join(message.get("body", b"") for message in ray.carried)
    assert len(carried) == len(said.body) + len(SOUND + SOUND) + 5 * 16
    assert not any(word in carried for word in (SOUND + b" " + WORDS).split())


async def test_two_equal_requests_look_different() -> None:
    ray = Ray(Unsealing(echo))
    for _ in range(2):
        await ask(Sealing(ray), pieces=[SOUND])
    bodies = [message["body"] for message in ray.carried if message.get("body")]
    assert len(set(bodies)) == len(bodies) == 6
    assert len(set(ray.keys)) == 2


@pytest.mark.parametrize("changes", [{"flips": 0}, {"flips": 1}, {"stops_after": 1}])
async def test_what_was_changed_or_cut_off_on_the_way_is_not_heard(changes: dict[str, int]) -> None:
    said = await ask(Sealing(Ray(Unsealing(echo), **changes)), pieces=[SOUND, SOUND])
    assert said.messages == []


async def test_whoever_asks_does_not_choose_the_key() -> None:
    ray = Ray(Unsealing(echo))
    said = await ask(Sealing(ray), pieces=[SOUND], headers={HEADER.decode(): "00" * 32})
    assert said.body == SOUND + WORDS
    assert ray.keys != [b"00" * 32]


@pytest.mark.parametrize("key", [None, "", "zz", "00" * 31])
async def test_a_replica_answers_nothing_that_comes_unsealed(key: str | None) -> None:
    said = await ask(Unsealing(echo), pieces=[SOUND], headers={} if key is None else {HEADER.decode(): key})
    assert said.status == 503
    assert SOUND not in said.body


async def test_what_ray_says_by_itself_is_passed_on() -> None:
    async def busy(_scope: Message, _receive: Receive, send: Send) -> None:
        await say(send, 503, "text/plain", b"Come back.")

    said = await ask(Sealing(busy), pieces=[SOUND])
    assert (said.status, said.body) == (503, b"Come back.")
