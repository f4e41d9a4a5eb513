"""Accounts: the logins of a local Label Studio, and the token that the command uses."""

from __future__ import annotations

import httpx

from quidit.lock import in_turn
from quidit.remote.connection import Connection
from quidit.remote.server.home import Home, LoginFile, new_login
from quidit.remote.server.process import ServerError

_LOGIN, _SIGNUP = "/user/login/", "/user/signup/"
_CONFLICT, _FOUND = 409, 302


def connect(home: Home, url: str) -> Connection:
    """A connection to the home's server with a token of its own, made where there is none.

    Raises:
        ServerError: the server does not know the login.
    """
    with in_turn(home.accounts_lock):
        logins = home.read_secrets()
        token = logins["admin"].get("token")
        if not token:
            token = _new_token(url, logins["admin"])
            logins["admin"]["token"] = token
            home.write_secrets(logins)
    return Connection.open(url, token)


def account(home: Home, connection: Connection, annotator: str) -> LoginFile:
    """The annotator's login, made where there is none.

    The invitation that it takes is revoked at once, because the server writes its address into its log.
    """
    with in_turn(home.accounts_lock):
        logins = home.read_secrets()
        login = logins["annotators"].get(annotator)
        if login is None:  # kept before it is used, so that no password is ever lost
            login = logins["annotators"][annotator] = new_login(annotator)
            home.write_secrets(logins)
    users = connection.get("/api/users/")
    known = {user["email"] for user in users} if isinstance(users, list) else set()
    if login["email"] not in known:
        invitation = connection.get("/api/invite")
        token = invitation["token"] if isinstance(invitation, dict) else ""
        with _browser(connection.url) as browser:
            _send(browser, f"{_SIGNUP}?token={token}", login)
        connection.post_once("/api/invite/reset-token", {})
    return login


def _new_token(url: str, admin: LoginFile) -> str:
    with _browser(url) as browser:
        _send(browser, _LOGIN, admin)
        headers = {"X-CSRFToken": browser.cookies["csrftoken"], "Referer": url}
        response = browser.post("/api/token/", headers=headers)
        if response.status_code == _CONFLICT:  # one was made and its keeping was cut short
            for old in browser.get("/api/token/").json():
                browser.post("/api/token/blacklist/", headers=headers, json={"refresh": old["token"]})
            response = browser.post("/api/token/", headers=headers)
        if not response.is_success:
            raise ServerError(f"{url} gives no token (HTTP {response.status_code}); its log says why")
        token: str = response.json()["token"]
    return token


def _browser(url: str) -> httpx.Client:
    return httpx.Client(base_url=url, timeout=60, trust_env=False)


def _send(browser: httpx.Client, form: str, login: LoginFile) -> None:
    """The form filled in and sent as a browser does.

    Raises:
        ServerError: it was not accepted.
    """
    browser.get(form)
    fields = {"email": login["email"], "password": login["password"]}
    response = browser.post(
        form,
        data={**fields, "csrfmiddlewaretoken": browser.cookies["csrftoken"]},
        headers={"Referer": str(browser.base_url)},
    )
    if response.status_code != _FOUND:
        raise ServerError(
            f"{browser.base_url} does not let {login['email']} in; its data and its secrets do not go together"
        )
