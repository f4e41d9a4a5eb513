"""A delivery under faults: however the Hub or the network fails, doing it again ends with one commit and one tag."""

from dataclasses import replace

import pytest

from hub.answers import Answer
from hub.faults import Cut
from hub.releasing import NAME, run
from quidit.remote.hub.delivery import Delivery
from quidit.remote.hub.failures import (
    BusyRepositoryError,
    ForeignChangesError,
    HubRefusalError,
    NoHubError,
    NoHubTokenError,
    PublicRepositoryError,
    TakenVersionError,
    UnreachableHubError,
)
from quidit.remote.hub.repository import HubRepository
from quidit.remote.hub.steps import Proposed, Published

STRANGER = "hf_ofNobody"


@pytest.fixture(autouse=True)
def repository(hub):
    """The repository to which all is delivered, as its owner made it."""
    return hub.make(NAME)


def is_published_once(repository, folder, tag="v1.0.0"):
    """Whether the main branch has one commit of the release, the tag is on it, and it holds the release's files."""
    commits = [commit["id"] for commit in repository.commits("main") if commit["title"].startswith("Release")]
    held = {f.path: repository.content(f) for f in repository.files(tag) if f.path != ".gitattributes"}
    there = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    return held == there and commits == [repository.resolve(tag)]


@pytest.mark.parametrize(
    "passing",
    [
        ("GET /refs", 503, 2),
        ("GET /refs", Cut.IN_THE_ANSWER, 1),
        ("GET /tree/", Cut.BEFORE, 1),
        ("POST /preupload/", 500, 1),
        ("POST /objects/batch", 502, 1),
        ("PUT /objects/", 500, 1),
        ("PUT /objects/", Cut.IN_THE_REQUEST, 1),
        ("POST /verify", 500, 1),
        ("POST /commit/", 500, 2),
        ("POST /commit/", Cut.BEFORE, 1),
        ("POST /commit/", Cut.IN_THE_REQUEST, 1),
        ("POST /commit/", Cut.AFTER, 1),
        ("POST /commit/", Cut.IN_THE_ANSWER, 1),
        ("POST /tag/", 500, 1),
        ("POST /tag/", Cut.BEFORE, 1),
        ("POST /tag/", Cut.AFTER, 1),
    ],
    ids=str,
)
def test_a_passing_fault_leaves_one_commit_and_one_tag(hub, begin, toy, passing):
    asked, what, times = passing
    fault = hub.fail(asked, what, times=times)
    assert isinstance(run(begin(toy)), Published)
    assert fault.happened == times
    assert is_published_once(hub.find(NAME), toy)


@pytest.mark.parametrize("part", ["/preupload/", "/objects/batch", "/commit/", "/tag/"])
def test_a_publication_that_was_refused_in_the_middle_is_completed_by_the_next(hub, repository, begin, toy, part):
    hub.fail(f"POST {part}", 400)
    with pytest.raises(HubRefusalError, match="HTTP 400"):
        run(begin(toy))
    assert run(begin(toy)).commit == repository.resolve("v1.0.0")
    assert is_published_once(repository, toy)


def test_publishing_what_is_published_changes_nothing(hub, begin, toy):
    first = run(begin(toy))
    before = hub.asked("POST /")
    assert run(begin(toy)) == first
    assert hub.asked("POST /") == before


def test_somebody_who_pushes_meanwhile_loses_nothing(hub, repository, begin, toy):
    hub.fail("POST /commit/", lambda: repository.push({"notes.txt": b"mine"}))
    with pytest.raises(ForeignChangesError, match=r"notes\.txt; take what is worth it into the corpus"):
        run(begin(toy))
    assert repository.read("main", "notes.txt") == b"mine"
    assert not repository.refs()["tags"]


def test_a_stale_parent_is_looked_at_again(hub, repository, begin, toy):
    hub.fail("POST /commit/", lambda: repository.push({".gitattributes": b"*.parquet filter=lfs\n"}))
    run(begin(toy))
    assert hub.asked("POST /commit/") == 2
    assert is_published_once(repository, toy)


def test_a_repository_that_never_rests_is_given_up(hub, repository, begin, toy):
    attributes = iter(range(100))
    hub.fail("POST /commit/", lambda: repository.push({".gitattributes": b"%d" % next(attributes)}), times=100)
    with pytest.raises(BusyRepositoryError, match="it was tried 5 times, and nothing is half done"):
        run(begin(toy))
    assert not repository.refs()["tags"]


def test_what_others_changed_goes_only_when_that_is_said(repository, begin, toy):
    repository.push({"README.md": b"# Mine\n", "logo.bin": b"picture"})
    with pytest.raises(ForeignChangesError, match=r"README\.md, logo\.bin"):
        run(begin(toy))
    delivery = begin(toy, overwrite=True)
    run(delivery)
    assert delivery.sent.replaced == ("README.md", "logo.bin")
    assert is_published_once(repository, toy)


