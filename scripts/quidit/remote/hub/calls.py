"""Calls to a Hub: asked again where that is safe, with an end to every wait, and failures as what they mean."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from logging import CRITICAL
from typing import TYPE_CHECKING, TypeVar

import tenacity

from quidit.remote.hub.failures import (
    HubError,
    HubRefusalError,
    NoHubError,
    NoHubTokenError,
    StaleError,
    UncertainError,
    UnknownRepositoryError,
    UnknownRevisionError,
    UnreachableHubError,
)

if TYPE_CHECKING:
    from huggingface_hub.errors import HfHubHTTPError

Said = TypeVar("Said")

_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
"""Answers that may be others in a moment."""
_OWN_FAULT = 500
_OVERTAKEN = frozenset({409, 412})
_DENIED = frozenset({401, 403})
_ATTEMPTS = 5
_XET = "hf_xet"
_STATUS = re.compile(r"HTTP status (?:client|server) error \(([0-9]{3})[^)]*\)")
_LONGEST = 300
"""Code points of a Hub's own words that a message quotes."""
PAUSE = tenacity.wait_exponential(multiplier=0.25, max=20) + tenacity.wait_random(0, 0.25)
"""Seconds until the next attempt: ever more."""
PATIENCE = 300.0
"""Seconds of silence after which a Hub counts as gone; it may be at a large commit for minutes."""
_READING = 60.0
"""The same where nothing is changed."""
_CONNECT = 10.0


def token() -> str:
    """The token that the client of the Hub finds, in HF_TOKEN or where `hf auth login` left it; empty if none.

    Raises:
        NoHubTokenError: what it finds cannot be a token.
    """
    from huggingface_hub import get_token

    found = get_token() or ""
    if found and not re.fullmatch(r"[!-~]+", found):
        raise NoHubTokenError("what HF_TOKEN holds is no token; copy it again, from the Hub's settings, Access Tokens")
    return found


@contextmanager
def quietly() -> Iterator[None]:
    """No bars of the Hub's client, nor what it says to its own developers; its state is left as it was."""
    from huggingface_hub.utils import (  # type: ignore[attr-defined]  # exported, but only when asked for
        are_progress_bars_disabled,
        disable_progress_bars,
        enable_progress_bars,
        logging,
    )

    level, hidden = logging.get_verbosity(), are_progress_bars_disabled()
    logging.set_verbosity(CRITICAL)
    disable_progress_bars()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # it uploads by a deprecated call of httpx2
            yield
    finally:
        logging.set_verbosity(level)
        if not hidden:
            enable_progress_bars()


def asked(place: str, ask: Callable[[], Said], *, patience: float = PATIENCE) -> Said:
    """What the Hub says to a question, asked again with growing pauses while failures look passing.

    Raises:
        HubError: it does not answer, or says no; the message begins with ``place``.
    """
    return _retrying(lambda: _translated(place, ask, min(patience, _READING)))


def done(place: str, change: Callable[[], Said], *, patience: float = PATIENCE) -> Said:
    """What the Hub says to a change, which is asked for once.

    Raises:
        StaleError: somebody else was faster.
        UncertainError: nobody knows whether it was made.
        HubError: it was not made; the message begins with ``place``.
    """
    try:
        return _translated(place, change, patience)
    except UnreachableHubError as error:
        raise UncertainError(str(error)) from error


def _retrying(ask: Callable[[], Said]) -> Said:
    passing = tenacity.retry_if_exception_type(UnreachableHubError)
    stop = tenacity.stop_after_attempt(_ATTEMPTS)
    return tenacity.Retrying(retry=passing, stop=stop, wait=PAUSE, reraise=True)(ask)


def _translated(place: str, ask: Callable[[], Said], patience: float) -> Said:
    """The answer; a failure of the client as one of ours, in whose message no token stands."""
    import httpx2
    from huggingface_hub import get_session
    from huggingface_hub.errors import HfHubHTTPError, LocalEntryNotFoundError, OfflineModeIsEnabled, OIDCError

    get_session().timeout = httpx2.Timeout(patience, connect=_CONNECT)  # by itself the client waits for ever
    try:
        return ask()
    except OfflineModeIsEnabled as error:
        raise NoHubError(f"{place}: HF_HUB_OFFLINE is set; unset it to speak to the Hub") from error
    except OIDCError as error:
        raise NoHubTokenError(f"{place}: {_shown(str(error))}; or set HF_TOKEN to a token") from None
    except HfHubHTTPError as error:
        raise _meant(place, error) from None
    except httpx2.TransportError as error:
        raise UnreachableHubError(_unreachable(place, str(error) or type(error).__name__)) from None
    except (RuntimeError, LocalEntryNotFoundError, ConnectionError, TimeoutError) as error:
        raise _wrapped(place, error) from None
    except OSError as error:
        if type(error).__module__ == _XET:
            raise _of_storage(place, error) from None
        if not str(error).startswith("Consistency check"):  # else a download is shorter than the Hub said
            raise
        raise UnreachableHubError(_unreachable(place, str(error))) from None
    except (
        ValueError,
        KeyError,
        httpx2.HTTPError,
        httpx2.InvalidURL,
    ) as error:  # no JSON, or not the Hub's; no address
        raise _not_understood(place, error) from None


