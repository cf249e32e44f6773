from ..model import Rendered


def to_markdown(localized, job):
    return Rendered(b"x\n")
