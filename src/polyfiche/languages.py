"""Languages: BCP 47 outside, Babel's identifiers at Babel's door; script, direction, paper."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import Literal

from .problems import Problem, UsageError

PSEUDO = {"en-XA": "en", "ar-XB": "ar"}
"""Pseudo-locales, and the language whose formats and glyphs they borrow."""

_LETTER = frozenset(
    ["US", "CA", "MX", "CL", "CO", "CR", "GT", "NI", "PA", "PH", "PR", "SV", "VE", "BZ"]
)
_RTL = frozenset({"Arab", "Hebr", "Thaa", "Syrc", "Nkoo", "Adlm"})
_ITALIC = frozenset({"Latn", "Grek", "Cyrl", "Armn"})
_HYPHENATED = frozenset(["de", "fr", "it", "es", "pt", "nl", "pl", "ru", "uk", "tr"])
_KNOWN = {  # tag: (script, endonym); other languages are asked of Babel, which costs 50 ms
    "fr": ("Latn", "Français"),
    "en": ("Latn", "English"),
    "es": ("Latn", "Español"),
    "de": ("Latn", "Deutsch"),
    "ar": ("Arab", "العربية"),
    "zh-Hans": ("Hans", "简体中文"),
    "ja": ("Jpan", "日本語"),
    "hi": ("Deva", "हिन्दी"),
    "en-XA": ("Latn", "[Ëñĝļïšĥ]"),
    "ar-XB": ("Arab", "[العربية]"),
}
_GETTEXT = {"zh-Hans": "zh_CN", "zh-Hant": "zh_TW", "sr-Latn": "sr@latin"}
_TAG = re.compile(
    r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?(-([A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3}))*"
)
_NONE = frozenset({"und", "mul", "zxx", "mis"})
"""Tags that say that no language is meant."""
_SCRIPT_OF = {
    "zh-Hant": "Hant",
    "ko": "Kore",
    "he": "Hebr",
    "th": "Thai",
    "ru": "Cyrl",
    "uk": "Cyrl",
}


@dataclass(frozen=True, slots=True)
class Language:
    """What a renderer must know of a language."""

    tag: str
    """BCP 47."""
    locale: str
    """Babel's identifier, also the folder under locales/."""
    script: str
    """ISO 15924."""
    direction: Literal["ltr", "rtl"]
    endonym: str
    hyphenated: bool
    """A hyphenation dictionary of quality exists."""

    @property
    def italic(self) -> bool:
        """Whether the script has italics; elsewhere emphasis is bold."""
        return self.script in _ITALIC

    @property
    def paper(self) -> str:
        """The paper that people there have: `a4` or `letter`."""
        return "letter" if self.tag.rpartition("-")[2] in _LETTER else "a4"


def gettext_of(tag: str) -> str:
    """Return what gettext calls the language of *tag* in a header: it knows no scripts of Chinese.

    Source: GNU gettext manual, "Header Entry"; i18nspector refuses `zh_Hans`.
    """
    return _GETTEXT.get(tag, locale_of(tag))


def locale_of(tag: str) -> str:
    """Return Babel's identifier of a BCP 47 *tag*: `zh-Hans` gives `zh_Hans`."""
    return tag.replace("-", "_")


def tag_of(locale: str) -> str:
    """Return the BCP 47 tag of Babel's *locale*: `zh_Hans` gives `zh-Hans`."""
    return locale.replace("_", "-")


@functools.cache
def language(tag: str) -> Language:
    """Return what is known of *tag*.

    Raises:
        UsageError: CLDR does not know the language.
    """
    script, endonym = _KNOWN.get(tag) or _from_babel(tag)
    base = tag.partition("-")[0]
    return Language(
        tag=tag,
        locale=locale_of(tag),
        script=script,
        direction="rtl" if script in _RTL else "ltr",
        endonym=endonym,
        hyphenated=base in _HYPHENATED and tag not in PSEUDO,
    )


def formats_of(tag: str) -> str:
    """Return Babel's identifier to format numbers and dates of *tag* with."""
    return locale_of(PSEUDO.get(tag, tag))


def _from_babel(tag: str) -> tuple[str, str]:
    from babel.core import Locale, UnknownLocaleError, get_global

    try:  # a tag that is none never gets as far as Babel, which makes a file name of it
        is_tag = _TAG.fullmatch(tag) and tag not in _NONE
        locale = Locale.parse(locale_of(tag if is_tag else "xx"))
    except (UnknownLocaleError, ValueError, TypeError) as error:
        hint = "use a BCP 47 tag such as fr, pt-BR or zh-Hant"
        problem = Problem("", 0, "language-unknown", f"{tag!r} is not a language of CLDR", hint)
        raise UsageError(problem) from error
    likely = get_global("likely_subtags").get(str(locale), "")
    script = locale.script or _SCRIPT_OF.get(tag) or next(iter(likely.split("_")[1:2]), "Latn")
    return script, (locale.get_display_name(locale) or tag).capitalize()
