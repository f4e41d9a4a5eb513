"""Differences of corpora that nobody wrote: they lead from one release to the other, and the bump never lags."""

from hypothesis import given, settings

from histories import edition_of, histories
from quidit.release.differences.bump import Bump
from quidit.release.differences.difference import difference
from quidit.release.differences.interface import interface_changes
from quidit.release.differences.row_changes import table_difference


def editions(history, tmp_path_factory):
    folder = tmp_path_factory.mktemp("history")
    return [edition_of(state, folder / str(number)) for number, state in enumerate(history)]


def tables(edition):
    return {
        config: {split: list(edition.rows(config, split)) for split in edition.splits(config)}
        for config in edition.configs
    }


@given(histories(2))
@settings(max_examples=25)
def test_what_differs_applied_to_one_release_gives_the_other(tmp_path_factory, history):
    first, second = editions(history, tmp_path_factory)
    configs = dict.fromkeys((*second.configs, *first.configs))
    found = {config: table_difference(first, second, config) for config in configs}
    made = {config: dict(found[config].applied_to(first)) for config in second.configs}
    assert made == tables(second)
    assert {config: found[config].features for config in second.configs} == {
        c: second.features(c) for c in second.configs
    }
    assert all(found[config].features is None and not found[config].splits for config in configs if config not in made)


@given(histories(3))
@settings(max_examples=40)
def test_a_bump_in_two_steps_is_no_smaller_than_in_one(tmp_path_factory, history):
    first, second, third = editions(history, tmp_path_factory)
    at_once = difference(first, third)
    steps = difference(first, second), difference(second, third)
    assert at_once.bump <= max(step.bump for step in steps), (at_once.reasons, [step.reasons for step in steps])


@given(histories(2))
@settings(max_examples=25)
def test_a_bump_is_as_large_as_rows_demand_whatever_explains_them(tmp_path_factory, history):
    first, second = editions(history, tmp_path_factory)
    found = difference(first, second)
    rows, others = tables(first), tables(second)
    if rows != others:
        assert found.bump >= Bump.MINOR
    elif not interface_changes(first, second):
        assert found.bump <= Bump.PATCH
    for config in ("sentences", "tokens", "quotes", "stance", "entities"):
        if config in rows and config in others and rows[config].get("test") != others[config].get("test"):
            columns_grew = rows[config].get("test") and set(rows[config]["test"][0]) < set(
                others[config].get("test", [{}])[0]
            )
            assert found.bump is Bump.MAJOR or columns_grew


@given(histories(2))
@settings(max_examples=25)
def test_back_again_what_came_goes_and_what_was_is(tmp_path_factory, history):
    first, second = editions(history, tmp_path_factory)
    there, back = difference(first, second), difference(second, first)
    turned = {"added": "removed", "removed": "added"}
    ones = {(c.what, turned.get(c.how, c.how), c.id, c.after, c.before) for c in there.changes if c.how in turned}
    others = {(c.what, c.how, c.id, c.before, c.after) for c in back.changes if c.how in turned}
    assert ones == others
    assert (there.bump is Bump.NONE) == (back.bump is Bump.NONE)
    assert {c.id for reason in there.refused for c in reason.changes if c.how == "moved"} == {
        c.id for reason in back.refused for c in reason.changes if c.how == "moved"
    } or any(reason.rule.name == "pilot-to-groups" for reason in (*there.reasons, *back.reasons))


@given(histories(1))
@settings(max_examples=10)
def test_nothing_differs_from_itself(tmp_path_factory, history):
    (first,) = editions(history, tmp_path_factory)
    found = difference(first, first)
    assert (found.bump, found.changes, found.refused) == (Bump.NONE, (), ())
