"""A strict FHIR server with SMART Backend Services, on this machine, which can be made to fail."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import jwt

if TYPE_CHECKING:
    from types import TracebackType

    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

    from tests.bot.prefill.bundles import Json

_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
_KNOWN = {"patient", "code", "status", "_count", "page"}


@dataclass
class Fhir:
    """One server: its patients and observations, and what goes wrong."""

    patients: dict[str, Json] = field(default_factory=dict)
    observations: list[Json] = field(default_factory=list)
    client: str = ""
    key: RSAPublicKey | EllipticCurvePublicKey | None = None
    page: int = 2
    """Observations on a page."""
    fails: dict[str, list[tuple[int, dict[str, str]]]] = field(default_factory=dict)
    """Path -> statuses and headers that come before an answer."""
    ignores: str = ""
    """A parameter that the search does not go by, and does not say that it went by."""
    repeats: bool = False
    next_at: str = ""
    """Where the next page is said to be."""
    stray: Json | None = None
    """An observation that is put onto every page."""
    ends: int = 0
    """Calls after which a token has ended."""
    asked: list[str] = field(default_factory=list)
    prefer: set[str] = field(default_factory=set)
    tokens: dict[str, int] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)

    def __enter__(self) -> Self:
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        Thread(target=self._http.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self._http.shutdown()
        self._http.server_close()

    @property
    def root(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self._http.server_address[1]}"

    @property
    def base(self) -> str:
        """The base address of its resources."""
        return f"{self.root}/fhir"

    def token(self, form: dict[str, str]) -> tuple[int, Json]:
        """Give a token for a whole assertion that was not used before."""
        if form.get("client_assertion_type") != _TYPE or self.key is None:
            return 400, {"error": "invalid_request"}
        try:
            claims = jwt.decode(
                form["client_assertion"],
                self.key,
                algorithms=["RS384", "ES384"],
                audience=f"{self.root}/token",
                options={"require": ["exp", "iss", "sub", "aud", "jti"], "verify_iat": False},
            )
        except jwt.PyJWTError:
            return 401, {"error": "invalid_client"}
        if claims["iss"] != self.client or claims["jti"] in self.seen:
            return 401, {"error": "invalid_client"}
        self.seen.add(claims["jti"])
        value = f"token-{len(self.seen)}"
        self.tokens[value] = self.ends
        return 200, {"access_token": value, "token_type": "bearer", "expires_in": 300}

    def may(self, header: str) -> bool:
        """Whether a call carries a token that has not ended."""
        if not self.client:
            return True
        value = header.removeprefix("Bearer ")
        if value not in self.tokens:
            return False
        self.tokens[value] -= 1
        return self.ends == 0 or self.tokens[value] >= 0

    def search(self, query: str) -> tuple[int, Json]:
        """Search strictly: a parameter that is not known is an error."""
        told = dict(parse_qsl(query))
        if set(told) - _KNOWN:
            return 400, {"resourceType": "OperationOutcome"}
        given = {name: value for name, value in told.items() if name != self.ignores}
        found = [one for one in self.observations if _fits(one, given)]
        at = int(told.get("page", "0"))
        here = found[at : at + self.page] + ([self.stray] if self.stray else [])
        links = [{"relation": "self", "url": f"{self.base}/Observation?{urlencode(given)}"}]
        if at + self.page < len(found) or self.repeats:
            after = {**told, "page": at if self.repeats else at + self.page}
            where = self.next_at or f"{self.base}/Observation"
            links.append({"relation": "next", "url": f"{where}?{urlencode(after)}"})
        entries = [{"resource": one, "search": {"mode": "match"}} for one in here]
        return 200, {
            "resourceType": "Bundle", "type": "searchset", "link": links, "entry": entries,
        }  # fmt: skip


def _fits(observation: Json, given: dict[str, str]) -> bool:
    code = observation["code"]["coding"][0]
    codes = [one.rpartition("|")[2] for one in (given.get("code") or code["code"]).split(",")]
    patient = str(observation["subject"]["reference"]).rpartition("/")[2]
    statuses = (given.get("status") or observation["status"]).split(",")
    return (
        code["code"] in codes
        and patient == given.get("patient", patient)
        and observation["status"] in statuses
    )


def _handler(server: Fhir) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            server.asked.append(self.path)
            server.prefer.add(self.headers.get("Prefer", ""))
            failing = server.fails.get(parts.path)
            if failing:
                status, headers = failing.pop(0)
                self._answer(status, {"resourceType": "OperationOutcome"}, headers)
            elif parts.path == "/fhir/.well-known/smart-configuration":
                self._answer(200, {"token_endpoint": f"{server.root}/token"})
            elif not server.may(self.headers.get("Authorization", "")):
                self._answer(401, {"resourceType": "OperationOutcome"})
            elif parts.path == "/fhir/Observation":
                self._answer(*server.search(parts.query))
            else:
                found = server.patients.get(parts.path.rpartition("/")[2])
                self._answer(*((200, found) if found else (404, {})))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = {name: value[0] for name, value in parse_qs(body).items()}
            self._answer(*server.token(form))

        def _answer(self, status: int, body: Json, headers: dict[str, str] | None = None) -> None:
            raw = json.dumps(body).encode()
            self.send_response(status)
            for name, value in (headers or {}).items():
                self.send_header(name, value)
            self.send_header("Content-Type", "application/fhir+json")
            self.send_header("Content-Length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)

        def log_message(self, *_: Any) -> None:  # noqa: ANN401 - the library's
            return

    return Handler
