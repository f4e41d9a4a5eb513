"""Quick reading: where it takes a source for sound, the exact way says the very same."""

from __future__ import annotations

import json
import shutil
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from edits import apply
from quidit import canonical
from quidit.checks.quick import are_canonical_lines, is_canonical, quickly, says_it_plainly
from quidit.checks.subjects import FileKind
from quidit.generate.json_schema import json_schemas
from quidit.json_source import parse
from quidit.layout import meaning
from quidit.schema import Gate
from quidit.scheme_file import read_scheme
from quidit.starting import start

BAD = Path(__file__).parents[1] / "bad"
REPOSITORY = Path(__file__).parents[2]
SCHEMAS = json_schemas(read_scheme((REPOSITORY / "schema" / "scheme.toml").read_text(encoding="utf-8")))
GATES = {name: Gate(schema) for name, schema in SCHEMAS.items()}
FILES = {
    "article": "corpus/garanties-ukraine.json",
    "annotation": "annotations/garanties-ukraine/adjudicated.json",
    "rulings": "annotations/garanties-ukraine/rulings.json",
    "annotators": "annotations/annotators.json",
}


def is_taken(kind: str, content: bytes) -> bool:
    """Whether the quick way takes the content for sound; then the exact way must read the same, and find nothing."""
    document = quickly(content)
    if document is None or not GATES[kind].accepts(document) or not says_it_plainly(content, document):
        return False
    exact = parse(content.decode("utf-8"))
    assert exact.faults == ()
    assert json.dumps(exact.document) == json.dumps(document), "no 12.0 for 12, and keys in their order"
    assert list(GATES[kind].departures(exact.document)) == []
    return True


@pytest.mark.parametrize("kind", sorted(FILES))
def test_the_files_of_the_corpus_are_read_quickly(kind: str) -> None:
    assert is_taken(kind, (REPOSITORY / FILES[kind]).read_bytes())


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sound") / "bad"
    start(folder, "fr")
    return folder


