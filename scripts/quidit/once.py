"""Once: what an object knows of itself, worked out when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, Self, TypeVar, overload

Value = TypeVar("Value")


class once(Generic[Value]):  # noqa: N801  # it decorates, as `property` does
    """A property that is worked out once, and then stands in the object's ``__dict__``.

    This is `functools.cached_property` as Python 3.12 has it. In 3.11 that takes a lock, which costs more than most
    values of an annotation, of which every article has some eighty.
    """

    def __init__(self, work: Callable[[Any], Value]) -> None:
        self._work, self._name, self.__doc__ = work, work.__name__, work.__doc__

    @overload
    def __get__(self, holder: None, of: type) -> Self: ...
    @overload
    def __get__(self, holder: object, of: type) -> Value: ...
    def __get__(self, holder: object | None, of: type) -> Self | Value:
        """The value of an object; the property itself of a class."""
        if holder is None:
            return self
        value = holder.__dict__[self._name] = self._work(holder)
        return value
