"""Whatever stands in an export, an import ends with a report, and what it would write is valid."""

import copy

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from formats.made import MAP, answer, chosen, corpus, imported, joined, marked, task
from quidit.corpus import Corpus
from quidit.formats.imported import Outcome, sentence
from quidit.formats.importing import import_tasks
from quidit.labelstudio.foreign.export import read_tasks
from quidit.labelstudio.foreign.map_file import read_map

SOUND = task(
    answer(
        marked("a", "nom", "Personne", "Ana Ruiz"),
        marked("b", "parole", "Citation", "Le parc ouvrira en mai."),
        marked("c", "parole", "verbe", "a déclaré"),
        marked("d", "avis", "contre", "refuse"),
        chosen("a", "doute", "oui"),
        chosen("x", "texte", "mal coupé"),
        joined("a", "b", "dit par"),
        joined("b", "c"),
        joined("d", "a", "tenu par"),
        prediction={"model_version": "spacy 3.8"},
    ),
    data={"nr": "parc", "titre": "Le parc"},
)
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-3, 120)
    | st.floats()
    | st.sampled_from(["", "a", "b", "m1", "Personne", "nom", "labels", "relation", "/p[1]", "\ud83d", "\x00", "bi"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["a", "start", "labels"]), inner),
    max_leaves=5,
)


def places(document, path=()):
    """Every place of a document."""
    yield path
    members = (
        document.items() if isinstance(document, dict) else enumerate(document) if isinstance(document, list) else ()
    )
    for key, member in members:
        yield from places(member, (*path, key))


PLACES = [path for path in places(SOUND) if path]


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    return corpus(tmp_path_factory.mktemp("import") / "corpus")


def is_empty(document):
    """Whether nobody said anything there, so that there is nothing to lose."""
    return not document["annotations"] or not document["annotations"][0]["result"]


def says_twice(document):
    """Whether two arrows now join the same regions, in whatever direction, of which one is enough."""
    result = document["annotations"][0]["result"] if document["annotations"] else []
    arrows = [each for each in result if isinstance(each, dict) and each.get("type") == "relation"]
    ends = [frozenset({repr(arrow.get("from_id")), repr(arrow.get("to_id"))}) for arrow in arrows]
    return len(set(ends)) < len(ends)


def broken(draw):
    document = copy.deepcopy(SOUND)
    for _ in range(draw(st.integers(1, 3))):
        path = draw(st.sampled_from(PLACES))
        parent = document
        for step in path[:-1]:
            try:
                parent = parent[step]
            except (KeyError, IndexError, TypeError):
                break
        else:
            if isinstance(parent, dict) or (isinstance(parent, list) and path[-1] in range(len(parent))):
                parent[path[-1]] = draw(JSON)
    return document


@settings(suppress_health_check=list(HealthCheck), max_examples=150)
@given(st.data())
def test_a_broken_task_never_breaks_an_import(store, data):
    document = broken(data.draw)
    by = read_map('id = "nr"\ntitle = "titre"\n' + MAP, store.scheme)
    found = import_tasks(store, read_tasks([document]), by, name="x.json", dry_run=True, progress=lambda _: None)
    assert len(found.tasks) == 1
    assert sentence(found.tasks[0])
    holds = sum(found.tasks[0].annotations[0].holds.values()) if found.tasks[0].annotations else 0
    assert holds == 7 or found.problems or is_empty(document) or says_twice(document)


def test_a_sound_task_holds_what_the_property_says(tmp_path):
    other = corpus(tmp_path / "corpus")
    found = imported(other, SOUND)
    assert [each.outcome for each in found.tasks[0].annotations] == [Outcome.WRITTEN]
    assert (sum(found.tasks[0].annotations[0].holds.values()), found.problems) == (7, ())
    assert Corpus(other).validate().is_clean
