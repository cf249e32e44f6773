"""The guard: answers this machine's own browser, and nobody who speaks through it.

Any page on the web can make a browser ask `http://127.0.0.1`. A name of its own that it lets point
there (DNS rebinding) shows in Host; a request from its page shows in Origin and Sec-Fetch-Site.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

NAMES = ("127.0.0.1", "localhost", "[::1]")
"""What this machine calls itself."""
_INLINE = re.compile(rb"<script(?:\s[^>]*)?>(.*?)</script>", re.DOTALL | re.IGNORECASE)
_HEADERS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "SAMEORIGIN",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cache-control": "no-store",
}


class Guard:
    """An ASGI application that refuses foreign requests, and gives the others its headers."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
                headers.setdefault("content-security-policy", policy())
            await send(message)

        refusal = _refusal(scope)
        answer = PlainTextResponse(refusal[1], refusal[0]) if refusal else self._app
        await answer(scope, receive, sending)


def policy(page: bytes = b"") -> str:
    """Return the Content-Security-Policy: our own scripts, and those that stand in *page*."""
    return "; ".join(
        (
            "default-src 'none'",
            " ".join(("script-src 'self'", *_hashes(_INLINE.findall(page)))),
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "frame-src 'self'",
            "frame-ancestors 'self'",
            "base-uri 'none'",
            "form-action 'self'",
        )
    )


def _hashes(scripts: Iterable[bytes]) -> list[str]:
    digests = (hashlib.sha256(text).digest() for text in scripts if text.strip())
    return [f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests]


def _refusal(scope: Scope) -> tuple[int, str] | None:
    """Return the status and the reason for which a request is refused."""
    headers = Headers(scope=scope)
    if scope["method"] not in {"GET", "HEAD"}:
        return 405, "Only GET: the preview changes nothing."
    hosts = headers.getlist("host")
    if len(hosts) != 1 or hosts[0].lower() not in _own(scope):
        return 421, "This is a preview on this machine only; ask it by its address."
    origin = headers.get("origin")
    if origin is not None and origin.lower() != f"http://{hosts[0].lower()}":
        return 403, "Another site asks; the preview is for its own pages."
    foreign = headers.get("sec-fetch-site", "none") not in {"none", "same-origin"}
    followed = headers.get("sec-fetch-mode") == "navigate"
    if foreign and not (followed and headers.get("sec-fetch-dest") == "document"):
        return 403, "Another site asks; the preview is for its own pages."
    return None


def _own(scope: Scope) -> set[str]:
    """Return the Host headers that mean us."""
    _, port = scope["server"]
    own = {f"{name}:{port}" for name in NAMES}
    return own | (set(NAMES) if port == 80 else set())  # noqa: PLR2004 (what HTTP means without one)