def test_a_release_replaces_the_one_before_and_what_it_no_longer_has_goes(repository, begin, toy, toy_grown):
    run(begin(toy))
    delivery = begin(toy_grown)
    run(delivery)
    assert delivery.sent.removed == ("CHANGELOG.md",)
    assert not {name for name in delivery.sent.added if name.startswith(("schema/", "issues/"))}
    assert {file.path for file in repository.files("v1.1.0")} == {".gitattributes", *delivery.files}
    assert repository.read("v1.0.0", "MANIFEST.json") == (toy / "MANIFEST.json").read_bytes()


def test_what_others_changed_in_a_release_is_not_lost_with_the_next(repository, begin, toy, toy_grown):
    run(begin(toy))
    repository.push({"README.md": b"# Edited on the Hub\n", "issues/full-00000-of-00001.parquet": None})
    with pytest.raises(ForeignChangesError, match=r"now: README\.md; take"):
        run(begin(toy_grown))


def test_a_release_between_whose_commit_and_tag_somebody_pushed_is_found_again(hub, repository, begin, toy):
    hub.fail("POST /tag/", 400)
    with pytest.raises(HubRefusalError):
        run(begin(toy))
    released = repository.resolve("main")
    repository.push({"README.md": b"# Edited at once\n"})
    assert run(begin(toy)) == Published(released)
    assert hub.asked("POST /commit/") == 1


def test_a_version_that_is_out_never_changes(repository, begin, toy, toy_grown):
    run(begin(toy_grown))
    repository.tag("v1.0.0", repository.resolve("main"), "")
    with pytest.raises(TakenVersionError, match=r"ada/toy has v1\.0\.0 already, with other content"):
        run(begin(toy))


def test_a_lower_version_does_not_follow_a_higher_one(begin, toy, toy_grown):
    run(begin(toy_grown))
    with pytest.raises(TakenVersionError, match=r"holds 1\.1\.0, which is higher than 1\.0\.0"):
        run(begin(toy))


def test_a_tag_that_somebody_else_set_first_is_not_moved(hub, repository, begin, toy):
    hub.fail("POST /tag/", lambda: repository.tag("v1.0.0", repository.resolve("main~1"), ""))
    with pytest.raises(TakenVersionError):
        run(begin(toy))


def test_a_pull_request_is_proposed_once_and_tagged_when_it_is_merged(hub, repository, begin, toy):
    hub.fail("POST /commit/", Cut.AFTER)
    assert run(begin(toy, pull=True)) == Proposed("refs/pr/1")
    assert run(begin(toy, pull=True)) == Proposed("refs/pr/1")
    assert not repository.refs()["tags"]
    assert hub.asked("POST /commit/") == 1
    repository.merge(1)
    assert run(begin(toy, pull=True)) == Published(repository.resolve("refs/pr/1"))


@pytest.mark.parametrize("fault", [Cut.AFTER, Cut.BEFORE, 503])
def test_a_repository_is_made_as_it_was_wanted_though_its_making_fails(hub, begin, toy, fault):
    new = replace(begin(toy).repository, name="ada/new")
    assert new.is_private() is None
    hub.fail("POST /repos/create", fault)
    new.make(private=True)
    assert (new.is_private(), hub.asked("POST /repos/create")) == (True, 2)


def test_full_text_is_not_sent_to_a_repository_that_was_made_public_meanwhile(hub, repository, begin, toy):
    repository.private = True

    def publish_it():
        repository.private = False

    hub.fail("GET /tree/", publish_it)
    with pytest.raises(PublicRepositoryError, match="is not private, so the full text was not sent"):
        run(begin(toy, must_be_private=True))
    assert not hub.asked("PUT /objects/")


def test_a_slow_hub_is_waited_for_and_a_silent_one_is_not(hub, repository, begin, toy):
    hub.fail("GET /refs", seconds=0.5)
    run(begin(toy))
    assert is_published_once(repository, toy)
    hub.fail("GET /refs", seconds=1, times=20)
    with pytest.raises(UnreachableHubError, match="see that the Hub is up"):
        run(begin(toy, patience=0.1))


def test_a_hub_that_is_gone_is_told_in_one_sentence(hub, begin, toy):
    delivery = begin(toy)
    hub.close()
    with pytest.raises(UnreachableHubError, match="Connection refused"):
        run(delivery)


@pytest.mark.parametrize("body", [b"<html>Welcome</html>", b'{"welcome": true}'])
def test_what_answers_and_is_no_hub_is_told(hub, begin, toy, body):
    hub.fail("GET /refs", Answer(body=body))
    with pytest.raises(NoHubError, match="answers with something that no Hub says"):
        run(begin(toy))


def test_a_repository_that_one_must_ask_for_is_told(hub, begin, toy):
    hub.fail("GET /refs", Answer.refusal(403, "Ask its authors for access", "GatedRepo"))
    with pytest.raises(NoHubTokenError, match="Ask its authors for access"):
        run(begin(toy))


def test_a_refusal_repeats_no_token(hub, begin, toy, monkeypatch):
    from huggingface_hub import HfApi

    monkeypatch.setenv("HF_TOKEN", STRANGER)
    delivery = begin(toy)
    stranger = HubRepository(NAME, HfApi(endpoint=hub.url, token=STRANGER))
    with pytest.raises(NoHubTokenError, match="Invalid credentials in Authorization header: Bearer …") as told:
        run(Delivery(stranger, delivery.edition))
    assert STRANGER not in str(told.value)
