"""The token: how a server is told who asks, and never anybody else."""

from __future__ import annotations

from collections.abc import Generator

import httpx

_REFRESH = "/api/token/refresh/"
_UNAUTHORISED = 401


class TokenAuth(httpx.Auth):
    """The token of LABEL_STUDIO_API_KEY: a personal one is exchanged for a short-lived one, a legacy one sent."""

    requires_response_body = True

    def __init__(self, token: str, url: str) -> None:
        self._token = token
        self._refresh_url = url.rstrip("/") + _REFRESH
        self._access = ""

    def __repr__(self) -> str:
        """Nothing of the token."""
        return "TokenAuth(…)"

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """The request with who asks, sent again once where the short-lived token has run out."""
        if self._token.count(".") != 2:  # noqa: PLR2004  # a personal token is a JWT, of three parts
            request.headers["Authorization"] = f"Token {self._token}"
            yield request
            return
        if not self._access:
            yield from self._exchange()
        request.headers["Authorization"] = f"Bearer {self._access or 'none'}"
        response = yield request
        if response.status_code == _UNAUTHORISED:
            yield from self._exchange()
            request.headers["Authorization"] = f"Bearer {self._access or 'none'}"
            yield request

    def _exchange(self) -> Generator[httpx.Request, httpx.Response, None]:
        response = yield httpx.Request("POST", self._refresh_url, json={"refresh": self._token})
        try:
            said = response.json() if response.is_success else {}
        except ValueError:
            said = {}
        self._access = said.get("access", "") if isinstance(said, dict) else ""
