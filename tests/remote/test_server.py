"""The server in one command: what it tells its user, what it keeps to itself, and how it ends."""

import shutil
import signal
import sqlite3
import stat
import subprocess
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import httpx
import pytest

from quidit.remote.server import annotating
from quidit.remote.server.accounts import connect
from quidit.remote.server.home import BrokenHomeError, Home
from quidit.remote.server.process import is_running, start
from quidit.remote.server.program import InstallError, install
from quidit.store import Store


def test_it_says_where_it_is_and_how_to_log_in(studio):
    said = (studio.root / "said.txt").read_text()
    assert f"Label Studio is at {studio.url}\n" in said
    assert "toy – ana: 14 articles" in said
    assert "log in as ana@quidit.invalid" in said
    assert "The passwords are in .cache/label-studio/secrets.json" in said


def test_it_listens_on_this_machine_alone_and_answers_to_its_own_name_only(studio):
    assert urlsplit(studio.url).hostname == "127.0.0.1"
    assert httpx.get(f"{studio.url}/user/login/").status_code == 200
    assert httpx.get(f"{studio.url}/user/login/", headers={"Host": "evil.example.org"}).status_code == 400
    answer = httpx.get(f"{studio.url}/api/version", headers={"Origin": "https://evil.example.org"})
    assert "access-control-allow-origin" not in answer.headers
    assert httpx.get(f"{studio.url}/user/signup/").status_code == 200
    refused = httpx.post(f"{studio.url}/user/signup/", data={"email": "me@example.org", "password": "longenough-1"})
    assert refused.status_code == 403


def test_secrets_are_in_one_private_file_and_in_no_log(studio):
    for path in (studio.home.secrets, studio.home.log, studio.home.data / "label_studio.sqlite3"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path
    secrets = studio.home.read_secrets()
    logins = [secrets["admin"], *secrets["annotators"].values()]
    kept = [login["password"] for login in logins] + [secrets["admin"]["token"]]
    assert len(set(kept)) == len(kept) == 4
    for path in (studio.root / "said.txt", studio.home.log):
        text = path.read_text()
        assert not [secret for secret in kept if secret in text]


def test_an_invitation_that_stands_in_the_log_is_worth_nothing(studio):
    logged = {
        line.split("token=")[1].split()[0] for line in studio.home.log.read_text().splitlines() if "token=" in line
    }
    assert logged
    current = studio.connection.get("/api/invite")["token"]
    assert current not in logged


def test_an_annotator_can_log_in(studio):
    login = studio.home.read_secrets()["annotators"]["ana"]
    with httpx.Client(base_url=studio.url) as browser:
        browser.get("/user/login/")
        form = {
            **{key: login[key] for key in ("email", "password")},
            "csrfmiddlewaretoken": browser.cookies["csrftoken"],
        }
        assert browser.post("/user/login/", data=form, headers={"Referer": studio.url}).status_code == 302
        assert browser.get("/api/current-user/whoami").json()["email"] == "ana@quidit.invalid"


def test_a_second_call_finds_it_running_and_pushes_what_is_new(studio, quidit):
    store = Store(studio.root)
    result = quidit(store, "annotate", "--annotator", "ana", "--annotator", "zoe", "--port", "1025")
    assert result.returncode == 0, result.stderr
    assert f"Label Studio is at {studio.url}\n" in result.stdout
    assert "It was running already" in result.stdout
    assert "So it is not on port 1025" in result.stdout
    assert "toy – zoe: 14 articles" in result.stdout
    assert "Installing" not in result.stderr


def test_the_other_verbs_find_it_without_being_told(studio, quidit):
    result = quidit(Store(studio.root), "pull", "--annotator", "ana")
    assert result.returncode == 0, result.stderr
    assert result.stdout == "toy – ana: 14 untouched; 0 annotations changed.\n"


def test_a_push_says_who_has_no_account_yet(studio, quidit):
    result = quidit(Store(studio.root), "push", "--annotator", "ana", "--annotator", "carl")
    assert (result.returncode, result.stderr) == (
        0,
        "carl has no account yet; `quidit annotate --annotator carl` makes it\n",
    )


@pytest.fixture
def twin(studio, tmp_path):
    """A corpus with a copy of the server's data, for a server of its own."""
    root = tmp_path / "twin"
    shutil.copytree(studio.root, root, ignore=shutil.ignore_patterns(".cache", "said.txt"))
    home = Home.of(root)
    home.data.mkdir(parents=True)
    home.program.symlink_to(studio.home.program.resolve())
    shutil.copyfile(studio.home.secrets, home.secrets)
    with sqlite3.connect(studio.home.data / "label_studio.sqlite3") as source:
        target = sqlite3.connect(home.data / "label_studio.sqlite3")
        source.backup(target)
        target.close()
    source.close()
    shutil.copyfile(studio.home.data / ".env", home.data / ".env")
    return Store(root)


def test_ctrl_c_ends_it_and_the_data_stay(twin, begin, quidit):
    home = Home.of(twin.root)
    process = begin(twin, "annotate", "--annotator", "ana")
    shown = ""
    while "Ctrl-C ends it." not in shown:
        line = process.stdout.readline()
        assert line, process.communicate()
        shown += line
    url = shown.split("Label Studio is at ")[1].split()[0]
    assert httpx.get(f"{url}/health").json() == {"status": "UP"}
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, "Traceback" in err) == (0, False)
    assert "the data stay" in out
    assert not is_running(home)
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{url}/health")
    desk = annotating.annotate(twin, [_wish(twin)])
    try:
        assert (desk.server.url, desk.pushes[0].sent, desk.pushes[0].present) == (url, 0, 14)
        killed = quidit(twin, "annotate", "--stop")
        assert killed.stdout == "Ended.\n"
        assert not is_running(home)
    finally:
        desk.server.end()
    assert quidit(twin, "annotate", "--stop").stdout == "None was running.\n"


