"""Values that an object works out once."""

from dataclasses import dataclass, field, replace

from quidit.once import once


@dataclass(frozen=True)
class Sum:
    numbers: list[int]
    asked: list[str] = field(default_factory=list)

    @once
    def total(self) -> int:
        """All of them together."""
        self.asked.append("total")
        return sum(self.numbers)


def test_a_value_is_worked_out_when_it_is_first_asked_for_and_then_kept():
    one = Sum([1, 2])
    assert one.asked == []
    assert (one.total, one.total) == (3, 3)
    assert one.asked == ["total"]


def test_each_object_has_a_value_of_its_own_and_a_changed_copy_too():
    one = Sum([1, 2])
    assert one.total == 3
    assert Sum([5]).total == 5
    assert replace(one, numbers=[7]).total == 7


def test_a_class_shows_what_the_value_is():
    assert Sum.total.__doc__ == "All of them together."
