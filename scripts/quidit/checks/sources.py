"""Rules on JSON: what every parser must read alike."""

from __future__ import annotations

from collections.abc import Iterator

from quidit.checks.rules import rule
from quidit.checks.subjects import Faults
from quidit.json_source import MAX_DEPTH, Fault, FaultKind
from quidit.problems import Finding


def _of(kind: FaultKind, faults: Faults) -> Iterator[Fault]:
    return (fault for fault in faults.faults if fault.kind == kind)


@rule("QD101")
def not_json(faults: Faults) -> Iterator[Finding]:
    """What is not JSON cannot be read at all."""
    for fault in _of("syntax", faults):
        yield Finding(f"this is not JSON: {fault.detail}", start=fault.start, fix="correct it at this place")


@rule("QD102")
def nested_too_deep(faults: Faults) -> Iterator[Finding]:
    """No file of a corpus needs deep nesting, and deep nesting breaks parsers."""
    for fault in _of("depth", faults):
        yield Finding(f"nested deeper than {MAX_DEPTH} levels", start=fault.start, fix="flatten it")


@rule("QD103")
def duplicate_key(faults: Faults) -> Iterator[Finding]:
    """Of two members with one key parsers silently keep the last, so that a reviewer reads another file."""
    for fault in _of("duplicate", faults):
        yield Finding(
            f"the key {fault.detail!r} stands twice in this object", fault.pointer, on_key=True, fix="remove one"
        )


@rule("QD104")
def not_a_number(faults: Faults) -> Iterator[Finding]:
    """NaN and Infinity are not JSON, though some parsers take them."""
    for fault in _of("constant", faults):
        yield Finding(f"{fault.detail} is not JSON", fault.pointer, got=fault.detail, fix="write a number")


@rule("QD106")
def lone_surrogate(faults: Faults) -> Iterator[Finding]:
    r"""Half of a surrogate pair (``\ud800``) is no character and cannot be written as UTF-8."""
    for fault in _of("surrogate", faults):
        yield Finding(
            "the text holds half a surrogate pair", fault.pointer, got=fault.detail[:80], fix="write the character"
        )


@rule("QD108")
def not_a_plain_integer(faults: Faults) -> Iterator[Finding]:
    """Offsets count code points: ``12``, not ``12.0`` or ``1.2e1``, which parsers read differently."""
    for fault in _of("integer", faults):
        yield Finding(
            f"{fault.detail[:40]} is not a plain integer",
            fault.pointer,
            got=fault.detail[:40],
            expected="digits only, at most 16 of them",
            fix="write it as a plain integer",
        )
