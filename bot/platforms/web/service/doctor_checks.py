"""What doctor looks at of the page: its address, its certificate, whether it answers."""

from __future__ import annotations

import http.client
import ipaddress
import ssl
from typing import TYPE_CHECKING

from bot.config.check import Check
from bot.platforms.web.address import Place, is_loopback

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bot.config.settings import Settings

SECONDS = 5.0
"""How long an answer may take."""
_NAME = "page"


def checks(settings: Settings) -> Iterator[Callable[[], Check]]:
    """Return the checks; those of the certificate only where there is one."""
    yield lambda: address(settings)
    if settings.certificate is not None:
        yield lambda: certificate(settings)
    yield lambda: answers(settings)


def address(settings: Settings) -> Check:
    """Say where the page is, for whom, and what does not work there."""
    place = Place.of(settings)
    told = [f"{place.url}, listening on {settings.listen}"]
    if not settings.web and is_loopback(settings.listen.host):
        told.append("for this machine only: set BEDSIDE_WEB to the public address")
    elif not settings.web:
        told.append("anybody who reaches this machine reaches it: set BEDSIDE_WEB")
    if _is_number(place.host):
        told.append("passkeys need a name, not a number: set BEDSIDE_WEB to one")
    if place.is_secure and settings.certificate is None:
        told.append("TLS is the reverse proxy's business")
    bare = not place.is_secure and not is_loopback(place.host)
    if bare:
        told.append("not encrypted: put a reverse proxy before it, or set BEDSIDE_CERTIFICATE")
    return Check(_NAME, ok=False if bare else True if settings.web else None, text="\n".join(told))


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def certificate(settings: Settings) -> Check:
    """See that the certificate and its key can be read, and belong together."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    file = settings.certificate
    try:
        context.load_cert_chain(str(file), settings.certificate_key)
    except ssl.SSLError as error:
        text = f"{file}: no certificate with its key in PEM ({error.reason})"
        return Check("certificate", ok=False, text=text)
    except OSError as error:
        return Check("certificate", ok=False, text=f"{file}: {error.strerror}")
    return Check("certificate", ok=True, text=f"{file} and its key belong together")


def answers(settings: Settings, seconds: float = SECONDS) -> Check:
    """Ask the page whether it can use its database."""
    host, port = settings.listen
    shown = "127.0.0.1" if host in ("0.0.0.0", "::") else host  # noqa: S104 - compared with
    connection: http.client.HTTPConnection
    if settings.certificate is None:
        connection = http.client.HTTPConnection(shown, port, timeout=seconds)
    else:
        own = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        own.check_hostname, own.verify_mode = False, ssl.CERT_NONE  # asked by its number
        connection = http.client.HTTPSConnection(shown, port, timeout=seconds, context=own)
    try:
        connection.request("GET", "/health", headers={"Host": Place.of(settings).host})
        status = connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return Check("page answers", None, f"nothing answers on {settings.listen}: not served now")
    finally:
        connection.close()
    if status != http.client.OK:
        return Check("page answers", ok=False, text="it answers, but can't use its database")
    return Check("page answers", ok=True, text=f"on {settings.listen}")
