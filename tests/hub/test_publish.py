"""Publishing: the unmodified clients against a Hub over git, from nothing to a release that others load."""

import json
import subprocess

import pytest

from corpora import command, copy_of
from hub.faults import Cut
from hub.server import READER
from quidit import Corpus
from releases import edit, files_of, replace_in
from repositories import git
from repositories import repository as committed

COPIED = "hf_cöpied"
TOY, FIRST = "ada/toy", "ada/quidit-fr"
LOAD = """
import json, sys
from datasets import load_dataset
rows = load_dataset({name!r}, "sentences", revision={revision!r}, streaming={streaming})["train"]
print(json.dumps([row["text"] for row in rows]))
"""


def tags(repository):
    return {ref["name"]: ref["targetCommit"] for ref in repository.refs()["tags"]}


def files_at(repository, revision):
    """What a repository holds at a revision, but for the Hub's own file."""
    return {file.path: repository.content(file) for file in repository.files(revision) if file.path != ".gitattributes"}


def test_a_release_is_published_in_one_commit_under_a_tag_and_loaded_back(hub, publisher, toy):
    said = publisher.publish(TOY, toy)
    repository = hub.find(TOY)
    assert (said["version"], said["tag"], said["private"], said["new"]) == ("1.0.0", "v1.0.0", False, True)
    assert said["added"] == sorted(files_of(toy))
    assert tags(repository) == {"v1.0.0": said["commit"]}
    assert said["commit"] == repository.resolve("main")
    assert files_at(repository, "v1.0.0") == files_of(toy)
    assert [commit["title"] for commit in repository.commits("main")] == ["Release 1.0.0 of toy", "initial commit"]
    assert (hub.asked("POST /commit/"), hub.asked("POST /tag/")) == (1, 1)
    assert not [path for path in publisher.home.rglob("*") if path.is_file()], "nothing is left in the publisher's home"


def test_the_first_article_goes_whole_into_a_private_repository_and_only_its_readers_load_it(hub, publisher, first):
    result = publisher("publish", FIRST, first, "--private")
    assert result.returncode == 0, result.stderr
    assert result.stdout == (
        f"quidit-fr 0.1.0, full text, ada/quidit-fr (private, made): {hub.url}/datasets/ada/quidit-fr\n"
        "Not everybody may have the words of garanties-ukraine: keep the repository private.\n"
        f"{len(files_of(first))} files ({sum(map(len, files_of(first).values())):,} bytes) sent.\n"
        f"Tagged v0.1.0 ({hub.find(FIRST).resolve('main')[:12]}), loaded back and equal to what was sent.\n\n"
        "Load it with:\n\n  from datasets import load_dataset\n"
        '  load_dataset("ada/quidit-fr", "sentences", revision="v0.1.0")\n'
    )
    read = LOAD.format(name=FIRST, revision="v0.1.0", streaming=False)
    assert len(publisher.python(read, token=READER)) == 27
    with pytest.raises(AssertionError, match="doesn't exist on the Hub or cannot be accessed"):
        publisher.python(read, token=None)


def test_where_everybody_reads_only_the_stand_off_form_goes_and_readers_with_the_text_put_it_back(
    hub, publisher, corpora, first
):
    result = publisher("publish", FIRST, first)
    assert result.returncode == 0, result.stderr
    assert "quidit-fr 0.1.0, stand-off form, ada/quidit-fr (public, made)" in result.stdout
    assert "the words of garanties-ukraine: whoever has the texts runs `quidit rehydrate`." in result.stdout
    repository = hub.find(FIRST)
    words = "garanties de sécurité".encode()
    assert not any(words in content for content in files_at(repository, "v0.1.0").values())
    copy = publisher.home / "copy"
    with_words = Corpus.open(corpora / "fr").rehydrate(fetched(repository, "v0.1.0", copy), [corpora / "fr/seeds"])
    assert tables_of(with_words.folder) == tables_of(first)


def tables_of(folder):
    return {name: content for name, content in files_of(folder).items() if name.endswith(".parquet")}


def fetched(repository, revision, folder):
    """A repository's files at a revision, in a folder."""
    for name, content in files_at(repository, revision).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


def test_a_repository_that_everybody_reads_already_gets_no_words_either(hub, publisher, first):
    repository = hub.make(FIRST)
    repository.push(files_of(first))
    repository.tag("v0.0.9", repository.resolve("main"), "")
    said = publisher.publish(FIRST, first, "--dry-run")
    assert (said["form"], said["private"], said["full_text_at"]) == ("stand-off", False, ["v0.0.9"])
    assert [each["article"] for each in said["kept"]] == ["garanties-ukraine"]
    assert not {method for method, _ in hub.seen} - {"GET"}


