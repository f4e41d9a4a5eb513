"""Assignment: a corpus that grows from one article to many, release after release."""

import shutil

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

import quidit
from corpora import copy_of
from quidit.splits.assign import Assignment, assign
from quidit.splits.duplicates import near_duplicates
from quidit.splits.groups import Plan
from quidit.splits.ledger import DRAWN, Entry, Ledger, broken_promises
from releases import REPOSITORY, TOY

SHARES = {"train": 0.6, "validation": 0.2, "test": 0.2}


def assigned(cuts, edges=(), ledger=None, release="0.1.0"):
    return assign(edges, ledger or Ledger(), Plan(release, SHARES, "salt"), cuts)


def grown(ledger, assignment):
    return Ledger((*ledger.entries, *assignment.entries))


def test_a_single_article_is_the_pilot():
    found = assigned({"a": 7})
    assert found.entries == (
        Entry("0.1.0", policy="pilot", why="the corpus has a single group"),
        Entry("0.1.0", article="a", group="a", split="pilot", test_from=7),
    )
    assert found.announcements == ()


def test_an_empty_corpus_needs_no_decision():
    assert assigned({}) == Assignment((), ())


def test_an_article_that_nothing_decides_waits_and_is_told_so():
    found = assigned({"a": None})
    assert found.entries == ()
    assert "a gets no split yet" in found.announcements[0]


def test_of_a_single_group_the_first_that_can_be_cut_is_the_pilot_and_the_rest_is_held():
    found = assigned({"a": None, "b": 3, "c": 4}, [("a", "b"), ("b", "c")])
    assert [(each.article, each.split) for each in found.entries[1:]] == [("b", "pilot"), ("a", "held"), ("c", "held")]
    assert len(found.announcements) == 2


def test_what_resembles_the_pilot_is_held_in_its_group_and_goes_to_train_with_it():
    ledger = grown(Ledger(), assigned({"m": 3}))
    found = assigned({"m": 3, "a": 2}, [("a", "m")], ledger, "0.2.0")
    ((article, group, split),) = [(each.article, each.group, each.split) for each in found.entries]
    assert (article, group, split) == ("a", "m", "held")
    ledger = grown(ledger, found)
    assert ledger.splits_of_groups == {"m": {"train"}}
    ledger = grown(ledger, assigned({"m": 3, "a": 2, "z": None}, [("a", "m")], ledger, "1.0.0"))
    assert {article: ledger.split(article) for article in "ma"} == {"m": "train", "a": "train"}
    assert list(broken_promises(ledger.entries)) == []


def test_the_second_group_changes_the_policy_and_the_pilot_goes_to_train():
    ledger = grown(Ledger(), assigned({"a": 7}))
    found = assigned({"a": 7, "b": None}, (), ledger, "0.2.0")
    assert found.entries[0] == Entry("1.0.0", policy="group", why="the corpus has 2 groups")
    assert found.entries[1] == Entry("1.0.0", article="a", group="a", split="train")
    assert {each.release for each in found.entries} == {"1.0.0"}
    version, change = found.announcements
    assert 'version = "1.0.0"' in version
    assert "a, the pilot article, goes whole to train" in change


def test_a_version_that_is_a_benchmark_already_is_kept_and_no_pilot_is_told_of_where_there_was_none():
    found = assigned({"a": None, "b": None}, (), release="3.1.0")
    assert {each.release for each in found.entries} == {"3.1.0"}
    (said,) = found.announcements
    assert "pilot" not in said
    assert "version" not in said


def test_under_the_group_policy_no_decision_is_for_a_pilots_version():
    ledger = grown(Ledger(), assigned({"a": None, "b": None}, release="0.1.0"))
    found = assigned(dict.fromkeys("abc"), (), ledger, "0.1.0")
    assert [each.release for each in found.entries] == ["1.0.0"]
    assert 'version = "1.0.0"' in found.announcements[0]


def test_the_group_policy_stays_even_where_one_group_is_left():
    ledger = Ledger((Entry("1.0.0", policy="group"),))
    found = assigned({"a": 3}, (), ledger, "1.1.0")
    assert [(each.article, each.split) for each in found.entries] == [("a", "train")]


def test_articles_that_come_to_belong_together_too_late_are_announced():
    ledger = Ledger(
        (
            Entry("1.0.0", policy="group"),
            Entry("1.0.0", article="a", group="a", split="train"),
            Entry("1.0.0", article="b", group="b", split="test"),
            Entry("1.1.0", article="c", group="c", split="held", drawn="test"),
        )
    )
    cuts = dict.fromkeys("abc")
    found = assigned(cuts, [("a", "b"), ("a", "c")], ledger, "2.0.0")
    assert found.entries == ()
    assert [said.partition(" belong")[0] for said in found.announcements] == ["a and b", "a and c"]


def test_running_again_decides_nothing_more():
    cuts, edges = dict.fromkeys("abcdefgh"), [("a", "b"), ("c", "d")]
    ledger = grown(Ledger(), assigned(cuts, edges, release="1.0.0"))
    assert assigned(cuts, edges, ledger, "1.0.0").entries == ()
    assert assigned(cuts, edges, ledger, "1.1.0").entries == ()


