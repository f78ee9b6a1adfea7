"""HTTP: how parameters come in, and how answers go out."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import BodyPartReader, web

from tests.botapi.parameters import Upload
from tests.botapi.refusals import Refusal, bad

_GATEWAY = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n</html>\r\n"


async def given_in(request: web.BaseRequest) -> dict[str, Any]:
    """Read the parameters, however they were sent."""
    given: dict[str, Any] = dict(request.query) if request.query_string else {}
    if not request.body_exists:
        return given
    kind = request.content_type
    if kind == "multipart/form-data":
        return given | await _parts(request)
    text = (await request.read()).decode()
    if kind == "application/json":
        return given | _json(text)
    return given | dict(parse_qsl(text, keep_blank_values=True))


def _json(text: str) -> dict[str, Any]:
    try:
        read = json.loads(text or "{}")
    except ValueError as error:
        raise bad("can't parse JSON object in the request") from error
    if not isinstance(read, dict):
        raise bad("object expected in the request")
    return read


async def _parts(request: web.BaseRequest) -> dict[str, Any]:
    """Read a form in parts; ``attach://name`` is replaced with the file of that name."""
    given: dict[str, Any] = {}
    files: dict[str, Upload] = {}
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader) or part.name is None:
            raise bad("can't read the parts of the request")
        content = bytes(await part.read())
        if part.filename is None:
            given[part.name] = content.decode()
        else:
            kind = part.headers.get("Content-Type", "application/octet-stream")
            files[part.name] = Upload(part.filename, kind, content)
    used = {}
    for name, value in given.items():
        if isinstance(value, str) and value.startswith("attach://"):
            used[name] = files.pop(value.removeprefix("attach://"), value)
    return {**given, **files, **used}


def refused(refusal: Refusal) -> web.Response:
    body = json.dumps(refusal.body())
    return web.Response(status=refusal.code, text=body, content_type="application/json")


def dropped(request: web.BaseRequest) -> web.Response:
    """Close the connection without a word."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


def done(result: object) -> web.Response:
    """Answer a call that was applied."""
    body = json.dumps({"ok": True, "result": result}).encode()
    return web.Response(body=body, content_type="application/json")


def bad_gateway() -> web.Response:
    """Answer as a proxy does that can't reach what is behind it."""
    return web.Response(status=502, text=_GATEWAY, content_type="text/html")
