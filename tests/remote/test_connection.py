"""Connections that cannot be: each is one clear sentence, and none shows the token."""

import json
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from corpora import command
from quidit.remote.connection import Connection
from quidit.remote.failures import NoServerError, NotLabelStudioError, UnreachableError, WrongTokenError

SECRET = "eyJhbGciOiJIUzI1NiJ9.eyJzZWNyZXQiOiJ5ZXMifQ.c2VjcmV0LXNpZ25hdHVyZQ"  # noqa: S105  # opens nothing
FREE = "http://127.0.0.1:9"


@pytest.fixture
def stranger():
    """A web server that is no Label Studio; its test says what it answers."""
    said = {"body": b"<html>Hello</html>", "status": 200, "headers": {}, "asked": []}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            said["asked"].append(dict(self.headers))
            self.send_response(said["status"])
            for name, value in said["headers"].items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(said["body"])

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    said["url"] = f"http://127.0.0.1:{server.server_port}"
    yield said
    server.shutdown()
    server.server_close()
    thread.join()


def one_sentence(result, *words):
    """The command failed with one line on standard error that holds the words, and no secret anywhere."""
    lines = result.stderr.splitlines()
    assert len(lines) == 1, result.stderr
    assert lines[0].startswith("Error: ")
    for word in words:
        assert word in lines[0]
    assert "Traceback" not in result.stderr
    assert SECRET not in result.stdout + result.stderr
    assert result.returncode == 2


@pytest.mark.parametrize("verb", ["push", "pull", "status"])
def test_without_a_server_it_is_said_how_to_name_one(quidit, store, verb):
    who = () if verb == "status" else ("--annotator", "ana")
    one_sentence(quidit(store, verb, *who), "LABEL_STUDIO_URL is not set", "LABEL_STUDIO_API_KEY", "quidit annotate")


def test_without_a_token_it_is_said_where_to_get_one(quidit, store):
    result = quidit(store, "push", "--annotator", "ana", LABEL_STUDIO_URL=FREE)
    one_sentence(result, "LABEL_STUDIO_API_KEY is not set", "Account & Settings", "Personal Access Token")


def test_an_address_where_nothing_answers(quidit, store):
    result = quidit(store, "pull", "--annotator", "ana", LABEL_STUDIO_URL=FREE, LABEL_STUDIO_API_KEY=SECRET)
    one_sentence(result, f"nothing answers at {FREE}", "correct LABEL_STUDIO_URL")


@pytest.mark.parametrize("url", ["labels.example.org", "ftp://example.org", "http://", "http://me:pass@example.org"])
def test_an_address_that_is_none(quidit, store, url):
    result = quidit(store, "pull", "--annotator", "ana", LABEL_STUDIO_URL=url, LABEL_STUDIO_API_KEY=SECRET)
    one_sentence(result, "LABEL_STUDIO_URL is no address")


@pytest.mark.parametrize(
    "page", ["projects/1/data?tab=3", "projects", "projects/", "user/account/personal-access-token"]
)
def test_an_address_copied_from_the_browser_is_that_of_its_server(studio, page):
    connection = Connection.open(f"{studio.url}/{page}", studio.token)
    assert connection.url == studio.url
    connection.close()


@pytest.mark.parametrize("token", [SECRET, "0123456789abcdef0123456789abcdef01234567", "two words", "clé"])
def test_a_token_that_the_server_does_not_know(studio, quidit, store, token):
    result = quidit(store, "push", "--annotator", "ana", LABEL_STUDIO_URL=studio.url, LABEL_STUDIO_API_KEY=token)
    one_sentence(result, "token", "Account & Settings")
    assert token not in result.stderr


def test_a_server_that_is_something_else(quidit, store, stranger):
    environment = {"LABEL_STUDIO_URL": stranger["url"], "LABEL_STUDIO_API_KEY": SECRET}
    one_sentence(quidit(store, "pull", "--annotator", "ana", **environment), "is no Label Studio", "LABEL_STUDIO_URL")
    stranger |= {"status": 302, "headers": {"Location": "https://elsewhere.example.org/"}, "body": b""}
    result = quidit(store, "pull", "--annotator", "ana", **environment)
    one_sentence(result, "is no Label Studio", "sends on to https://elsewhere.example.org/")
    stranger |= {"status": 404, "headers": {}}
    one_sentence(quidit(store, "pull", "--annotator", "ana", **environment), "is no Label Studio", "HTTP 404")
    assert SECRET not in json.dumps(stranger["asked"]), "no stranger is given the token"


