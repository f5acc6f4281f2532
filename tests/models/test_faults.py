from __future__ import annotations

import httpx2
import openai

from summarise.models import faults


def exceptions_of_the_sdk():
    """Return the exceptions that the SDK makes public, and all of the module where it defines those of a call."""
    names = [(openai, name) for name in dir(openai) if not name.startswith("_")]
    names += [(openai._exceptions, name) for name in dir(openai._exceptions)]
    things = {getattr(module, name) for module, name in names if isinstance(getattr(module, name), type)}
    return {thing for thing in things if issubclass(thing, Exception) and thing.__module__.startswith("openai")}


def test_every_exception_of_the_sdk_is_mapped_or_known_never_to_come():
    for cls in exceptions_of_the_sdk() - {openai.OpenAIError, openai.APIError}:
        lines = {ancestor.__name__ for ancestor in cls.__mro__}
        assert lines & (faults.FAULTS.keys() | faults.NEVER), (
            f"{cls.__name__} of the openai package has no place in faults.py"
        )


def test_the_map_names_only_exceptions_that_exist():
    names = {cls.__name__ for cls in exceptions_of_the_sdk()}
    assert faults.FAULTS.keys() <= names
    assert names >= faults.NEVER


def test_an_exception_of_no_known_kind_is_still_one_line():
    place = faults.Place("m", "https://example.org/v1", 1.0)
    error = faults.from_exception(openai.OpenAIError("odd\nthings"), place)
    assert str(error) == "the call to example.org failed: odd things"


def test_a_certificate_that_is_not_trusted_names_the_variable_that_mends_it():
    place = faults.Place("m", "https://example.org/v1", 1.0)
    request = httpx2.Request("POST", "https://example.org/v1")
    error = openai.APIConnectionError(request=request)
    error.__cause__ = httpx2.ConnectError("[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed")
    assert "SSL_CERT_FILE" in str(faults.from_exception(error, place))
