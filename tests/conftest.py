"""Profiles of Hypothesis, and the languages that a test runs over."""

import os

from hypothesis import Phase, settings

LANGUAGES = ("fr", "en", "es", "de", "ar", "zh-Hans", "ja", "hi")

FAST = tuple(phase for phase in Phase if phase is not Phase.explain)
"""Explaining a failure takes longer than finding it."""

settings.register_profile("quick", deadline=None, max_examples=100, phases=FAST)
settings.register_profile("nightly", deadline=None, max_examples=8_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))


def pytest_generate_tests(metafunc):
    """Run a test marked `all_languages` once for each language, as its argument `lang`.

    The marker's arguments are languages beside them: `all_languages(*PSEUDO)`.
    """
    if marker := metafunc.definition.get_closest_marker("all_languages"):
        metafunc.parametrize("lang", (*LANGUAGES, *marker.args))