def _wrapped(place: str, error: RuntimeError | OSError) -> HubError:
    """What went wrong in an upload or a download, which the client tells as something else."""
    from huggingface_hub.errors import HfHubHTTPError

    cause = error.__cause__
    if isinstance(cause, HfHubHTTPError):
        return _meant(place, cause)
    if _STATUS.search(str(error)):
        return _of_storage(place, error)
    return UnreachableHubError(_unreachable(place, str(cause or error) or type(cause).__name__))


def _of_storage(place: str, error: RuntimeError | OSError) -> HubError:
    """What Xet says, in which the Hub keeps large files: uploads end in a ConnectionError, downloads in a RuntimeError.

    Only their words tell what happened, as ``HTTP status client error (403 Forbidden)``.
    """
    found = _STATUS.search(str(error))
    status, said = int(found[1]) if found else 0, _shown(found[0] if found else str(error))
    if status in _DENIED or isinstance(error, PermissionError):
        return NoHubTokenError(
            f"{place}: its storage of large files does not let you ({said}); set HF_TOKEN to a token that may, and see "
            "that the clock of this machine is right"
        )
    if status in _PASSING or status >= _OWN_FAULT:
        return UnreachableHubError(_unreachable(place, said))
    return HubRefusalError(
        f"{place}: its storage of large files refused it ({said}); set HF_HUB_DISABLE_XET=1 to do without it"
    )


def _not_understood(place: str, error: Exception) -> HubError:
    if str(error).startswith(("Invalid metadata", "LFS batch API")):
        return HubRefusalError(f"{place} refused it: {_shown(str(error))}")
    return NoHubError(f"{place} answers with something that no Hub says ({_shown(str(error))}); correct HF_ENDPOINT")


def _meant(place: str, error: HfHubHTTPError) -> HubError:
    """What an answer that is no success means."""
    status = error.response.status_code
    said = _shown(error.server_message or f"HTTP {status}")
    if named := _named(place, error, said):
        return named
    if status in _DENIED:
        return NoHubTokenError(f"{place} does not let you ({said}); set HF_TOKEN to a token that may")
    if status in _OVERTAKEN:
        return StaleError(f"{place}: {said}")
    if status in _PASSING:
        return UnreachableHubError(_unreachable(place, f"HTTP {status}"))
    return HubRefusalError(f"{place} refused it (HTTP {status}): {said}")


def _named(place: str, error: HfHubHTTPError, said: str) -> HubError | None:
    """What an answer means for which the client has a name of its own."""
    from huggingface_hub import errors

    match error:
        case errors.DisabledRepoError():
            return HubRefusalError(f"{place} is closed by the Hub ({said}); see on its page why, and write to the Hub")
        case errors.GatedRepoError():
            return NoHubTokenError(
                f"{place} is for those whom its owners let in ({said}); ask on its page, then set HF_TOKEN to your token"
            )
        case errors.RevisionNotFoundError():
            return UnknownRevisionError(f"{place}: there is no such tag, branch or commit")
        case errors.EntryNotFoundError() | errors.RepositoryNotFoundError():
            return UnknownRepositoryError(
                f"{place}: {said}; correct the address, or set HF_TOKEN to a token that may read it"
            )
    return None


def _unreachable(place: str, why: str) -> str:
    return f"{place} cannot be reached ({_shown(why)}); see that the Hub is up and HF_ENDPOINT right, then do the same again"


def _shown(said: str) -> str:
    """A server's words on one line of bounded length."""
    text = hide_token(" ".join(said.split()))
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def hide_token(said: str) -> str:
    """The words without the token, should somebody have repeated it."""
    secret = token()
    return said.replace(secret, "…") if secret else said