def test_a_server_of_another_version_is_used_with_a_warning(stranger):
    stranger["body"] = json.dumps({"release": "1.99.0", "label-studio-os-package": {"version": "1.99.0"}}).encode()
    connection = Connection.open(stranger["url"], "0123456789abcdef0123456789abcdef01234567")
    assert "is Label Studio 1.99.0; Quidit is tested with 1.23.2" in connection.remarks[0]
    connection.close()


def test_the_tested_version_is_used_without_a_word(studio):
    assert studio.connection.remarks == ()


@pytest.mark.parametrize("project", ["no such title", "999999"])
def test_a_project_that_is_not_there(studio, quidit, store, project):
    result = quidit(store, "pull", "--annotator", "ana", "--project", project, **studio.environment)
    one_sentence(result, f"has no project {project}", "--project")


def test_a_project_that_is_somebody_elses_is_left_alone(studio, quidit, store):
    config = '<View><Text name="t" value="$text"/><Labels name="l" toName="t"><Label value="PER"/></Labels></View>'
    content = {"title": f"{store.settings.dataset} theirs", "label_config": config}
    number = studio.connection.post_once("/api/projects/", content)["id"]
    for verb in ("push", "pull"):
        result = quidit(store, verb, "--annotator", "ana", "--project", content["title"], **studio.environment)
        one_sentence(result, f"project {number} ", "not Quidit's")
    project = studio.connection.get(f"/api/projects/{number}/")
    assert (project["label_config"], project["task_number"]) == (config, 0)


def test_one_project_is_not_that_of_two_annotators(quidit, store):
    result = quidit(store, "push", "--annotator", "ana", "--annotator", "bea", "--project", "shared")
    assert result.returncode == 2
    assert "each other's work" in result.stderr


@pytest.mark.parametrize("annotator", ["adjudicated", "Ana Maria", "../ana"])
def test_a_name_that_no_file_can_have_is_wrong_usage(quidit, store, annotator):
    result = quidit(store, "pull", "--annotator", annotator)
    assert result.returncode == 2
    assert "cannot name an annotator" in result.stderr
    assert ("it is reserved" in result.stderr) == (annotator == "adjudicated")


@pytest.mark.parametrize("verb", ["push", "pull", "status", "annotate"])
def test_outside_a_corpus_it_is_wrong_usage(tmp_path, verb):
    who = () if verb in {"status", "annotate"} else ("--annotator", "ana")
    result = subprocess.run(command(verb, *who), cwd=tmp_path, capture_output=True, text=True, check=False)
    one_sentence(result, "quidit init")


def test_the_token_is_in_no_traceback_and_no_repr(studio):
    code = """
import logging, os, traceback
logging.basicConfig(level=logging.DEBUG)
from quidit.remote.connection import Connection
connection = Connection.open()
print(connection, repr(connection), repr(connection._client.auth), vars(connection))
for path in ("/api/projects/999999/", "/health", "/api/projects/1/import"):
    try:
        connection.get(path)
    except Exception:
        traceback.print_exc()
try:
    connection.post_once("/api/projects/", {"title": "x", "label_config": "<View>"})
except Exception:
    traceback.print_exc()
"""
    result = subprocess.run(
        [sys.executable, "-c", code], env={"PATH": "/usr/bin:/bin", **studio.environment},
        capture_output=True, text=True, check=True, timeout=120,
    )  # fmt: skip
    assert result.stderr.count("Traceback") >= 3
    assert studio.token not in result.stdout + result.stderr
    assert studio.token.rpartition(".")[2] not in result.stdout + result.stderr


@pytest.mark.parametrize(
    ("url", "token", "error"),
    [
        ("", "t", NoServerError),
        (FREE, "", NoServerError),
        (FREE, "t", UnreachableError),
        (FREE, "a b", WrongTokenError),
    ],
)
def test_programs_can_tell_the_failures_apart(url, token, error, monkeypatch):
    for name in ("LABEL_STUDIO_URL", "LABEL_STUDIO_API_KEY"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(error):
        Connection.open(url, token)


def test_a_page_where_json_belongs_is_no_label_studio(stranger):
    with pytest.raises(NotLabelStudioError):
        Connection.open(stranger["url"], "t")