class GrowingCorpus(RuleBasedStateMachine):
    """Articles come in with edges to earlier ones, releases go out, and articles are withdrawn."""

    @initialize()
    def begin(self):
        self.cuts = {}
        self.edges = []
        self.ledger = Ledger()
        self.version = (0, 1, 0)
        self.released = {}
        self.tests = {}

    @rule(data=st.data(), cut=st.none() | st.integers(1, 9))
    def add(self, data, cut):
        article = f"a{data.draw(st.integers(0, 999))}"
        if article in self.cuts or article in self.ledger.by_article:
            return
        known = sorted(self.cuts)
        like = data.draw(st.lists(st.sampled_from(known), max_size=2, unique=True)) if known else []
        self.edges += [tuple(sorted((article, each))) for each in like]
        self.cuts[article] = cut

    @rule()
    def split(self):
        release = ".".join(map(str, self.version))
        found = assigned(self.cuts, self.edges, self.ledger, release)
        self.ledger = grown(self.ledger, found)
        assert assigned(self.cuts, self.edges, self.ledger, release).entries == ()

    @rule(step=st.sampled_from(["major", "minor", "patch"]))
    def release(self, step):
        """What is out is out: the splits of this release, and its test within its major."""
        if self.ledger.policy == "group" and self.version[0] == 0:
            self.version = (1, 0, 0)
        for article, entry in self.ledger.by_article.items():
            if entry.split in DRAWN:
                assert self.released.setdefault(article, entry.split) == entry.split
        test = {article for article, entry in self.ledger.by_article.items() if entry.split == "test"}
        frozen = self.tests.get(self.version[0]) or test
        assert test <= frozen
        self.tests[self.version[0]] = frozen
        major, minor, patch = self.version
        after = {"major": (major + 1, 0, 0), "minor": (major, minor + 1, 0), "patch": (major, minor, patch + 1)}
        self.version = after[step] if major else (0, minor + 1, 0)

    @precondition(lambda self: self.ledger.by_article)
    @rule(data=st.data())
    def withdraw(self, data):
        article = data.draw(st.sampled_from(sorted(self.ledger.by_article)))
        entry = self.ledger.by_article[article]
        if entry.split == "withdrawn":
            return
        tombstone = Entry(".".join(map(str, self.version)), article=article, group=entry.group, split="withdrawn")
        self.ledger = Ledger((*self.ledger.entries, tombstone))
        self.cuts.pop(article)
        self.edges = [edge for edge in self.edges if article not in edge]

    @invariant()
    def no_promise_is_broken(self):
        assert list(broken_promises(self.ledger.entries)) == []

    @invariant()
    def no_edge_leads_from_one_split_to_another(self):
        for left, right in self.edges:
            splits = {self.ledger.split(left), self.ledger.split(right)} & set(DRAWN)
            assert len(splits) < 2

    @invariant()
    def no_group_stands_in_two_splits(self):
        assert all(len(splits) == 1 for splits in self.ledger.splits_of_groups.values())


TestGrowingCorpus = GrowingCorpus.TestCase
TestGrowingCorpus.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)


def test_the_toys_ledger_is_what_the_tool_decides_at_each_stage(tmp_path):
    folder = copy_of(TOY, tmp_path / "toy")
    lines = (folder / "corpus/splits.jsonl").read_text().splitlines(keepends=True)
    ledger = folder / "corpus/splits.jsonl"
    later = [path for path in (folder / "corpus").glob("*.json") if path.stem != "conseil-valmont"]
    texts = {path: path.read_text() for path in later}
    bridge = folder / "corpus/gare-en-direct.json"
    settings_text = (folder / "pyproject.toml").read_text()

    def stage(version, present):
        (folder / "pyproject.toml").write_text(settings_text.replace("1.0.0", version))
        for path in later:
            path.unlink(missing_ok=True)
            annotations = folder / "annotations" / path.stem
            shutil.rmtree(annotations, ignore_errors=True)
            if path in present:
                path.write_text(texts[path])
                if (made := TOY / "annotations" / path.stem).is_dir():
                    shutil.copytree(made, annotations)
        quidit.Corpus.open(folder).split()
        return ledger.read_text().splitlines(keepends=True)

    ledger.unlink()
    assert stage("0.1.0", []) == lines[:2]
    assert stage("1.0.0", [path for path in later if path != bridge]) == lines[:-1]
    assert stage("1.0.0", later) == lines


def test_the_toys_near_duplicates_and_its_event_are_groups_of_two():
    corpus = quidit.Corpus.open(TOY)
    texts = {article.id: article.text for article in corpus.articles()}
    assert list(near_duplicates(texts, texts.__getitem__)) == [("bus-lanes", "bus-lanes-corrected")]
    groups = {article: entry.group for article, entry in corpus.store.lists().ledger.by_article.items()}
    assert {article: group for article, group in groups.items() if article != group} == {
        "bus-lanes-corrected": "bus-lanes",
        "marathon-results": "marathon-annonce",
    }


def test_the_first_corpus_has_its_one_article_as_pilot():
    corpus = quidit.Corpus.open(REPOSITORY)
    assert corpus.split(dry_run=True).entries == ()
    assert corpus.store.lists().ledger.test_from("garanties-ukraine") == 27
