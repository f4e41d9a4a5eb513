"""Ids stay what they are from pull to pull."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from labelstudio.made import ARTICLE, SCHEME, annotated, entity, marked, pushed, reading, said, submitted
from quidit import canonical
from quidit.labelstudio.reading import read
from quidit.labelstudio.region_ids import BrokenRegionIdsError, RegionIds, read_region_ids, write_region_ids
from quidit.records import ID_PREFIXES, LAYERS

REGIONS = st.sampled_from(["a", "b", "Xy_9-", "m1", "m3", "q1", "c2", "S1", "m03", "m1x"])
KEYS = st.lists(st.tuples(REGIONS, st.sampled_from(LAYERS)), max_size=6)


def of_one_task(regions, ids):
    """The regions that can stand in one answer: of two that have one id, as only a push anew gives it, one."""
    first = {}
    for region, layer in regions:
        known = [each for each in ids.regions.get(region, ()) if each.startswith(ID_PREFIXES[layer])]
        first.setdefault(known[0] if known else (region, layer), (region, layer))
    return [key for key in regions if key in first.values()]


@given(st.lists(st.tuples(KEYS, st.booleans()), max_size=5))
@example(
    [
        ([("a", "mentions")], False),
        ([("m1", "mentions")], True),
        ([("a", "mentions"), ("m1", "mentions")], False),
    ]
)
def test_an_id_never_changes_and_is_never_another_region_s(batches):
    ids, seen, owner = RegionIds(), {}, {}
    for some, ours in batches:
        regions = some if ours else of_one_task(some, ids)
        before, ids = ids, ids.numbering(regions, ours=ours)
        assert all(set(known) <= set(ids.regions[region]) for region, known in before.regions.items())
        for key in regions:
            each = ids.of(*key)
            assert seen.setdefault(key, each) == each
            if not ours:
                assert owner.setdefault(each, key) == key or key[0] == each
        assert len({ids.of(*key) for key in regions}) == len(set(regions)) or ours
        assert ids.numbering(regions, ours=ours) == ids
        assert read_region_ids(write_region_ids(ids, article="parc", annotator="lea")) == ids


@given(st.lists(st.sets(st.integers(0, 9)), min_size=1, max_size=6))
def test_deleting_and_adding_regions_never_reuses_an_id(pulls):
    ids, owner = RegionIds(), {}
    for present in pulls:
        regions = [marked(f"r{number}", "cue", "cue", (number, number + 1)) for number in sorted(present)]
        read_as = reading(*(each for each in regions if each["value"]["start"] not in (2, 8)), ids=ids)
        ids = read_as.ids
        for cue in read_as.annotation.cues:
            assert owner.setdefault(cue.id, cue.span) == cue.span


def test_new_ids_follow_the_highest_ever_used_in_the_order_of_the_text():
    first = RegionIds({"old": ("m4",), "q": ("q2",)})
    later = reading(marked("b", "mention", "LOC", "Lyon"), marked("a", "mention", "PER", "Ana Ruiz"), ids=first)
    assert [(mention.id, mention.label) for mention in later.annotation.mentions] == [("m5", "PER"), ("m6", "LOC")]
    assert later.ids.regions == {"old": ("m4",), "q": ("q2",), "a": ("m5",), "b": ("m6",)}


def pushed_ana():
    return pushed(ARTICLE, annotated(marked("x", "mention", "PER", "Ana Ruiz"), typed_ana("x")))


def typed_ana(region):
    value = {"start": 0, "end": 1, "text": ["ana"]}
    return {"id": region, "type": "textarea", "from_name": "new_entity", "to_name": "text", "value": value}


def test_a_pushed_region_keeps_its_id_and_what_was_deleted_of_it_is_not_reused():
    read_as = reading(marked("new", "mention", "LOC", "Lyon"), on=pushed_ana(), parent_prediction=900)
    assert [mention.id for mention in read_as.annotation.mentions] == ["m2"]
    assert read_as.ids.regions == {"m1": ("m1",), "new": ("m2",)}


def test_a_region_relabelled_into_another_layer_has_a_new_id_there_and_the_old_one_back_later():
    first = reading(marked("m1", "mention", "PER", "Ana Ruiz"), entity("m1", "ana"), on=pushed_ana())
    as_quote = marked("m1", "quote", "indirect", "Ana Ruiz"), said("m1", "without", "speaker")
    second = reading(
        *as_quote, marked("q1", "quote", "indirect", "Lyon"), said("q1", "without", "speaker"), ids=first.ids
    )
    assert [quote.id for quote in second.annotation.quotes] == ["q2", "q1"]
    third = reading(marked("m1", "mention", "PER", "Ana Ruiz"), ids=second.ids)
    assert third.annotation.mentions[0].id == "m1"
    assert third.ids.regions["m1"] == ("m1", "q2")


def test_a_region_cannot_claim_the_id_of_another():
    ids = RegionIds({"abc": ("m3",)})
    read_as = reading(marked("m3", "mention", "LOC", "Lyon"), ids=ids)
    assert read_as.annotation.mentions[0].id == "m4"
    assert read_as.ids.regions == {"abc": ("m3",), "m3": ("m4",)}


def test_an_annotator_s_own_annotation_that_is_pushed_again_keeps_the_ids_that_pulls_gave_it():
    ids = RegionIds({"abc": ("m1",)})
    task = pushed_ana()
    results = task["predictions"][0]["result"]
    answer = submitted(*results, parent_prediction=900)
    again = read(task, answer, ARTICLE, SCHEME, annotator="lea", ids=ids)
    assert again.annotation.mentions[0].id == "m1"
    assert again.ids.regions == {"abc": ("m1",), "m1": ("m1",)}
    other = read(pushed_ana(), answer, ARTICLE, SCHEME, annotator="bob", ids=ids)
    assert other.annotation.mentions[0].id == "m2"


def test_a_claim_to_an_id_that_is_present_fails_even_in_one_s_own_annotation():
    ids = RegionIds({"abc": ("m1",)}).numbering([("abc", "mentions"), ("m1", "mentions")], ours=True)
    assert ids.regions == {"abc": ("m1",), "m1": ("m2",)}


def test_ids_of_an_annotation_that_came_by_another_way_are_used():
    annotation = annotated(marked("x", "mention", "PER", "Ana Ruiz"), marked("y", "cue", "cue", "dit"))
    ids = RegionIds({"y": ("c1",)}).after(annotation)
    assert ids.regions == {"y": ("c1",), "m1": ("m1",)}
    assert ids.after(annotation) == ids


def test_an_unnumbered_region_has_no_id():
    with pytest.raises(KeyError, match="abc has no id in cues"):
        RegionIds({"abc": ("m1",)}).of("abc", "cues")


def test_the_file_is_canonical_and_reads_back():
    ids = RegionIds({"z": ("m10",), "a": ("m2", "q1"), "b": ("c1",)})
    document = write_region_ids(ids, article="parc", annotator="lea")
    assert canonical.dumps(document) == (
        '{\n  "article": "parc",\n  "annotator": "lea",\n  "regions": {\n'
        '    "a": ["m2", "q1"],\n    "z": ["m10"],\n    "b": ["c1"]\n  }\n}\n'
    )
    assert read_region_ids(document) == ids


@pytest.mark.parametrize(
    "document",
    [
        None,
        [],
        {},
        {"regions": []},
        *({"regions": {"a": ids}} for ids in ([], "m1", ["x1"], ["m0"], [1], ["m1", "m2"])),
    ],
)
def test_a_file_of_another_form_is_refused_with_its_remedy(document):
    with pytest.raises(BrokenRegionIdsError, match=r"restore the file|remove the later"):
        read_region_ids(document)
