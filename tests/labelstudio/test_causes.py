"""The causes of problems are a catalogue."""

from quidit.checks.catalogue import CATALOGUE
from quidit.labelstudio.causes import CAUSES


def test_codes_are_in_order_one_each_and_of_no_rule():
    codes = [cause.code for cause in CAUSES]
    assert codes == [f"QD{number}" for number in range(701, 701 + len(codes))]
    assert not {*codes} & {rule.code for rule in CATALOGUE}


def test_each_has_a_name_of_its_own_and_says_why_it_matters():
    assert len({cause.name for cause in CAUSES}) == len(CAUSES)
    assert all(cause.explanation.endswith(".") and " " not in cause.name for cause in CAUSES)
