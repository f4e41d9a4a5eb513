"""The connection: one Label Studio server, by its URL and a token, over a network that will fail."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import httpx
import tenacity

from quidit.remote.failures import (
    NoServerError,
    NotLabelStudioError,
    RefusedError,
    UncertainError,
    UnknownProjectError,
    UnreachableError,
    WrongTokenError,
)
from quidit.remote.token import TokenAuth

URL, KEY = "LABEL_STUDIO_URL", "LABEL_STUDIO_API_KEY"
TESTED = "1.23.2"
"""The version of Label Studio that every test runs against."""

_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
"""Answers that may be others in a moment."""
_AMBIGUOUS = frozenset({408, 502, 504})
"""Answers by somebody between us and a server that may still be at work."""
_TIMEOUT = httpx.Timeout(60, connect=10)
_LONG = httpx.Timeout(900, connect=10)
_LONGEST = 300
"""Code points of a server's own words that a message quotes."""
_GROWING = tenacity.wait_exponential(multiplier=0.25, max=20) + tenacity.wait_random(0, 0.25)
_TOKEN = re.compile(r"[A-Za-z0-9._=-]+")
_PAGE = re.compile(r"/(?:projects|user)(?:[/?#]|$)")
"""Where the address that a browser shows goes on into a page of Label Studio."""
_LOOPBACK = ("127.0.0.1", "localhost")

Params = Mapping[str, str | int | bool] | Sequence[tuple[str, str]]


class _PassingError(Exception):
    """An answer that may be another one in a moment."""

    def __init__(self, response: httpx.Response) -> None:
        super().__init__(f"HTTP {response.status_code}")
        self.response = response


@dataclass(frozen=True)
class Connection:
    """A server that has answered and knows the token; ``remarks`` are things that its user should hear.

    What only reads, or may be done twice, is tried again with growing pauses when the network or the server
    fails in passing. No message, repr or traceback of a connection shows the token.
    """

    url: str
    version: str
    remarks: tuple[str, ...]
    _client: httpx.Client = field(repr=False)

    @classmethod
    def open(cls, url: str | None = None, token: str | None = None) -> Connection:
        """The server at the URL; URL and token are those of the environment where they are not given.

        Raises:
            NoServerError, UnreachableError, NotLabelStudioError, WrongTokenError: it cannot be used; the
                message says why in one sentence.
        """
        url = _checked_url(url or os.environ.get(URL, ""))
        token = _checked_token((token or os.environ.get(KEY, "")).strip(), url)
        mounts = {f"all://{host}": httpx.HTTPTransport() for host in _LOOPBACK}  # no proxy stands before loopback
        client = httpx.Client(base_url=url, timeout=_TIMEOUT, mounts=mounts)
        try:
            version = _version(client, url)
            client.auth = TokenAuth(token, url)
            remarks = () if version == TESTED else (_other_version(url, version),)
            connection = cls(url, version, remarks, client)
            connection.get("/api/current-user/whoami")
        except BaseException:
            client.close()
            raise
        return connection

    def get(self, path: str, params: Params | None = None) -> object:
        """What the server says at a path, as JSON."""
        return self._answer(lambda: self._client.get(path, params=_plain(params)))

    def patch(self, path: str, content: Mapping[str, object]) -> object:
        """What the server says to a change that may be made twice."""
        return self._answer(lambda: self._client.patch(path, json=content))

    def delete(self, path: str) -> None:
        """Nothing stands at the path afterwards, whether or not something stood there before."""
        try:
            self._answer(lambda: self._client.delete(path))
        except UnknownProjectError:
            return

    def post_once(self, path: str, content: object, params: Params | None = None) -> object:
        """What the server says to something that must not be sent twice unseen.

        Raises:
            UncertainError: no answer came, or one that leaves open what happened.
        """
        body = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
        headers = {"Content-Type": "application/json"}
        try:
            response = self._client.post(path, content=body, params=_plain(params), headers=headers, timeout=_LONG)
        except httpx.TransportError as error:
            never = isinstance(error, httpx.ConnectError | httpx.ConnectTimeout | httpx.PoolTimeout)
            raise UncertainError(self._unreachable(error), arrived=not never) from error
        if response.status_code in _PASSING:
            ambiguous = response.status_code in _AMBIGUOUS
            raise UncertainError(f"{self.url} answered HTTP {response.status_code}; try again", arrived=ambiguous)
        return self._content(response)

    def close(self) -> None:
        """No more is asked of the server."""
        self._client.close()

    def _answer(self, ask: Callable[[], httpx.Response]) -> object:
        try:
            return self._content(_patiently(ask, attempts=7))
        except httpx.TransportError as error:
            raise UnreachableError(self._unreachable(error)) from error
        except _PassingError as error:
            raise UnreachableError(
                f"{self.url} keeps answering HTTP {error.response.status_code}; look at its log, then try again"
            ) from error

    def _content(self, response: httpx.Response) -> object:
        """The JSON of a good answer; the others as what they mean."""
        if response.status_code in {401, 403}:
            raise WrongTokenError(
                f"{self.url} does not accept the token of {KEY} for this; take a new one from Account & Settings, "
                "Personal Access Token, of somebody who may manage projects"
            )
        if response.status_code == httpx.codes.NOT_FOUND:
            raise UnknownProjectError(f"{self.url} has nothing at {response.request.url.path}")
        if not response.is_success:
            asked = f"{response.request.method} {response.request.url.path}"
            raise RefusedError(f"{self.url} refused {asked} (HTTP {response.status_code}): {_said(response)}")
        try:
            return response.json() if response.content else None
        except ValueError as error:
            path = response.request.url.path
            raise NotLabelStudioError(f"{self.url} answers {path} with something else than JSON") from error

    def _unreachable(self, error: httpx.TransportError) -> str:
        return f"{self.url} stopped answering ({_reason(error)}); see that the server runs, then do the same again"