def contents(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every file of a corpus that has a schema, with its kind."""
    for path in sorted((folder / "corpus").rglob("*")) + sorted((folder / "annotations").rglob("*")):
        kind = meaning(path.relative_to(folder).as_posix())[0]
        if path.is_file() and kind not in (FileKind.STRANGER, FileKind.LEDGER):
            yield kind, path.read_bytes()


@pytest.mark.parametrize("rule", sorted(path.name for path in BAD.iterdir()))
def test_both_ways_agree_about_every_bad_example(rule: str, sound: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(sound, tmp_path / "bad"))
    case = tomllib.loads((BAD / rule / "case.toml").read_text(encoding="utf-8"))
    apply(folder, [*case.get("before", ()), *case["edit"]])
    for kind, content in contents(folder):
        is_taken(kind, content)


SHORT = b"""{"article": "abc", "annotator": "a", "scheme": "1.2", "text_sha256": "%s", "status": "complete", "mentions":
[{"id": "m1", "start": 3, "end": 10, "text": "l\xe2\x80\x99Ukraine, 1.5", "label": "PER", "entity": "e"}],
"quotes": [{"id": "q1", "start": 0, "end": 12, "text": "\\"", "type": "direct", "speakers": []}]}""" % (b"0" * 64)
PIECES = st.sampled_from(
    [
        *(b'"id": "m1"', b'"id": "m2", "id": "m1"', b'"start": 3', b'"start": 3.0', b'"start": -0', b'"start": 3e0'),
        *(b'"start": 1000000000000000', b'"start": 999999999999999', b'"start": 18446744073709551616', b'"start": NaN'),
        *(b'"text": "\\u00e9"', b'"text": "\\ud83d\\ude42"', b'"text": "\\ud83d"', b'"text": "\\/"', b'"text": "\\n"'),
        *(b'"text": "\xed\xa0\x80"', b'"text": "\xff"', b'"text": "a\tb"', b'"unsure": true', b'"unsure": false'),
        *(b"[" * 40 + b"]" * 40, b'{"a": ' * 40 + b"1" + b"}" * 40, b"\xef\xbb\xbf", b"\0", b",", b"/**/", b"{", b"]"),
        *(b" ", b"\n"),
    ]
)


@settings(max_examples=600, deadline=None)
@given(place=st.integers(0), width=st.integers(0, 14), piece=PIECES | st.binary(max_size=4))
def test_both_ways_agree_about_any_bytes(place: int, width: int, piece: bytes) -> None:
    start = place % len(SHORT)
    is_taken("annotation", SHORT[:start] + piece + SHORT[start + width :])


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(old=PIECES, new=PIECES, more=PIECES)
@example(old=b'"start": 3', new=b'"start": 3.0', more=b" ")
@example(old=b'"id": "m1"', new=b'"id": "m2", "id": "m1"', more=b" ")
def test_both_ways_agree_about_odd_members(old: bytes, new: bytes, more: bytes) -> None:
    taken = is_taken("annotation", SHORT.replace(old, new + b", " + more if more != b" " else new, 1))
    assert not taken or new not in (b'"start": 3.0', b'"id": "m2", "id": "m1"') or old not in SHORT


SETS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=4,
)


@settings(deadline=None)
@given(value=SETS)
@example(value={"start": 12.0})
@example(value={"start": 10**15})
def test_both_ways_agree_where_anything_may_stand(value: object) -> None:
    document = json.loads((REPOSITORY / FILES["rulings"]).read_text(encoding="utf-8"))
    document["rulings"][0]["set"] = value
    is_taken("rulings", json.dumps(document, ensure_ascii=False).encode("utf-8", "surrogatepass"))


def test_a_sound_source_is_taken_in_any_layout() -> None:
    assert is_taken("annotation", SHORT)
    assert is_taken("annotation", b"\t" + SHORT.replace(b', "', b' ,\r\n"'))


# ── Canonical form ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("path", sorted(REPOSITORY.glob("**/*.json")), ids=lambda path: path.name)
def test_a_file_of_a_corpus_is_canonical_at_a_glance(path: Path) -> None:
    if path.parent.name in ("corpus", "annotations") or path.parent.parent.name == "annotations":
        content = path.read_bytes()
        assert is_canonical(content, json.loads(content))


ITEMS = st.dictionaries(
    st.sampled_from(["id", "start", "text", "from", "version", "unsure"]),
    st.integers(0, 99) | st.sampled_from(["", 'a, b": "c', "\\", "\n", "«\u202fé\u202f»"]) | st.none(),
    max_size=4,
)
FITTING = st.fixed_dictionaries(
    {},
    optional={
        "id": st.sampled_from(["a", "a: b,  c"]),
        "source": ITEMS,
        "flags": st.lists(st.sampled_from(["x", "[ ]"]), max_size=3),
        "sentences": st.lists(st.lists(st.integers(0, 99), max_size=3), max_size=3),
        "mentions": st.lists(
            st.fixed_dictionaries(
                {"id": st.just("m1")},
                optional={"origin": ITEMS, "speakers": st.lists(st.just("m2"), max_size=2), "set": ITEMS},
            ),
            max_size=3,
        ),
    },
)


def shuffled(value: object, draw: st.DataObject) -> object:
    """The value with the keys of its objects in any order."""
    if isinstance(value, dict):
        return {key: shuffled(value[key], draw) for key in draw.draw(st.permutations(list(value)))}
    return [shuffled(each, draw) for each in value] if isinstance(value, list) else value


@given(FITTING, st.data())
def test_what_is_canonical_at_a_glance_is_canonical(document: object, data: st.DataObject) -> None:
    written = canonical.dumps(document)
    assert is_canonical(written.encode(), json.loads(written)) or document == {} or "\\" in written
    moved = canonical.spelt_out(document)
    place = data.draw(st.integers(0, len(written) - 1))
    for source in (
        json.dumps(shuffled(document, data), ensure_ascii=False, indent=2) + "\n",
        moved[:place] + data.draw(st.sampled_from([" ", "\n", "\t", "  "])) + moved[place:],
        moved[:place] + moved[place + 1 :] if moved[place].isspace() else moved,
    ):
        parsed = parse(source)
        if not parsed.faults and parsed.document == document:
            certainly = is_canonical(source.encode(), parsed.document)
            assert not certainly or canonical.spelt_out(parsed.document) == source


SEAMS = ('a, b": "c', ",", ":")
LINES = st.lists(
    st.dictionaries(
        st.sampled_from(["release", "article", "group", "split", "why"]),
        st.sampled_from(["1.0.0", "a: b, c", "é", *SEAMS]) | st.integers(0, 99),
        min_size=1,
    ),
    max_size=3,
)


@given(LINES, st.data())
def test_lines_that_are_canonical_at_a_glance_are_canonical(
    documents: list[dict[str, object]], data: st.DataObject
) -> None:
    written = canonical.spelt_out_lines(documents)
    has_seams = any(value in SEAMS for each in documents for value in each.values())
    assert are_canonical_lines(written.encode(), [json.loads(each) for each in written.splitlines()]) or has_seams
    place = data.draw(st.integers(0, len(written)))
    for source in (
        "".join(json.dumps(shuffled(each, data), ensure_ascii=False) + "\n" for each in documents),
        written[:place] + data.draw(st.sampled_from([" ", "\n", "\t"])) + written[place:],
        written[:place] + written[place + 1 :] if written[place : place + 1].isspace() else written,
    ):
        lines = source.split("\n")[:-1]
        if all(line and not parse(line).faults for line in lines):
            read = [json.loads(line) for line in lines]
            assert not are_canonical_lines(source.encode(), read) or canonical.spelt_out_lines(read) == source
