"""The door between WeasyPrint and the world."""

import base64
from dataclasses import replace

import pytest
from editions import ROOT, job

from polyfiche import native
from polyfiche.jobs import run
from polyfiche.problems import RenderError
from polyfiche.render import fetcher

pytestmark = pytest.mark.pdf
REFUSED = [
    *(
        "http://127.0.0.1:9/a",
        "https://e.org/a.svg",
        "file:///etc/hostname",
        "FILE:///etc/hostname",
    ),
    *("ftp://e.org/a", "//e.org/a", "/etc/hostname", "../a.svg", "data:text/css,a", "data:,x"),
    *("data:image/png;base64,AAAA", "DATA:text/html,x", "jar:file:///a!/b", "about:blank", ""),
]
STYLES = [
    ("p{background:url(http://127.0.0.1:9/b)}", "pdf-outside"),
    ("@import url(file:///etc/hostname);", "pdf-(outside|log)"),
    ("@font-face{font-family:z;src:url(file:///etc/hostname)}p{font-family:z}", "pdf-outside"),
    ("p::before{content:url(../x.svg)}", "pdf-(outside|log)"),
    ("li{list-style-image:url(https://e.org/a.png)}", "pdf-outside"),
    ("p{letter-spacing:1e9px}", "pdf-failed"),
]


@pytest.fixture(autouse=True)
def renderer():
    native.weasyprint(ROOT)


@pytest.mark.parametrize("url", REFUSED)
def test_nothing_but_a_drawing_comes_in(url):
    """A style sheet could read the machine, or tell somebody that it was built."""
    from weasyprint.urls import FatalURLFetchingError

    with pytest.raises(FatalURLFetchingError):
        fetcher.Door().fetch(url)


def test_a_drawing_comes_in():
    """No figure would be printed."""
    data = base64.b64encode(b"<svg/>").decode()
    assert fetcher.Door().fetch(fetcher.DRAWING + data).read() == b"<svg/>"


def test_a_drawing_that_is_too_large_stays_out():
    """One figure could take all the memory of the machine."""
    from weasyprint.urls import FatalURLFetchingError

    with pytest.raises(FatalURLFetchingError, match="characters"):
        fetcher.Door().fetch(fetcher.DRAWING + "A" * fetcher.LARGEST)


def test_so_many_drawings_come_in():
    """A page of figures could take all the time of the machine."""
    from weasyprint.urls import FatalURLFetchingError

    door = fetcher.Door()
    door.let_in = fetcher.MOST
    with pytest.raises(FatalURLFetchingError, match="more than"):
        door.fetch(fetcher.DRAWING + "AAAA")


@pytest.mark.parametrize(("css", "code"), STYLES)
def test_a_style_sheet_that_reaches_out_ends_the_rendering(css, code):
    """The hole in the page would be seen by the reader, and by nobody before."""
    one = job("fr", "pdf")
    with pytest.raises(RenderError, match=code):
        run(replace(one, css=css + one.css + css))
