"""The network fails, and so do the machines: what was to be done is done once, and files are whole."""

import json
from dataclasses import dataclass

import pytest

from quidit.remote import tasks
from quidit.remote.connection import Connection
from quidit.remote.failures import UnreachableError
from quidit.remote.push import push
from quidit.starting import start
from quidit.store import Store
from quidit.text import sha256

LONG = 600
"""Articles that take two requests to push."""


@dataclass(frozen=True)
class Case:
    """A corpus, and the project that it is pushed to."""

    studio: object
    store: Store
    wish: object

    def submit_all(self):
        push(self.store, self.studio.connection, self.wish)
        for task in self.studio.tasks(self.wish).values():
            self.studio.submit(task)

    def is_there_once(self):
        """Every article has one task."""
        found = tasks.listed(self.studio.connection, self.studio.project(self.wish))
        return sorted(tasks.pair_of(task)[0] for task in found) == self.store.article_ids()


@pytest.fixture
def case(studio, toy, wish):
    return Case(studio, toy, wish(toy))


def times(count, what, part, method="POST"):
    """The fault for the first so many requests whose path has that part."""
    left = [what] * count

    def fault(asked, path):
        return left.pop() if left and asked == method and part in path else None

    return fault


@pytest.fixture
def wire(studio, proxy):
    """A connection through the wire that fails."""
    connection = Connection.open(proxy.url, studio.token)
    proxy.seen.clear()
    yield connection
    connection.close()


@pytest.fixture(scope="session")
def long_corpus(tmp_path_factory):
    """A corpus of short articles, more than one request holds."""
    folder = tmp_path_factory.mktemp("long") / "corpus"
    start(folder, "fr")
    store = Store(folder)
    article = json.loads((folder / "corpus/sample.json").read_text())
    for number in range(1, LONG):
        text = f"Le maire a parlé {number} fois."
        said = {**article, "id": f"article-{number:04d}", "text_sha256": sha256(text), "paragraphs": [text]}
        path = folder / f"corpus/article-{number:04d}.json"
        path.write_text(json.dumps({**said, "sentences": [[0, len(text)]]}))
    return store


@pytest.mark.parametrize(("count", "fault"), [(2, 500), (1, 502), (1, "lose"), (2, "cut"), (2, "half")])
def test_an_import_that_fails_is_sent_again_and_arrives_once(case, proxy, wire, count, fault):
    proxy.faults.append(times(count, fault, "/import"))
    pushed = push(case.store, wire, case.wish)
    assert (pushed.sent, pushed.problems) == (len(case.store.article_ids()), ())
    assert case.is_there_once()
    again = push(case.store, wire, case.wish)
    assert (again.sent, again.present) == (0, pushed.sent)


@pytest.mark.parametrize("fault", ["lose", "cut"])
def test_a_project_is_made_once_though_its_making_fails(case, proxy, wire, fault):
    proxy.faults.append(times(2, fault, "/api/projects/"))
    push(case.store, wire, case.wish)
    found = case.studio.connection.get("/api/projects/", {"title": case.wish.title})
    assert found["count"] == 1


@pytest.mark.parametrize("fault", ["lose", "cut"])
def test_a_push_needs_no_view_of_its_own(case, proxy, wire, fault):
    proxy.faults.append(times(1, fault, "/api/dm/views/"))
    pushed = push(case.store, wire, case.wish)
    assert pushed.sent == len(case.store.article_ids())


@pytest.mark.parametrize("fault", [503, "half"])
def test_a_pull_is_the_same_though_the_network_fails(case, quidit, proxy, fault):
    case.submit_all()
    proxy.faults.append(times(3, fault, "/api/tasks", "GET"))
    environment = {**case.studio.environment, "LABEL_STUDIO_URL": proxy.url}
    result = quidit(case.store, "pull", "--annotator", "ana", "--json", **environment)
    assert result.returncode == 0, result.stderr
    assert json.loads(result.stdout)["projects"][0]["changed"] == len(case.store.article_ids())
    again = quidit(case.store, "pull", "--annotator", "ana", "--full", "--json", **case.studio.environment)
    assert json.loads(again.stdout)["projects"][0]["written"] == []


def test_a_server_that_stays_away_is_told_in_one_sentence(case, proxy, wire):
    push(case.store, case.studio.connection, case.wish)
    proxy.faults.append(times(99, 503, "/api/tasks", "GET"))
    with pytest.raises(UnreachableError, match="keeps answering HTTP 503"):
        push(case.store, wire, case.wish)


def test_a_push_killed_between_its_requests_is_completed_by_the_next(studio, long_corpus, begin, quidit, proxy):
    environment = {**studio.environment, "LABEL_STUDIO_URL": proxy.url}
    imports = []

    def second_import(method, path):
        if method == "POST" and path.endswith("/import"):
            imports.append(path)
        return "hold" if len(imports) == 2 else None

    proxy.faults.append(second_import)
    killed = begin(long_corpus, "push", "--annotator", "between", **environment)
    assert proxy.held.wait(300), killed.communicate()
    killed.kill()
    killed.wait()
    proxy.let_go.set()
    proxy.faults.clear()
    result = quidit(long_corpus, "push", "--annotator", "between", "--json", **environment)
    said = json.loads(result.stdout)["projects"][0]
    assert (said["present"], said["sent"]) == (500, LONG - 500)
    again = quidit(long_corpus, "push", "--annotator", "between", "--json", **environment)
    assert json.loads(again.stdout)["projects"][0]["sent"] == 0


def test_a_push_killed_while_the_server_is_at_work_sends_nothing_twice(case, begin, proxy):
    environment = {**case.studio.environment, "LABEL_STUDIO_URL": proxy.url}

    def hold_the_answer(method, path):
        return "late" if method == "POST" and path.endswith("/import") else None

    proxy.faults.append(hold_the_answer)
    killed = begin(case.store, "push", "--annotator", "ana", **environment)
    assert proxy.held.wait(300), killed.communicate()
    killed.kill()
    killed.wait()
    result = begin(case.store, "push", "--annotator", "ana", "--json", **environment)
    assert proxy.asked_again.wait(300)
    proxy.let_go.set()
    out, err = result.communicate(timeout=300)
    said = json.loads(out)["projects"][0]
    assert (said["present"], said["sent"]) == (len(case.store.article_ids()), 0), err
    assert case.is_there_once()


def test_a_pull_killed_anywhere_leaves_whole_files_and_is_completed_by_the_next(case, begin, quidit):
    case.submit_all()
    folder = case.store.root / "annotations"

    def pulled():
        return sorted(folder.glob("*/ana*.json"))

    for _ in range(4):
        before = len(pulled())
        process = begin(case.store, "pull", "--annotator", "ana", **case.studio.environment)
        while process.poll() is None and len(pulled()) == before:
            pass
        process.kill()
        process.wait()
        for path in pulled():
            assert json.loads(path.read_text())["annotator"] == "ana"
    result = quidit(case.store, "pull", "--annotator", "ana", **case.studio.environment)
    assert result.returncode == 0, result.stderr
    assert len(pulled()) == 2 * len(case.store.article_ids())
    again = quidit(case.store, "pull", "--annotator", "ana", "--full", "--json", **case.studio.environment)
    assert json.loads(again.stdout)["projects"][0]["written"] == []
    assert not list(folder.rglob("*.partial")), "what a kill left is cleared away"
