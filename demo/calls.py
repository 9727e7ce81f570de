"""One call of a Bot API method, whichever way its parameters came: query, form, multipart or JSON."""

import json
from dataclasses import dataclass, field
from typing import Any

from aiohttp import BodyPartReader, web

from demo.errors import BadRequest

_ATTACHED = "attach://"


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file that came with the call."""

    file_name: str
    mime: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """The method as the bot wrote it, and its parameters: text, or JSON values where the body was JSON."""

    method: str
    parameters: dict[str, Any] = field(default_factory=dict, repr=False)
    uploads: dict[str, Upload] = field(default_factory=dict, repr=False)

    def text(self, name: str) -> str:
        """The parameter as text; empty when it was not given."""
        value = self.parameters.get(name)
        return "" if value is None else str(value)

    def number(self, name: str, default: int = 0) -> int:
        """The parameter as a whole number.

        Raises:
            BadRequest: it is something else.
        """
        written = self.text(name)
        try:
            return int(written) if written else default
        except ValueError:
            raise BadRequest(f"invalid {name} specified") from None

    def flag(self, name: str) -> bool:
        """Whether the parameter says yes."""
        return self.text(name).lower() in {"true", "yes", "1"}

    def structure(self, name: str) -> Any:
        """The parameter as JSON; None when it was not given.

        Raises:
            BadRequest: it is no JSON.
        """
        value = self.parameters.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value) if value else None
        except ValueError:
            raise BadRequest(f"can't parse {name.replace('_', ' ')} JSON object") from None

    def upload(self, name: str, reference: str = "") -> Upload | None:
        """The file that came as this parameter, or that `reference` (or the parameter) attaches by name."""
        pointed = reference or self.text(name)
        attached = pointed.removeprefix(_ATTACHED) if pointed.startswith(_ATTACHED) else name
        return self.uploads.get(attached)


async def read_call(method: str, request: web.Request) -> Call:
    """The call in `request`.

    Raises:
        BadRequest: its body can't be read.
    """
    call = Call(method=method, parameters=dict(request.query))
    if request.content_type == "application/json":
        call.parameters.update(await _json_body(request))
    elif request.content_type == "application/x-www-form-urlencoded":
        call.parameters.update({name: str(value) for name, value in (await request.post()).items()})
    elif request.content_type == "multipart/form-data":
        await _read_parts(request, call)
    return call


async def _json_body(request: web.Request) -> dict[str, Any]:
    try:
        body = json.loads(await request.read() or b"{}")
    except ValueError:
        raise BadRequest("can't parse JSON object") from None
    if not isinstance(body, dict):
        raise BadRequest("object expected as JSON body")
    return body


async def _read_parts(request: web.Request, call: Call) -> None:
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader) or not part.name:
            continue
        content = bytes(await part.read())
        if part.filename is None:
            call.parameters[part.name] = content.decode()
        else:
            mime = part.headers.get("Content-Type", "application/octet-stream")
            call.uploads[part.name] = Upload(file_name=part.filename, mime=mime, content=content)
