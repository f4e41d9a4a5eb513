"""Drafting: a map with everything that occurs in an export, and nothing decided."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from quidit.labelstudio.controls import KIND, USE, Vocabulary
from quidit.labelstudio.foreign.export import FREE, ForeignTask, NoExportError, annotator_names, members_of, values_of
from quidit.labelstudio.foreign.mapping import BY_ENDS, ENTITY, IGNORE, UNDECIDED, toml_key, toml_text
from quidit.labelstudio.results import Json
from quidit.scheme import Scheme

_MANY = 200
"""Values of one control from which on they are not listed either."""


@dataclass
class _Census:
    """What occurs in an export, and how often."""

    tasks: int = 0
    keys: dict[str, tuple[int, int]] = field(default_factory=dict)
    annotators: Counter[str] = field(default_factory=Counter)
    labels: dict[str, Counter[str]] = field(default_factory=dict)
    unsubmitted: Counter[str] = field(default_factory=Counter)
    free: Counter[str] = field(default_factory=Counter)
    relations: Counter[str] = field(default_factory=Counter)

    def count(self, task: ForeignTask) -> None:
        self.tasks += 1
        for key, value in task.data.items():
            if isinstance(value, str):
                number, longest = self.keys.get(key, (0, 0))
                self.keys[key] = (number + 1, max(longest, len(value)))
        self.unsubmitted.update(task.unsubmitted)
        for answer in task.answers:
            self.annotators[next(iter(annotator_names(answer)[::-1]), "")] += 1
            for member in members_of(answer)[0]:
                self._count_member(member)

    def _count_member(self, member: Json) -> None:
        if member.get("type") == "relation":
            labels = member.get("labels") or [""]
            self.relations.update(each for each in labels if isinstance(each, str)) if isinstance(
                labels, list
            ) else None
            return
        control, values = str(member.get("from_name") or ""), values_of(member)
        if values is None or member.get("type") in FREE:
            self.free[control] += 1
        else:
            self.labels.setdefault(control, Counter()).update(values)


def draft_map(tasks: Iterable[ForeignTask], scheme: Scheme, name: str) -> str:
    """A ``MAP.toml`` for the export of that name, in which a person replaces every ``?``.

    Raises:
        NoExportError: it has no task that can be read.
    """
    census = _Census()
    for task in tasks:
        if task.data:
            census.count(task)
    if not census.tasks:
        raise NoExportError(f"{name} holds no tasks with data; export the project as JSON, in Label Studio’s full form")
    return "\n".join(
        [*_head(census, scheme, name), *_annotators(census), *_labels(census), *_relations(census, scheme), ""]
    )


def _head(census: _Census, scheme: Scheme, name: str) -> Iterator[str]:
    vocabulary = Vocabulary(scheme)
    yield f"# What the labels of {toml_text(name)} (tasks: {census.tasks:,}) are in this corpus. Replace every {toml_text(UNDECIDED)};"
    yield "# what keeps it is left out, and reported. A label becomes one of"
    for text in _targets(vocabulary):
        yield f"#   {text}"
    yield f'#   "{IGNORE}"   (left out by wish)'
    yield "# A span may say more: unsure = true" + "".join(
        f", {key} = one of {_listed(vocabulary, control)}"
        for key, control in (("use", USE), ("kind", KIND))
        if vocabulary.has(control)
    )
    yield "# and a choice about a span says only that, without a layer. A choice about the whole text: { flag = … }."
    yield ""
    yield f'language = {toml_text(UNDECIDED)}  # of the texts, such as "fr"'
    yield f"text = {toml_text(UNDECIDED)}  # the key of the tasks' data that holds the article; they have:"
    for key, (number, longest) in sorted(census.keys.items(), key=lambda entry: -entry[1][1]):
        yield f"#   {toml_text(key)} {number:,} ×, up to {longest:,} characters"
    yield '# Other keys, where there are any: id, title, url, published, publisher = "…"'
    for kind, number in sorted(census.unsubmitted.items()):
        yield f"{kind} = {toml_text(UNDECIDED)}  # {number:,}, which nobody submitted; they can only be ignored"
    yield '# status = "complete"  # once you vouch that these annotations are all that this corpus asks for'
    yield ""


def _targets(vocabulary: Vocabulary) -> Iterator[str]:
    """What a label can become, in the words of a map."""
    keys = {"mention": ("mentions", "label"), "quote": ("quotes", "type"), "stance": ("stances", "label")}
    for control, (layer, key) in keys.items():
        if control in vocabulary.layers:
            yield f'{{ layer = "{layer}", {key} = … }}   ({_listed(vocabulary, control)})'
    if "cue" in vocabulary.layers:
        yield '{ layer = "cues" }'


def _listed(vocabulary: Vocabulary, control: str) -> str:
    return ", ".join(dict.fromkeys(vocabulary.values.get(control, {}).values()))


def _annotators(census: _Census) -> Iterator[str]:
    yield "[annotators]  # whoever annotated there, and a pseudonym for each: lower-case letters, digits, hyphens"
    for name, number in sorted(census.annotators.items()):
        yield f"{toml_key(name)} = {toml_text(UNDECIDED)}  # {number:,} × annotated"
    yield ""


def _labels(census: _Census) -> Iterator[str]:
    """Controls that are decided as a whole first, as TOML wants it; then a table a control."""
    many = {control for control, values in census.labels.items() if len(values) > _MANY}
    free = {**census.free, **{control: census.labels[control].total() for control in many}}
    if free:
        yield f'[labels]  # controls of free values: "{IGNORE}", or "{ENTITY}" where they name whom a mention means'
        for control, number in sorted(free.items()):
            if control not in census.labels or control in many:
                yield f"{toml_key(control)} = {toml_text(UNDECIDED)}  # {number:,} ×"
        yield ""
    for control, values in sorted(census.labels.items()):
        if control not in many:
            yield f"[labels.{toml_key(control)}]"
            for value, number in sorted(values.items()):
                yield f"{toml_text(value)} = {toml_text(UNDECIDED)}  # {number:,} ×"
            yield ""


def _relations(census: _Census, scheme: Scheme) -> Iterator[str]:
    if census.relations:
        ours = ", ".join(Vocabulary(scheme).relations)
        yield f'[relations]  # {ours}, "{IGNORE}", or "{BY_ENDS}": what it joins says it;'
        yield '#            { relation = "…", reverse = true } where it is drawn the other way'
        for label, number in sorted(census.relations.items()):
            without = ", without a label" if not label else ""
            yield f"{toml_text(label)} = {toml_text(UNDECIDED)}  # {number:,} ×{without}"