def _checked_url(url: str) -> str:
    url = url.strip().rstrip("/")
    if not url:
        raise NoServerError(
            f"{URL} is not set; set it and {KEY} to a server and a token of yours, or start a server on this machine "
            "with `quidit annotate`"
        )
    url = _PAGE.split(url)[0]
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username or parts.query:
        raise NoServerError(f"{URL} is no address of a server; write it as https://labels.example.org")
    return url


def _checked_token(token: str, url: str) -> str:
    where = f"the one that {url} shows under Account & Settings, Personal Access Token"
    if not token:
        raise NoServerError(f"{KEY} is not set; set it to a token, {where}")
    if not _TOKEN.fullmatch(token):
        raise WrongTokenError(f"what {KEY} holds is no token; copy it again, {where}")
    return token


def _version(client: httpx.Client, url: str) -> str:
    """The version of the Label Studio at the URL, asked without a token, so that no stranger gets it."""
    try:
        response = _patiently(lambda: client.get("/api/version"), attempts=3)
        said = response.json()
        release = said.get("release") if isinstance(said, dict) and "label-studio-os-package" in said else None
    except httpx.TransportError as error:
        raise UnreachableError(f"nothing answers at {url} ({_reason(error)}); correct {URL}, or start it") from error
    except _PassingError as error:
        code = error.response.status_code
        raise UnreachableError(f"{url} answers HTTP {code}; wait until it is up, then try again") from error
    except ValueError:
        release = None
    if not isinstance(release, str):
        target = response.headers.get("location", "")
        hint = f"it sends on to {target[:_LONGEST]}" if target else f"it answers HTTP {response.status_code}"
        raise NotLabelStudioError(f"what answers at {url} is no Label Studio ({hint}); correct {URL}")
    return release


def _other_version(url: str, version: str) -> str:
    return f"{url} is Label Studio {version}; Quidit is tested with {TESTED}, so look twice at what it pulls"


def _patiently(ask: Callable[[], httpx.Response], *, attempts: int) -> httpx.Response:
    """The answer, asked for again with growing pauses while failures look passing."""

    def answer() -> httpx.Response:
        response = ask()
        if response.status_code in _PASSING:
            raise _PassingError(response)
        return response

    passing = tenacity.retry_if_exception_type((httpx.TransportError, _PassingError))
    stop = tenacity.stop_after_attempt(attempts)
    return tenacity.Retrying(retry=passing, stop=stop, wait=_pause, reraise=True)(answer)


def _pause(state: tenacity.RetryCallState) -> float:
    """Seconds until the next attempt: what the server asks for, else ever more."""
    error = state.outcome.exception() if state.outcome else None
    after = error.response.headers.get("retry-after", "") if isinstance(error, _PassingError) else ""
    return min(float(after), 60.0) if after.isdecimal() else _GROWING(state)


def _plain(params: Params | None) -> httpx.QueryParams:
    return httpx.QueryParams(dict(params) if isinstance(params, Mapping) else list(params or ()))


def _reason(error: httpx.TransportError) -> str:
    """The failure in a few words, which httpx sometimes leaves empty."""
    return str(error).strip() or type(error).__name__


def _said(response: httpx.Response) -> str:
    """What the server says of its refusal, on one line of bounded length."""
    try:
        said = response.json()
    except ValueError:
        return "no reason given"
    if isinstance(said, dict):
        said = said.get("validation_errors") or said.get("detail") or said
    while isinstance(said, Sequence | Mapping) and not isinstance(said, str) and len(said) == 1:
        said = next(iter(said.values() if isinstance(said, Mapping) else said))
    text = " ".join((said if isinstance(said, str) else json.dumps(said, ensure_ascii=False)).split())
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
