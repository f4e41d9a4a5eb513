"""Settling: an imported annotation without what the rules refuse of it, and complete only where it can be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from quidit import canonical
from quidit.checks.claims import ADJUDICATED
from quidit.checks.files import MAX_BYTES
from quidit.checks.reading import Judge
from quidit.checks.run import Bundle, judge_bundle
from quidit.checks.subjects import File, FileKind
from quidit.crossing import write_annotation
from quidit.labelstudio.foreign.causes import AGAINST_RULES, END_GONE, UNFINISHED, is_loss
from quidit.labelstudio.foreign.mapping import Map
from quidit.labelstudio.notes import Notes
from quidit.problems import Problem, Severity
from quidit.records import LAYERS, Annotation, Article, Quote, Span, Stance
from quidit.scheme import Scheme

_MOST_ROUNDS = 50
"""How often items are taken out of one annotation before it is given up whole."""


@dataclass(frozen=True)
class Bench:
    """What annotations of an article are judged by: its files without other annotators’, and the map."""

    article: Article
    bundle: Bundle
    judge: Judge
    read_raw: Callable[[str], bytes | None]
    by: Map

    @classmethod
    def of(
        cls, article: Article, bundle: Bundle, judge: Judge, read_raw: Callable[[str], bytes | None], by: Map
    ) -> Bench:
        """The bench; of the annotations beside, only the adjudicated one depends on what is added."""
        kept = tuple(file for file in bundle.annotations if file.annotator == ADJUDICATED)
        return cls(article, replace(bundle, annotations=kept), judge, read_raw, by)

    def settle(self, annotation: Annotation, notes: Notes, *, regions: Mapping[str, str]) -> Annotation | None:
        """The annotation as it may be written, with what had to go noted; None where it may not be written.

        ``regions`` are Label Studio's ids by ours.
        """
        kept = self._sound(annotation, notes, regions)
        if kept is None or annotation.status != "complete":
            return kept
        why = self._why_unfinished(notes) or self._lacks(kept)
        if not why:
            return replace(kept, status="complete")
        message = f"{annotation.annotator}’s annotation was taken as a draft: {why}"
        notes.take(
            UNFINISHED, message, fix="finish it with `quidit push` and `quidit pull`, or vouch for it in the map"
        )
        return kept

    def _sound(self, annotation: Annotation, notes: Notes, regions: Mapping[str, str]) -> Annotation | None:
        """The annotation, a draft where it was complete, without the items that the rules refuse."""
        status = "draft" if annotation.status == "complete" else annotation.status
        kept = replace(annotation, status=status)
        before = len(canonical.dumps(write_annotation(kept, self.article.text)).encode("utf-8", "surrogatepass"))
        if before > MAX_BYTES:
            notes.take(
                AGAINST_RULES,
                f"{annotation.annotator}’s annotation holds more than {MAX_BYTES:,} bytes",
                got=f"{before:,}",
            )
            return None
        for _ in range(_MOST_ROUNDS):
            faults = self._faults(kept)
            if not faults:
                return kept
            refused = dict(_refused(faults, kept))
            if not refused:
                break
            for each, fault in refused.items():
                item = kept.by_id[each]
                message = f"it was left out as {each}, which the rules refuse: {fault.code} {fault.message}"
                notes.take(
                    AGAINST_RULES,
                    message,
                    region=regions.get(each, each),
                    span=item.span,
                    got=fault.got,
                    expected=fault.expected,
                    fix=fault.fix,
                )
            kept = _without(refused, kept, notes)
        for fault in faults:
            message = f"{annotation.annotator}’s annotation was left out, which the rules refuse: {fault.code} {fault.message}"
            notes.take(AGAINST_RULES, message, got=fault.got, expected=fault.expected, fix=fault.fix)
        return None

    def _faults(self, annotation: Annotation) -> list[Problem]:
        """The errors that would not be there without the annotation."""
        place = f"annotations/{annotation.article}/{annotation.annotator}.json"
        content = canonical.dumps(write_annotation(annotation, self.article.text)).encode("utf-8", "surrogatepass")
        file = File(place, FileKind.ANNOTATION, content, article=annotation.article, annotator=annotation.annotator)
        files = tuple(sorted((*self.bundle.annotations, file), key=lambda each: each.path))
        after = judge_bundle(replace(self.bundle, annotations=files), self.judge, self.read_raw).problems
        return [each for each in after if each.severity is Severity.ERROR and each not in self._before]

    @cached_property
    def _before(self) -> tuple[Problem, ...]:
        return judge_bundle(self.bundle, self.judge, self.read_raw).problems

    def _why_unfinished(self, notes: Notes) -> str:
        """Why nobody can say that nothing else is there; empty where the map vouches for it, or nothing speaks against it."""
        if self.by.status is not None:
            return "" if self.by.status == "complete" else "the map says so"
        missing = _layers_not_mapped(self.by, self.judge.scheme)
        if missing:
            return f"the map fills no {' and no '.join(missing)}"
        return "some of it was left out" if any(map(is_loss, notes.problems)) else ""

    def _lacks(self, kept: Annotation) -> str:
        """What a complete annotation would have to say, and this one does not."""
        names = Counter(fault.name for fault in self._faults(replace(kept, status="complete")))
        return ", ".join(f"{number} × {name}" for name, number in names.items())


def _layers_not_mapped(by: Map, scheme: Scheme) -> list[str]:
    return [layer for layer in LAYERS if scheme.has(layer) and layer not in by.layers]


def _refused(faults: Iterable[Problem], annotation: Annotation) -> Iterator[tuple[str, Problem]]:
    """The items that faults stand at; of two that share words only the first, since the other may stand without it."""
    spans: list[Span] = []
    for fault in faults:
        match fault.pointer.split("/"):
            case ["", layer, number, *_] if (
                layer in LAYERS and number.isdigit() and fault.path.endswith(f"/{annotation.annotator}.json")
            ):
                item = getattr(annotation, layer)[int(number)]
                if not any(item.span.overlaps(span) for span in spans):
                    spans.append(item.span)
                    yield item.id, fault


def _without(refused: Mapping[str, Problem], annotation: Annotation, notes: Notes) -> Annotation:
    """The annotation without those items, and without what led to them; a stance falls with its last holder."""
    fallen = [each for each in annotation.stances if each.id not in refused and not set(each.holders) - set(refused)]
    for each in fallen:
        notes.take(END_GONE, f"{each.id} was left out with its last holder", span=each.span)
    gone = {*refused, *(each.id for each in fallen)}
    cut = 0
    quotes, stances = [], []
    for quote in annotation.quotes:
        if quote.id not in gone:
            quotes.append(_quote_without(gone, quote))
            cut += quotes[-1] != quote
    for stance in annotation.stances:
        if stance.id not in gone:
            stances.append(_stance_without(gone, stance))
            cut += stances[-1] != stance
    if cut:
        notes.take(END_GONE, f"{cut} quotes and stances lost relations with what they led to", got=str(cut))
    mentions = tuple(each for each in annotation.mentions if each.id not in gone)
    meant = {each.entity for each in mentions}
    return replace(
        annotation,
        entities=tuple(each for each in annotation.entities if each.id in meant),
        mentions=mentions,
        cues=tuple(each for each in annotation.cues if each.id not in gone),
        quotes=tuple(quotes),
        stances=tuple(stances),
    )


def _quote_without(gone: set[str], quote: Quote) -> Quote:
    """A quote whose last speaker went has an undecided one, rather than none."""
    left = tuple(each for each in quote.speakers or () if each not in gone)
    return replace(
        quote,
        speakers=left or (None if quote.speakers else quote.speakers),
        via=tuple(each for each in quote.via if each not in gone),
        cue=None if quote.cue in gone else quote.cue,
        continues=None if quote.continues in gone else quote.continues,
    )


def _stance_without(gone: set[str], stance: Stance) -> Stance:
    holders = tuple(each for each in stance.holders if each not in gone)
    return replace(stance, holders=holders, target=None if stance.target in gone else stance.target)