def test_a_public_repository_is_not_taken_for_a_private_one(hub, publisher, toy):
    hub.make(TOY)
    result = publisher("publish", TOY, toy, "--private")
    assert result.returncode == 2
    assert "is public, and it was to be private" in result.stderr
    assert not {method for method, _ in hub.seen} - {"GET"}


def test_a_dry_run_says_what_would_be_sent_and_touches_nothing(hub, publisher, toy, toy_grown):
    result = publisher("publish", TOY, toy, "--dry-run", token=None)
    assert result.returncode == 0, result.stderr
    assert f"toy 1.0.0, full text, ada/toy (public, would be made): {hub.url}/datasets/ada/toy\n" in result.stdout
    assert "would be sent." in result.stdout
    assert result.stdout.endswith("There is no token yet: set HF_TOKEN to one that may write.\n")
    repository = hub.make(TOY)
    repository.push(files_of(toy))
    said = publisher.publish(TOY, toy_grown, "--dry-run")
    assert (said["removed"], said["replaced"], said["commit"]) == (["CHANGELOG.md"], [], None)
    assert "tokens/train-00000-of-00001.parquet" not in said["added"]
    assert not {method for method, _ in hub.seen} - {"GET"}
    assert not list(publisher.home.rglob("*.lock")), "a dry run leaves nothing in the client's caches"


def test_the_library_publishes_as_the_command_does(hub, publisher, tagged, first):
    code = (
        "import json; from quidit import Corpus\n"
        f"found = Corpus.open({str(tagged)!r}).publish({FIRST!r}, {str(first)!r}, private=True, dry_run=True)\n"
        "print(json.dumps([found.tag, found.source, found.is_private, found.form.is_standoff, sorted(found.sent.added), found.commit]))"
    )
    assert publisher.python(code) == ["v0.1.0", "v0.1.0", True, False, sorted(files_of(first)), ""]
    assert not {method for method, _ in hub.seen} - {"GET"}


def test_without_a_token_or_with_one_that_only_reads_nothing_is_sent_and_no_token_is_shown(hub, publisher, toy):
    nobody = publisher("publish", TOY, toy, token=None)
    assert (nobody.returncode, "set HF_TOKEN" in nobody.stderr) == (2, True)
    reader = publisher("publish", TOY, toy, token=READER)
    assert reader.returncode == 2
    assert "does not let you (You don't have the rights to write with …)" in reader.stderr
    broken = publisher("publish", TOY, toy, token=COPIED)
    assert "what HF_TOKEN holds is no token" in broken.stderr
    assert not any(secret in said.stdout + said.stderr for said in (reader, broken) for secret in (READER, COPIED))
    assert hub.find(TOY) is None


def test_a_client_that_is_to_stay_offline_is_told(publisher, toy):
    result = publisher("publish", TOY, toy, HF_HUB_OFFLINE="1")
    assert (result.returncode, "HF_HUB_OFFLINE is set; unset it" in result.stderr) == (2, True)


@pytest.mark.parametrize(("name", "status"), [("toy", 2), ("ada/toy@v1.0.0", 2), ("ada/-", 2), ("ada/a--b", 2)])
def test_what_names_no_repository_is_wrong_usage(publisher, toy, name, status):
    result = publisher("publish", name, toy)
    assert (result.returncode, "ORG/NAME" in result.stderr) == (status, True)


def test_a_folder_that_is_not_what_its_manifest_says_is_not_published(hub, publisher, toy, tmp_path):
    folder = tmp_path / "toy"
    subprocess.run(["cp", "-r", toy, folder], check=True)
    replace_in(folder / "README.md", "toy", "tou")
    result = publisher("publish", TOY, folder)
    assert result.returncode == 1
    assert "README.md is not the file that MANIFEST.json names" in result.stderr
    assert not hub.seen


def test_a_publication_killed_between_commit_and_tag_is_completed_by_the_next(hub, publisher, toy):
    def kill():
        process.kill()
        process.wait()

    hub.fail("POST /tag/", kill)
    process = subprocess.Popen(
        command("publish", TOY, toy), cwd=publisher.home, env=publisher.environment(), stderr=subprocess.DEVNULL
    )
    process.wait(300)
    repository = hub.find(TOY)
    released = repository.resolve("main")
    said = publisher.publish(TOY, toy)
    assert said["commit"] == released == repository.resolve("v1.0.0")
    assert hub.asked("POST /commit/") == 1


def test_downloads_that_break_off_are_gone_on_with(hub, publisher, toy):
    cuts = [hub.fail(f"GET {path}", Cut.IN_THE_ANSWER) for path in ("train-00000", "README.md", "issues/full")]
    publisher.publish(TOY, toy)
    assert [fault.happened for fault in cuts] == [1, 1, 1]


