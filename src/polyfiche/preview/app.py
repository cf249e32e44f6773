"""The application: pages, pictures, and the stream that tells each page what it has become."""

from __future__ import annotations

import asyncio
import functools
from collections.abc import AsyncIterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import quote

import msgspec
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from ..render.templates import style
from . import faces, pages, views
from .guard import Guard, policy
from .hub import Hub
from .shelf import Shelf, Shown
from .views import View

if TYPE_CHECKING:
    from starlette.types import Lifespan

_MOST_VIEWS = 32
"""In one stream."""
SETTLE = 0.12
"""Seconds that a broken file gets to become whole: an editor may be writing it."""
_ALIVE = 15.0
"""Seconds after which a stream without news says that it is there."""
_HANDOUT = "-handout"
_ASSETS = {"preview.js": "text/javascript", "preview.css": "text/css"}


class Preview:
    """What the routes share: the shelf, the one thread that fills it, the hub that wakes them."""

    def __init__(self, shelf: Shelf, hub: Hub) -> None:
        self.shelf, self.hub = shelf, hub
        self._thread = ThreadPoolExecutor(1, "polyfiche-preview")

    async def show(self, view: View) -> Shown | None:
        """Return the page of *view* as the files are now."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, self.shelf.show, view)

    async def shell(self, sheet: str, langs: Sequence[str], kind: str) -> bytes:
        """Return the page that shows editions side by side."""
        loop = asyncio.get_running_loop()
        make = functools.partial(pages.shell, self.shelf.project, sheet, langs, kind)
        return await loop.run_in_executor(self._thread, make)

    async def font(self, name: str) -> bytes | None:
        """Return a font that a page asks for."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, faces.data, self.shelf.project, name)

    async def news(self, wanted: Sequence[View]) -> AsyncIterator[Shown | None]:
        """Yield each page of *wanted*, then whenever it changes; None when nothing did for long.

        Newer pages only: what was made while another was sent comes once, as it is last.
        """
        sent: dict[View, Shown] = {}
        while not self.hub.closed:
            seen = self.hub.changes
            for view in wanted:
                shown = await self.show(view)
                last = sent.get(view)
                if shown is None or (last and last.version >= shown.version):
                    continue
                hurt = last is not None and shown.is_broken and not last.is_broken
                if hurt and await self.hub.wait(seen, SETTLE):
                    break
                sent[view] = shown
                yield shown
            if not await self.hub.wait(seen, _ALIVE) and not self.hub.closed:
                yield None

    def close(self) -> None:
        """End the thread and the printer."""
        self.hub.close()
        self._thread.shutdown(wait=False, cancel_futures=True)
        self.shelf.printer.close()


def application(preview: Preview, lifespan: Lifespan[Starlette] | None = None) -> Starlette:
    """Return the application that shows *preview*."""
    routes = [
        Route("/", functools.partial(_shell, preview)),
        Route("/e/{path:path}", functools.partial(_edition, preview)),
        Route("/raw/{path:path}", functools.partial(_raw, preview)),
        Route("/page/{lang}/{name}/{key}/{number:int}.png", functools.partial(_picture, preview)),
        Route("/events", functools.partial(_events, preview)),
        Route("/font/{name}", functools.partial(_font, preview)),
        Route("/preview/{name}", _asset),
    ]
    return Starlette(routes=routes, middleware=[Middleware(Guard)], lifespan=lifespan)


async def _shell(preview: Preview, request: Request) -> Response:
    asked = request.query_params
    langs = [tag for text in asked.getlist("lang") for tag in text.split(",")]
    html = await preview.shell(asked.get("sheet", ""), langs, asked.get("view", "html"))
    return Response(html, media_type="text/html")


async def _edition(preview: Preview, request: Request) -> Response:
    view = views.parsed(request.path_params["path"])
    shown = await preview.show(view) if view else None
    if shown is None:
        return _handout(view)
    headers = {"content-security-policy": policy(shown.html), "x-version": str(shown.version)}
    return Response(shown.html, media_type="text/html", headers=headers)


def _handout(view: View | None) -> Response:
    """Lead from the name that a build gives the PDF of a handout to its view."""
    if view and view.kind == "pdf" and view.sheet.endswith(_HANDOUT):
        base = replace(view, sheet=view.sheet.removesuffix(_HANDOUT), kind="handout")
        return RedirectResponse(f"/e/{base.lang}/{quote(base.sheet, safe='')}.handout")
    return _nothing()


async def _raw(preview: Preview, request: Request) -> Response:
    """Give the PDF as it would be written; the newest that could be made."""
    view = views.parsed(request.path_params["path"])
    made = preview.shelf.printer.shown(view) if view else None
    return Response(made.pdf, media_type="application/pdf") if made else _nothing()


async def _picture(preview: Preview, request: Request) -> Response:
    asked = request.path_params
    view = views.parsed(f"{asked['lang']}/{asked['name']}")
    data = preview.shelf.printed(view, asked["number"]) if view else None
    return Response(data, media_type="image/png") if data else _nothing()


async def _events(preview: Preview, request: Request) -> Response:
    paths = request.query_params.getlist("view")[:_MOST_VIEWS]
    wanted = [view for path in dict.fromkeys(paths) if (view := views.parsed(path))]
    return StreamingResponse(_stream(preview, wanted), media_type="text/event-stream")


async def _stream(preview: Preview, wanted: Sequence[View]) -> AsyncIterator[bytes]:
    """Yield server-sent events.

    Source: HTML Living Standard, 9.2, "Server-sent events".
    """
    yield b"retry: 500\n\n"
    async for shown in preview.news(wanted):
        if shown is None:
            yield b": still here\n\n"
            continue
        told = {"view": shown.view.path, "version": shown.version, "html": shown.html.decode()}
        yield b"data: " + msgspec.json.encode(told) + b"\n\n"


async def _font(preview: Preview, request: Request) -> Response:
    data = await preview.font(request.path_params["name"])
    headers = {"cache-control": "private, max-age=3600"}
    return Response(data, media_type="font/ttf", headers=headers) if data else _nothing()


async def _asset(request: Request) -> Response:
    name = request.path_params["name"]
    return Response(style(name), media_type=_ASSETS[name]) if name in _ASSETS else _nothing()


def _nothing() -> Response:
    return PlainTextResponse("There is nothing here. Begin at /", 404)
