"""The map: what it may say, every fault of it at once, and the draft that a newcomer begins from."""

import pytest

from formats.made import MAP, answer, chosen, joined, marked, task
from labelstudio.made import SCHEME
from quidit.labelstudio.causes import CAUSES as OF_ANSWERS
from quidit.labelstudio.foreign.causes import CAUSES
from quidit.labelstudio.foreign.drafting import draft_map
from quidit.labelstudio.foreign.export import NoExportError, read_tasks
from quidit.labelstudio.foreign.map_file import read_map
from quidit.labelstudio.foreign.mapping import MapError, RelationTarget, Target, toml_key
from quidit.remote.causes import CAUSES as OF_PROJECTS

OURS = MAP.replace("new-bridge", "western-troops")


def faults(text):
    with pytest.raises(MapError) as caught:
        read_map(text, SCHEME)
    return caught.value.faults


def test_a_map_says_what_labels_relations_and_annotators_are():
    by = read_map(OURS, SCHEME)
    assert by.decision("nom", "Lieu") == Target("mentions", "LOC", {"use": "literal"})
    assert by.decision("doute", "oui") == Target(None, "", {"unsure": "unsure"})
    assert by.relations["continué par"] == RelationTarget("continues", is_reversed=True)
    assert (by.annotator("1"), by.annotator("9", "bob@example.org"), by.annotator("9")) == ("ana", "bob", None)
    assert by.layers == {"mentions", "quotes", "cues", "stances"}


def test_a_decision_on_a_control_holds_for_what_its_table_does_not_list():
    by = read_map('language = "fr"\ntext = "$corps"\n[labels]\nnom = "ignore"\n', SCHEME)
    assert (by.text, by.decision("nom", "Pays"), by.decision("lieu", "Pays")) == ("corps", "ignore", None)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('language = "fr"', "", "language is not said"),
        ('text = "corps"', 'text = "?"', "text is not said"),
        ('text = "corps"', 'text = "corps"\ncolour = "red"', "colour is nothing that a map says"),
        ('text = "corps"', 'text = "corps"\ntitle = 7', "title is 7"),
        ('text = "corps"', 'text = "corps"\nstatus = "done"', "status is 'done'"),
        ('text = "corps"', 'text = "corps"\ndrafts = "take"', "drafts is 'take'"),
        ('1 = "ana"', '1 = "Ana Ruiz"', "'Ana Ruiz' cannot name an annotator"),
        ('1 = "ana"', '1 = "adjudicated"', "'adjudicated' cannot name an annotator"),
        ('1 = "ana"', '1 = "rulings"', "'rulings' cannot name an annotator"),
        ('1 = "ana"', '1 = "../ana"', "cannot name an annotator"),
        ('label = "PER"', 'label = "PERSON"', "label is 'PERSON', not one of PER, ORG"),
        ('layer = "cues"', 'layer = "verbs"', "layer is 'verbs', not one of"),
        ('type = "direct"', 'label = "direct"', "type is None, not one of direct"),
        ('use = "literal"', 'use = "figurative"', "use is 'figurative', not one of as-actor, literal"),
        ('issue = "western-troops"', 'use = "literal"', "use is not for stances"),
        ('flag = "bad-segmentation"', "", "says neither a layer nor an attribute"),
        ("unsure = true", "sure = false", "sure is nothing that a label becomes"),
        ('verbe = { layer = "cues" }', 'verbe = "cue"', "'verbe' is 'cue'"),
        ('"cue"\n', '"verb"\n', "relations: 'annoncé par' is 'verb', not one of speaker"),
        ("reverse = true", 'reverse = "yes"', "relations: 'continué par'"),
        ("[labels.nom]", "[labels.nom", "the map is not TOML"),
        ("[annotators]", 'labels = "ignore"\n[annotators]', "not TOML"),
    ],
)
def test_what_a_map_cannot_say_is_named_with_its_place(old, new, words):
    assert old in OURS
    assert any(words in fault for fault in faults(OURS.replace(old, new)))


def test_all_faults_are_told_at_once():
    assert len(faults(OURS.replace("PER", "P").replace('"ana"', '"A"').replace('"speaker"', '"s"'))) == 3


def test_a_draft_lists_all_that_occurs_and_decides_nothing():
    results = (
        marked("a", "nom", "Chef d’État", (0, 2)),
        marked("b", "nom", 'dit "oui"\n', (0, 2)),
        chosen("a", "rôle", "maire", kind="textarea"),
        joined("a", "b"),
        joined("a", "b", "dit par"),
    )
    tasks = read_tasks([task(answer(*results), answer(by={"id": 3, "email": "eva@example.org"}), predictions=[4])])
    draft = draft_map(tasks, SCHEME, "leur projet.json")
    for line in (
        '1 = "?"  # 1 × annotated',
        '"eva@example.org" = "?"  # 1 × annotated',
        '"Chef d’État" = "?"  # 1 ×',
        r'"dit \"oui\"\U0000000a" = "?"  # 1 ×',
        '"rôle" = "?"  # 1 ×',
        '"" = "?"  # 1 ×, without a label',
        'predictions = "?"  # 1, which nobody submitted; they can only be ignored',
        '#   "corps" 1 ×, up to 94 characters',
    ):
        assert line in draft.split("\n")
    assert [fault.split(" ")[0] for fault in faults(draft)] == ["language", "text"]
    filled = draft.replace('language = "?"', 'language = "fr"').replace('text = "?"', 'text = "corps"')
    assert read_map(filled, SCHEME).decision("nom", 'dit "oui"\n') is None


def test_nothing_can_be_drafted_of_what_holds_no_tasks():
    with pytest.raises(NoExportError, match="no tasks with data"):
        draft_map(read_tasks([{"id": 1}]), SCHEME, "x.json")
    with pytest.raises(NoExportError, match="no list of tasks"):
        list(read_tasks({"tasks": []}))


@pytest.mark.parametrize("text", ["", "a b", "é", "a.b", '"', "\\", "\n", "\x7f", "\ud83d", "#"])
def test_a_key_that_toml_would_read_otherwise_is_quoted(text):
    key = toml_key(text)
    assert read_map(f'language = "fr"\ntext = "x"\n[relations]\n{key} = "speaker"', SCHEME).relations.keys() == {
        text.replace("\ud83d", "\ufffd")
    }


def test_codes_are_in_order_one_each_and_of_no_other_cause():
    codes = [cause.code for cause in CAUSES]
    assert codes == [f"QD{number}" for number in range(750, 750 + len(codes))]
    assert not {*codes} & {cause.code for cause in (*OF_ANSWERS, *OF_PROJECTS)}
    assert len({cause.name for cause in (*CAUSES, *OF_ANSWERS, *OF_PROJECTS)}) == len(
        [*CAUSES, *OF_ANSWERS, *OF_PROJECTS]
    )
    assert all(cause.explanation.endswith(".") for cause in CAUSES)
