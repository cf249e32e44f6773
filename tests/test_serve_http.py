"""The preview over HTTP: what it answers, and to whom."""

import functools

import httpx
import pytest
from previews import CATALOG, SOURCE, edit, preview, project, run

from polyfiche.preview.app import application
from polyfiche.preview.guard import policy

AT = "http://127.0.0.1:8477"


@pytest.fixture
def folder(tmp_path):
    project(tmp_path)
    return tmp_path


@pytest.fixture
def client(folder):
    one = preview(folder)
    yield Client(application(one))
    one.close()


class Client:
    """Asks an application without a network."""

    def __init__(self, app):
        self.transport = httpx.ASGITransport(app)
        self.get = functools.partial(self.request, "GET")

    def request(self, method, path, **options):
        return run(self._request(method, path, **options))

    async def _request(self, method, path, **options):
        async with httpx.AsyncClient(transport=self.transport, base_url=AT) as client:
            return await client.request(method, path, **options)


def test_the_shell_shows_editions_side_by_side(client):
    page = client.get("/?sheet=pain&lang=fr&lang=de&lang=ar-XB").text
    frames = [
        line.split('src="')[1].split('"')[0] for line in page.split("\n") if "<iframe" in line
    ]
    assert frames == ["/e/fr/pain.html", "/e/de/pain.html", "/e/ar-XB/pain.html"]
    assert 'src="/e/de/pain.pdf"' in client.get("/?lang=fr,de&view=pdf").text


def test_what_is_asked_of_the_shell_is_never_markup(client):
    page = client.get("/", params={"sheet": "<b>", "lang": '"><b>', "view": "<b>"}).text
    assert "<b>" not in page.replace("<b>pain</b>", "")


def test_every_answer_forbids_foreign_code(client):
    for path in ("/", "/e/de/pain.html", "/preview/preview.js", "/nothing"):
        headers = client.get(path).headers
        assert "default-src 'none'; script-src 'self'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cache-control"] == "no-store"


def test_scripts_of_the_edition_itself_may_run(client):
    """Its copy-link control would be dead in the preview."""
    assert "'self' 'sha256-" in policy(b"<script>go()</script>")
    assert "'sha256-" not in policy(b"<script src=/x></script>")


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"host": "evil.example:8477"}, 421),
        ({"host": "127.0.0.1.evil.example:8477"}, 421),
        ({"host": "127.0.0.1:8478"}, 421),
        ({"host": "127.0.0.1"}, 421),
        ({"host": ""}, 421),
        ({"host": "localhost:8477"}, 200),
        ({"host": "[::1]:8477"}, 200),
        ({"origin": "https://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": "http://127.0.0.1:1"}, 403),
        ({"origin": AT}, 200),
        ({"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors"}, 403),
        ({"sec-fetch-site": "same-site", "sec-fetch-mode": "cors"}, 403),
        ({"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate",
          "sec-fetch-dest": "iframe"}, 403),
        ({"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate",
          "sec-fetch-dest": "document"}, 200),
        ({"sec-fetch-site": "same-origin", "sec-fetch-mode": "cors"}, 200),
    ],
)  # fmt: skip
def test_only_its_own_pages_may_ask(client, headers, status):
    """Any page on the web could read the sheets through the browser of their author."""
    for path in ("/", "/e/de/pain.html", "/preview/preview.css"):
        assert client.get(path, headers=headers).status_code == status
    if status != 200:
        assert client.get("/events?view=de/pain.html", headers=headers).status_code == status


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"])
def test_nothing_can_be_changed(client, method):
    assert client.request(method, "/e/de/pain.html").status_code == 405


@pytest.mark.parametrize(
    "path",
    [
        "/e/de/../../content/pain.md",
        "/e/de/..%2f..%2fcontent%2fpain.md",
        "/e/..%2f..%2f..%2fetc%2fpasswd",
        "/e/de/%2e%2e/%2e%2e/pyproject.toml",
        "/e/de/content%5cpain.md",
        "/e//etc/passwd",
        "/e/de/%00.html",
        "/preview/../app.py",
        "/preview/..%2fapp.py",
        "/preview/web.css",
        "/content/pain.md",
        "/page/de/pain.pdf/x/1.png",
        "/page/de/..%2f/x/1.png",
        "/raw/de/pain.html",
        "/raw/../pain.pdf",
        "/.git/config",
    ],
)
def test_nothing_is_served_but_what_is_rendered(client, path):
    assert client.get(path).status_code == 404


def test_an_unseen_catalog_is_no_file_server(client, folder):
    """`.po` shows catalogs; with a name of its choice it would show any file that ends so."""
    (folder / "locales/de/LC_MESSAGES/secret.po").write_text("canary", "utf-8")
    assert client.get("/e/de/secret.po").status_code == 404
    assert CATALOG.rpartition("/")[2] in client.get("/e/de/pain.po").text


def test_a_request_right_after_a_save_sees_it(client, folder):
    """A script that saves and asks would get yesterday's page."""
    client.get("/e/fr/pain.html")
    edit(folder, SOURCE, "très chaud", "tiède")
    assert "Un four tiède." in client.get("/e/fr/pain.html").text


def test_the_links_of_an_edition_lead_to_its_other_views(client):
    """A reader of the preview would be told that the PDF is not there."""
    page = client.get("/e/de/pain.html").text
    for name in ("pain.pdf", "pain-handout.pdf", "pain.md"):
        assert f'href="{name}"' in page
    reply = client.get("/e/de/pain-handout.pdf")
    assert (reply.status_code, reply.headers["location"]) == (307, "/e/de/pain.handout")
    assert client.get("/e/de/pain.handout").status_code == 200


def test_fonts_stand_beside_the_page(client):
    """A save would cut the fonts of the page anew, and send them again."""
    page = client.get("/e/de/pain.html").text
    assert "data:font" not in page
    address = page.split("src:url(")[1].partition(")")[0]
    assert client.get(address).content[:4] == b"\x00\x01\x00\x00"
    for name in ("fonts.lock", "OFL.txt", "..%2ffonts.lock", "nix.ttf"):
        assert client.get(f"/font/{name}").status_code == 404
