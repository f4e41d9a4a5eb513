"""The two schema engines: one verdict on every bad example, and on documents made at every place of every schema."""

from __future__ import annotations

import os
import shutil
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpora import REPOSITORY
from edits import apply
from quidit.generate.json_schema import json_schemas
from quidit.json_source import parse
from quidit.layout import meaning
from quidit.schema import Gate
from quidit.scheme_file import read_scheme
from quidit.starting import start

BAD = REPOSITORY / "tests" / "bad"
SCHEMES = {
    name: read_scheme((folder / "schema" / "scheme.toml").read_text(encoding="utf-8"))
    for name, folder in (("ours", REPOSITORY), ("other", REPOSITORY / "tests" / "other"))
}
GATES = {
    f"{name}: {kind}": Gate(schema) for name, scheme in SCHEMES.items() for kind, schema in json_schemas(scheme).items()
}


def agree(gate: Gate, document: object) -> bool:
    """Whether both engines give one verdict, and what is accepted for certain is accepted; the verdict."""
    verdict = not any(True for _ in gate.reference.iter_errors(document))  # type: ignore[arg-type]  # any value
    assert gate.fast.is_valid(document) == verdict
    assert verdict or not gate.accepts(document)
    return verdict


# ── Every bad example ───────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("engines") / "bad"
    start(folder, "fr")
    return folder


@pytest.mark.parametrize("name", sorted(path.name for path in BAD.iterdir()))
def test_both_engines_agree_about_every_bad_example(name: str, sound: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(sound, tmp_path / "bad"))
    case = tomllib.loads((BAD / name / "case.toml").read_text(encoding="utf-8"))
    scheme = read_scheme((folder / "schema/scheme.toml").read_text(encoding="utf-8"))
    gates = {kind: Gate(schema) for kind, schema in json_schemas(scheme).items()}
    for edits in (case.get("before", []), case["edit"], case["fix"]):
        apply(folder, edits)
        judged = [agree(gates[kind], document) for kind, document in documents(folder) if kind in gates]
        assert judged


def documents(folder: Path) -> list[tuple[str, object]]:
    """The kind and document of each file of a corpus that is JSON, and of each line of its ledger."""
    found = []
    for path in sorted([*folder.glob("corpus/*"), *folder.glob("annotations/**/*")]):
        kind, _, _ = meaning(path.relative_to(folder).as_posix())
        if not path.is_file() or path.is_symlink() or not os.access(path, os.R_OK):
            continue
        content = path.read_bytes().decode("utf-8", "replace")
        for source in content.splitlines() if path.suffix == ".jsonl" else [content]:
            parsed = parse(source)
            if not parsed.faults:
                found.append((str(kind), parsed.document))
    return found


# ── Documents that are just right, or just wrong ────────────────────────────────────────────────────

ANYTHING: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**15) + 1, 10**15 - 1)
    | st.text(st.characters(codec="utf-8"), max_size=6),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["id", "text", ""]), inner, max_size=2),
    max_leaves=4,
)
EDGES = ("\n", " ", "\u2028", "\ufeff", "\u0085", "１", "٣", "-", "é", "0", "")
"""What the engines could take for the end of a text, a blank or a digit."""


@st.composite
def near(draw: st.DrawFn, schema: Any) -> Any:  # noqa: PLR0911 - one keyword a case
    """A value that fits a schema, or misses it by one keyword at one place."""
    if draw(st.integers(0, 30)) == 0:
        return draw(ANYTHING)
    match schema:
        case {"enum": [*values]}:
            value = draw(st.sampled_from(values)) if values else "x"
            return draw(st.sampled_from([value, value, value, f"{value} ", str(value).upper(), [value]]))
        case {"const": value}:
            return draw(st.sampled_from([value, value, 1, not value]))
        case {"pattern": pattern}:
            text = draw(st.from_regex(pattern.strip("^$") if pattern.startswith("^") else pattern, fullmatch=True))
            edge = draw(st.sampled_from(["", "", "", *EDGES]))
            return draw(st.sampled_from([text + edge, edge + text]))
        case {"type": "string"}:
            most = schema.get("maxLength", 3)
            long = draw(st.characters(codec="utf-8"))
            return draw(
                st.text(st.characters(codec="utf-8"), max_size=3) | st.sampled_from([long * most, long * (most + 1)])
            )
        case {"type": "integer"}:
            least = schema.get("minimum", -5)
            return draw(st.sampled_from([least, least + 1, 10**15 - 1, least, least - 1, True, str(least)]))
        case {"type": "array"}:
            least, most = schema.get("minItems", 0), schema.get("maxItems", 3)
            size = draw(st.integers(max(0, least - 1), most + 1))
            return [draw(near(schema.get("items", {}))) for _ in range(size)]
        case {"type": "object"}:
            return draw(near_object(schema))
        case {"type": [*_]}:
            return draw(st.none() | st.just("a") | st.integers(0, 1))
    return draw(ANYTHING)


@st.composite
def near_object(draw: st.DrawFn, schema: Any) -> dict[str, Any]:
    """An object with all keys that it needs, some of the others, and now and then one less or one more."""
    properties, required = schema.get("properties", {}), schema.get("required", [])
    keys = [*required, *(key for key in properties if key not in required and draw(st.booleans()))]
    if keys and draw(st.integers(0, 12)) == 0:
        keys.remove(draw(st.sampled_from(keys)))
    members = {key: draw(near(properties[key])) for key in keys}
    free = schema.get("additionalProperties", {})
    if free is not False or draw(st.integers(0, 12)) == 0:
        key = draw(st.sampled_from(["x", "", "$ref", "__proto__", "id\n", *properties]))
        members.setdefault(key, draw(near(free or {})))
    return members


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@pytest.mark.parametrize("name", GATES)
@given(data=st.data())
def test_both_engines_agree_about_what_is_nearly_right(name: str, data: st.DataObject) -> None:
    agree(GATES[name], data.draw(near(GATES[name].schema)))


@pytest.mark.parametrize("edge", EDGES)
@pytest.mark.parametrize("text", ["m1", "2026-11-23", "0" * 64, "1.2", "a", "fr", "Q90", "https://a/b", "a-b"])
def test_no_edge_of_a_text_divides_the_engines(text: str, edge: str) -> None:
    patterns = {schema["pattern"] for gate in GATES.values() for schema in inside(gate.schema) if "pattern" in schema}
    for pattern in sorted(patterns):
        gate = Gate({"type": "string", "pattern": pattern})
        for value in (f"{text}{edge}", f"{edge}{text}"):
            agree(gate, value)


def inside(schema: Any) -> list[Any]:
    """Every schema in a schema, itself first."""
    members = schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ()
    return [*([schema] if isinstance(schema, dict) else []), *(each for member in members for each in inside(member))]


def test_one_number_is_one_number_to_both() -> None:
    gate = Gate({"type": "integer", "minimum": 0})
    assert [agree(gate, value) for value in (0, 1, 10**15 - 1, -1, True, False, "1", None)] == [True] * 3 + [False] * 5
