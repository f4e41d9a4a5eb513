"""Calls: every failure that the Hub's client can have is one of ours, with what to do, and no token in it."""

import httpx2
import pytest
from huggingface_hub import errors

from hub.server import TOKEN
from quidit.remote.hub.calls import asked, done, quietly
from quidit.remote.hub.failures import (
    HubRefusalError,
    NoHubError,
    NoHubTokenError,
    StaleError,
    UncertainError,
    UnknownRepositoryError,
    UnknownRevisionError,
    UnreachableHubError,
)

hf_xet = pytest.importorskip("hf_xet")

# What hf_xet 1.8.0 says of a storage that answers so, to an upload and to a download.
UPLOAD = "Network error: Request error: HTTP status client error ({}), domain: http://127.0.0.1/v1/xorbs/default/495a"
SERVER = (
    "Server error: Request error: HTTP status server error (500 Internal Server Error), domain: http://127.0.0.1/token"
)
DOWNLOAD = f"Task error: File reconstruction error: CAS Client Error: {UPLOAD}"
NOBODY = "Network error: Request middleware error: error sending request for url (http://127.0.0.1:9/token)"


def answered(kind, status):
    request = httpx2.Request("POST", "https://hub.example/api")
    return kind(f"{status} for {TOKEN}", response=httpx2.Response(status, request=request))


@pytest.mark.parametrize(
    ("error", "meant", "said"),
    [
        (
            ConnectionError(UPLOAD.format("401 Unauthorized")),
            NoHubTokenError,
            "storage of large files does not let you",
        ),
        (RuntimeError(DOWNLOAD.format("403 Forbidden")), NoHubTokenError, "set HF_TOKEN to a token that may"),
        (hf_xet.XetAuthenticationError("the token has run out"), NoHubTokenError, "the token has run out"),
        (hf_xet.XetObjectNotFoundError("no such chunk"), HubRefusalError, "no such chunk.*HF_HUB_DISABLE_XET=1"),
        (ConnectionError(UPLOAD.format("404 Not Found")), HubRefusalError, "404 Not Found.*HF_HUB_DISABLE_XET=1"),
        (ConnectionError(SERVER), UncertainError, "500 Internal Server Error.*do the same again"),
        (ConnectionError(NOBODY), UncertainError, "error sending request.*do the same again"),
        (TimeoutError("timed out"), UncertainError, "timed out"),
        (errors.OIDCError("HF_OIDC_RESOURCE is set but no id token is available"), NoHubTokenError, "set HF_TOKEN"),
        (answered(errors.GatedRepoError, 403), NoHubTokenError, "ask on its page"),
        (answered(errors.DisabledRepoError, 403), HubRefusalError, "closed by the Hub"),
        (answered(errors.RevisionNotFoundError, 404), UnknownRevisionError, "no such tag, branch or commit"),
        (answered(errors.RepositoryNotFoundError, 404), UnknownRepositoryError, "correct the address"),
        (answered(errors.HfHubHTTPError, 412), StaleError, "HTTP 412"),
        (answered(errors.HfHubHTTPError, 413), HubRefusalError, "refused it"),
        (httpx2.InvalidURL("no host"), NoHubError, "correct HF_ENDPOINT"),
        (httpx2.TooManyRedirects("20"), NoHubError, "correct HF_ENDPOINT"),
        (httpx2.ReadTimeout("slow"), UncertainError, "slow"),
    ],
)
def test_a_failure_of_the_client_is_told_with_its_remedy(monkeypatch, error, meant, said):
    def fails():
        raise error

    monkeypatch.setenv("HF_TOKEN", TOKEN)
    with quietly(), pytest.raises(meant, match=f"^ada/toy\\b.*{said}") as raised:
        done("ada/toy", fails)
    assert type(raised.value) is meant
    assert TOKEN not in str(raised.value)


def test_a_storage_that_fails_for_a_moment_is_asked_again(monkeypatch):
    monkeypatch.setattr("quidit.remote.hub.calls.PAUSE", lambda _: 0)
    failures = [RuntimeError(DOWNLOAD.format("429 Too Many Requests")), RuntimeError(SERVER)]

    def fails():
        if failures:
            raise failures.pop()
        return "read"

    assert asked("ada/toy", fails) == "read"
    failures += [RuntimeError(SERVER)] * 5
    with pytest.raises(UnreachableHubError, match="500"):
        asked("ada/toy", fails)


def test_a_full_disk_is_no_failure_of_the_hub():
    def fails():
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space left") as raised:
        done("ada/toy", fails)
    assert type(raised.value) is OSError
