"""Profiles of Hypothesis, and the languages that a test runs over."""

import os

from hypothesis import settings

LANGUAGES = ("fr", "en", "es", "de", "ar", "zh-Hans", "ja", "hi")

settings.register_profile("quick", deadline=None, max_examples=150)
settings.register_profile("nightly", deadline=None, max_examples=8_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))


def pytest_generate_tests(metafunc):
    """Run a test marked `all_languages` once for each language, as its argument `lang`.

    The marker's arguments are languages beside them: `all_languages(*PSEUDO)`.
    """
    if marker := metafunc.definition.get_closest_marker("all_languages"):
        metafunc.parametrize("lang", (*LANGUAGES, *marker.args))
