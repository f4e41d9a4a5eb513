"""The group policy: components, and how they are drawn into splits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quidit.splits.groups import FEW_GROUPS, Plan, components, draw
from quidit.splits.groups import test_is_frozen as is_frozen
from quidit.splits.ledger import DRAWN, Entry, Ledger

SHARES = {"train": 0.6, "validation": 0.2, "test": 0.2}
articles = st.lists(st.sampled_from("abcdefghij"), unique=True)


def plan(release="1.0.0", shares=SHARES, salt="salt"):
    return Plan(release, shares, salt)


def entry(article, split, release="1.0.0", **more):
    return Entry(release, article=article, **{"group": article, "split": split, **more})


def ledger(*entries):
    return Ledger((Entry("1.0.0", policy="group"), *entries))


def splits(entries):
    return {each.article: each.split for each in entries}


@st.composite
def graphs(draw):
    nodes = draw(articles)
    if not nodes:
        return [], []
    return nodes, draw(st.lists(st.tuples(st.sampled_from(nodes), st.sampled_from(nodes)), max_size=12))


@given(graphs())
def test_components_are_what_edges_connect(graph):
    nodes, edges = graph
    groups = components(nodes, edges)
    assert sorted(each for group in groups for each in group) == sorted(nodes)
    where = {each: number for number, group in enumerate(groups) for each in group}
    assert all(where[left] == where[right] for left, right in edges)
    for group in groups:
        reached = {group[0]}
        for _ in group:
            reached |= {each for edge in edges for each in edge if reached & set(edge)}
        assert reached == set(group)


@given(graphs(), st.randoms())
def test_components_do_not_depend_on_any_order(graph, random):
    nodes, edges = graph
    expected = components(nodes, edges)
    random.shuffle(nodes)
    random.shuffle(edges)
    assert components(nodes, [(right, left) for left, right in edges]) == expected
    assert expected == sorted(tuple(sorted(group)) for group in expected)


@given(graphs(), st.text(max_size=3))
def test_every_article_is_drawn_once_and_its_group_with_it(graph, salt):
    groups = components(*graph)
    entries = draw(groups, ledger(), plan(salt=salt))
    assert sorted(each.article for each in entries) == sorted(graph[0])
    for members in groups:
        assert {(each.group, each.split) for each in entries if each.article in members} <= {
            (members[0], split) for split in DRAWN
        }
        assert len({each.split for each in entries if each.article in members}) == 1


@given(st.integers(1, FEW_GROUPS - 1), st.text(max_size=3))
def test_few_groups_stay_within_one_group_of_the_shares(count, salt):
    groups = [(f"a{number:02d}",) for number in range(count)]
    drawn = splits(draw(groups, ledger(), plan(salt=salt)))
    for split, share in SHARES.items():
        assert abs(list(drawn.values()).count(split) - share * count) <= 1


def test_the_first_group_goes_where_the_share_is_largest():
    assert splits(draw([("a",)], ledger(), plan())) == {"a": "train"}


def test_many_groups_follow_the_hash_and_so_the_shares_nearly():
    groups = [(f"a{number:04d}",) for number in range(2000)]
    drawn = splits(draw(groups, ledger(), plan()))
    for split, share in SHARES.items():
        assert abs(list(drawn.values()).count(split) / 2000 - share) < 0.03


def test_among_many_groups_a_groups_split_depends_on_nothing_but_salt_and_least_id():
    groups = [(f"a{number:04d}",) for number in range(200)]
    drawn = splits(draw(groups, ledger(), plan()))
    others = splits(draw([*groups[50:150], ("a0001", "b")], ledger(), plan()))
    assert all(drawn[article] == split for article, split in others.items() if article != "b")
    assert others["b"] == others["a0001"]
    assert splits(draw(groups, ledger(), plan(salt="other"))) != drawn


def test_a_split_without_a_share_gets_nothing():
    groups = [(f"a{number:04d}",) for number in range(300)]
    for some in (groups, groups[:20]):
        assert set(splits(draw(some, ledger(), plan(shares={"train": 0.8, "test": 0.2}))).values()) == {"train", "test"}


@pytest.mark.parametrize("split", ["train", "validation"])
def test_a_new_article_joins_its_group_wherever_that_stands(split):
    known = ledger(entry("b", split), entry("z", "test"))
    (new,) = draw([("a", "b")], known, plan("1.1.0"))
    assert (new.article, new.group, new.split) == ("a", "b", split)


def test_a_new_article_of_two_groups_in_one_split_joins_the_first_of_them():
    known = ledger(entry("b", "train"), entry("c", "train"))
    (new,) = draw([("a", "b", "c")], known, plan("1.1.0"))
    assert (new.group, new.split) == ("b", "train")


def test_who_would_bridge_two_splits_is_held():
    known = ledger(entry("b", "train"), entry("c", "test"))
    (new,) = draw([("a", "b", "c")], known, plan("1.1.0"))
    assert (new.split, new.group, new.drawn, new.why) == ("held", "a", None, "would bridge test and train")


def test_who_is_held_does_not_hold_others_back():
    known = ledger(entry("b", "train"), entry("c", "held", why="would bridge test and train"))
    assert splits(draw([("a", "b")], known, plan("1.1.0"))) == {"a": "train"}


def test_a_held_article_follows_once_nothing_is_bridged_any_more():
    known = ledger(entry("b", "train"), entry("c", "test"), entry("x", "held", why="would bridge test and train"))
    assert draw([("b", "c", "x")], known, plan("1.1.0")) == []
    withdrawn = Ledger((*known.entries, entry("c", "withdrawn", "1.1.0")))
    (released,) = draw([("b", "x")], withdrawn, plan("1.1.0"))
    assert (released.article, released.group, released.split) == ("x", "x", "train")


def test_a_new_article_of_a_withdrawn_group_is_held():
    known = ledger(entry("b", "withdrawn"))
    (new,) = draw([("a", "b")], known, plan("1.1.0"))
    assert (new.split, new.why) == ("held", "nothing of its group is left in a split")


def test_test_is_frozen_between_two_releases_of_a_major_only():
    known = ledger(entry("a", "test", "1.2.0"))
    frozen = {release: is_frozen(known, release) for release in ("1.1.9", "1.2.0", "1.2.1", "1.10.0", "2.0.0", "2.0.1")}
    assert frozen == {"1.1.9": False, "1.2.0": False, "1.2.1": True, "1.10.0": True, "2.0.0": False, "2.0.1": True}


def test_what_is_drawn_for_a_frozen_test_waits_for_the_next_major():
    known = ledger(entry("b", "test"), *(entry(f"t{n}", "train") for n in range(8)))
    (waiting,) = draw([("a", "b")], known, plan("1.1.0"))
    assert (waiting.split, waiting.drawn, waiting.group) == ("held", "test", "b")
    later = Ledger((*known.entries, waiting))
    assert draw([("a", "b")], later, plan("1.2.0")) == []
    (released,) = draw([("a", "b")], later, plan("2.0.0"))
    assert (released.article, released.group, released.split) == ("a", "b", "test")


def test_a_new_group_drawn_for_a_frozen_test_waits_whole_and_counts_as_test():
    known = ledger(entry("z", "test"), *(entry(f"t{n}", "train") for n in range(9)), entry("v", "validation"))
    alone = {"validation": 0.1, "train": 0.1, "test": 0.8}
    entries = draw([("a", "b"), ("c",)], known, plan("1.1.0", shares=alone))
    assert {(each.article, each.split, each.drawn) for each in entries} == {
        ("a", "held", "test"),
        ("b", "held", "test"),
        ("c", "held", "test"),
    }


def test_a_held_article_for_a_frozen_test_waits_there():
    known = ledger(entry("c", "test"), entry("x", "held", why="would bridge test and train"))
    (moved,) = draw([("c", "x")], known, plan("1.1.0"))
    assert (moved.article, moved.split, moved.drawn) == ("x", "held", "test")


def test_a_waiting_article_that_came_to_belong_elsewhere_goes_on_waiting():
    known = ledger(entry("z", "test"), entry("a", "held", "1.1.0", drawn="test"))
    assert draw([("a",), ("z",)], known, plan("2.0.0"), torn={"a"}) == []