def _wish(store):
    from quidit.remote.projects import Wish

    return Wish(store.settings.dataset, "ana")


def test_a_server_that_cannot_start_is_told_with_its_log(twin, quidit):
    Home.of(twin.root).data.joinpath("label_studio.sqlite3").write_bytes(b"no database" * 100)
    result = quidit(twin, "annotate", "--annotator", "ana")
    assert result.returncode == 2
    assert "ended as it started" in result.stderr.splitlines()[-1]
    assert "server.log" in result.stderr.splitlines()[-1]
    assert not is_running(Home.of(twin.root))


def test_data_without_their_secrets_are_not_started(tmp_path):
    home = Home(tmp_path, tmp_path / "program")
    home.data.mkdir()
    (home.data / "label_studio.sqlite3").touch()
    with pytest.raises(BrokenHomeError, match="is gone"):
        home.read_secrets()


def test_secrets_are_never_committed_whatever_the_corpus_ignores(tmp_path):
    subprocess.run(["git", "init", "--quiet", tmp_path], check=True)
    Home.of(tmp_path).read_secrets()
    seen = subprocess.run(
        ["git", "status", "--porcelain", "--untracked-files=all"], cwd=tmp_path, capture_output=True, check=True
    )
    assert (Home.of(tmp_path).secrets.exists(), seen.stdout) == (True, b"")


def test_an_installation_that_fails_says_why_and_is_begun_anew(tmp_path, monkeypatch):
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path))
    heard = []
    for _ in range(2):
        with pytest.raises(InstallError, match=r"label-studio==1\.23\.2"):
            install(tmp_path / "program", heard.append)
    assert [line.split()[0] for line in heard] == ["Installing"] * 2
    assert not (tmp_path / "program/ready").exists()


def test_two_who_come_at_once_share_one_token(twin):
    home = Home.of(twin.root)
    secrets = home.read_secrets()
    del secrets["admin"]["token"]
    home.write_secrets(secrets)
    server = start(home, home.program / "bin" / "label-studio", None, print)
    try:
        with ThreadPoolExecutor(max_workers=4) as pool:
            connections = list(pool.map(lambda _: connect(home, server.url), range(4)))
        for connection in connections:
            assert connection.get("/api/current-user/whoami")["email"] == "admin@quidit.invalid"
            connection.close()
    finally:
        server.end()