def test_a_hub_that_fails_while_it_is_loaded_from_is_told_and_the_next_call_looks_again(hub, publisher, toy):
    hub.fail("GET /revision/v1.0.0", 503, times=5)
    result = publisher("publish", TOY, toy)
    assert (result.returncode, "ada/toy@v1.0.0 cannot be reached (HTTP 503" in result.stderr) == (2, True), (
        result.stderr
    )
    assert publisher.publish(TOY, toy)["commit"] == hub.find(TOY).resolve("v1.0.0")
    assert hub.asked("POST /commit/") == 1


def test_what_does_not_come_back_as_it_was_sent_is_told(hub, publisher, toy):
    def damage():
        repository = hub.find(TOY)
        file = repository.file("main", "sentences/train-00000-of-00001.parquet")
        content = bytearray(repository.content(file))
        content[100] ^= 1
        repository.object(file.sha256).write_bytes(content)

    hub.fail("POST /tag/", damage)
    result = publisher("publish", TOY, toy)
    assert result.returncode == 1
    assert "sentences/train-00000-of-00001.parquet" in result.stderr
    assert "ada/toy@v1.0.0" in result.stderr


@pytest.fixture
def tagged(corpora, publisher):
    """The repository's corpus with a history, in which 0.1.0 has its tag."""
    corpus = committed(copy_of(corpora / "fr", publisher.home / "fr"))
    git(corpus, "tag", "v0.1.0")
    return corpus


@pytest.mark.parametrize("options", [["--dry-run"], ["--untagged"]])
def test_what_the_tag_does_not_make_is_never_published_under_its_version(hub, publisher, tagged, options):
    edit(tagged / "corpus/garanties-ukraine.json", lambda article: article.update(title="Rewritten after the tag"))
    Corpus.open(tagged).build()
    result = publisher("publish", FIRST, *options, cwd=tagged)
    assert result.returncode == 1
    assert "is not what v0.1.0 makes, and what is published as 0.1.0 never changes:\n  " in result.stderr
    assert "title" in result.stderr
    assert not hub.seen


def test_a_built_tag_is_published_from_its_corpus_without_a_warning(hub, publisher, tagged, first):
    result = publisher("publish", FIRST, first, "--private", "--json", cwd=tagged)
    assert (result.returncode, result.stderr) == (0, "")
    assert json.loads(result.stdout)["made_by"] == "v0.1.0"
    assert tags(hub.find(FIRST)) == {"v0.1.0": json.loads(result.stdout)["commit"]}


def test_what_no_tag_names_is_published_only_by_somebody_who_says_so(hub, publisher, corpora, first):
    git(copy_of(corpora / "fr", publisher.home / "fr"), "init", "--quiet")
    result = publisher("publish", FIRST, first, "--dry-run", cwd=publisher.home / "fr")
    assert result.returncode == 1
    assert "run `quidit release 0.1.0` and build again" in result.stderr
    assert not hub.seen
    said = publisher("publish", FIRST, first, "--private", "--untagged", "--json", cwd=publisher.home / "fr")
    assert (said.returncode, json.loads(said.stdout)["made_by"]) == (0, None)
    assert "Warning: no tag of a corpus is here" in said.stderr
    assert hub.find(FIRST).resolve("v0.1.0")


def test_a_stand_off_form_on_the_hub_is_verified_against_the_tag_of_the_corpus(hub, publisher, tagged, first):
    sent = Corpus.open(tagged).standoff(first, publisher.home / "form").folder
    hub.make(FIRST).push(files_of(sent))
    result = publisher("verify", f"{FIRST}@main", cwd=tagged)
    assert (result.returncode, f"{FIRST}@main is what v0.1.0" in result.stdout) == (0, True), result.stderr


def test_what_others_changed_on_the_hub_is_found(hub, publisher, tagged, first):
    hub.make(FIRST).push({**files_of(first), "README.md": b"# Mine\n"})
    result = publisher("verify", f"{FIRST}@main", "--json", cwd=tagged)
    assert result.returncode == 1
    assert {each["file"] for each in json.loads(result.stdout)["discrepancies"]} == {"README.md"}


def test_a_pull_request_is_loaded_back_before_anybody_merges_it(hub, publisher, toy):
    said = publisher.publish(TOY, toy, "--create-pr")
    assert (said["pull_request"], said["commit"], said["tag"]) == ("refs/pr/1", None, "v1.0.0")
    assert files_at(hub.find(TOY), "refs/pr/1") == files_of(toy)
    assert not tags(hub.find(TOY))
