"""Rules on who speaks and by which words: cues and speakers beside their quote, and quotes that go on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import cast

from quidit.checks.annotation import AnnotationSubject
from quidit.checks.referring import numbered, referred
from quidit.checks.respan import shown
from quidit.checks.rules import rule
from quidit.documents import QuoteFile
from quidit.problems import Finding, Severity


def _quotes(annotation: AnnotationSubject) -> tuple[tuple[str, QuoteFile], ...]:
    return cast("tuple[tuple[str, QuoteFile], ...]", annotation.items("quotes"))


def _swallows_its_cue(annotation: AnnotationSubject, quote: QuoteFile) -> bool:
    places = annotation.places
    cue, place = places.get(quote.get("cue", "")), places.get(quote["id"])
    return cue is not None and place is not None and place.overlaps(cue)


@rule("QD453", since="0.2.0")
def cue_inside_its_quote(annotation: AnnotationSubject) -> Iterator[Finding]:
    """The words that announce a quote are the article's, not the speaker's: the span leaves them out."""
    if annotation.overview.speakers_stand_outside:
        return
    for pointer, quote in _quotes(annotation):
        if _swallows_its_cue(annotation, quote):
            yield Finding(
                f"{quote['id']} takes in {quote['cue']}, its own cue",
                f"{pointer}/cue",
                got=shown(quote["text"]),
                expected="words that the cue announces, without the cue",
                span=annotation.place_of(quote),
                fix='shorten the quote; where the cue cuts it in two, annotate two that share the cue, and let the second "continue" the first',
            )


@rule("QD454", since="0.2.0")
def speaker_inside_their_quote(annotation: AnnotationSubject) -> Iterator[Finding]:
    """Who speaks and who passes it on stand outside the quote; whoever is named inside is spoken about."""
    if annotation.overview.speakers_stand_outside:
        return
    places = annotation.places
    for pointer, quote in _quotes(annotation):
        if quote["id"] not in places or _swallows_its_cue(annotation, quote):
            continue
        for key in ("speakers", "via"):
            for number, each in numbered(quote, key):
                if each in places and places[quote["id"]].overlaps(places[each]):
                    yield Finding(
                        f"{each}, one of the {key} of {quote['id']}, stands inside the quote",
                        f"{pointer}/{key}/{number}",
                        got=each,
                        expected="a mention outside the quote",
                        span=annotation.place_of(annotation.mentions[each]) if each in annotation.mentions else None,
                        fix="name the mention beside the cue, or shorten the quote",
                    )


@rule("QD455", since="0.2.0")
def speaker_passes_on(annotation: AnnotationSubject) -> Iterator[Finding]:
    """Whoever said it does not also pass it on: `via` is somebody else."""
    for pointer, quote in _quotes(annotation):
        for number, each in numbered(quote, "via"):
            speakers, channel = (annotation.entities_of(ids) for ids in (referred(quote, "speakers"), [each]))
            if speakers and channel and channel <= speakers:
                yield Finding(
                    f"{quote['id']} has {_listed(channel)} both as its speaker and as who passed it on",
                    f"{pointer}/via/{number}",
                    got=each,
                    expected="somebody else than the speaker",
                    span=annotation.place_of(quote),
                    fix="remove it from via, or correct the speakers",
                )


@rule("QD456", severity=Severity.WARNING, since="0.2.0")
def unused_cue(annotation: AnnotationSubject) -> Iterator[Finding]:
    """A cue of a complete annotation announces some quote."""
    if annotation.overview.cues_used.issuperset(annotation.overview.layers["cues"].ids):
        return
    if not annotation.scheme.has("quotes") or not annotation.is_complete or not annotation.knows_all_about("cues"):
        return
    used = {quote["cue"] for _, quote in _quotes(annotation) if "cue" in quote}
    places = {(cue["start"], cue["end"]) for _, cue in annotation.items("cues") if cue["id"] in used}
    for pointer, cue in annotation.items("cues"):
        is_used = (cue["start"], cue["end"]) in places  # the cue itself, or a twin that QD404 speaks of
        if not is_used and not cue.get("unsure"):
            yield Finding(
                f"{cue['id']} is the cue of no quote",
                pointer,
                got=shown(cue["text"]),
                expected="a cue that some quote names",
                span=annotation.place_of(cue),
                fix=f'write "cue": "{cue["id"]}" in the quote that it announces, or remove it',
            )


@rule("QD457", severity=Severity.WARNING, since="0.2.0")
def via_without_a_speaker(annotation: AnnotationSubject) -> Iterator[Finding]:
    """Where nobody else is said to speak, whoever passes it on is the speaker (`selon X`)."""
    for pointer, quote in _quotes(annotation):
        if "via" in quote and quote.get("speakers") == [] and not quote.get("unsure"):
            yield Finding(
                f"{quote['id']} is passed on by somebody and said by nobody",
                f"{pointer}/via",
                got=", ".join(referred(quote, "via")),
                expected="a speaker whose words are passed on",
                span=annotation.place_of(quote),
                fix="make them its speakers, or name who said it",
            )


@rule("QD458", since="0.2.0")
def continues_a_later_quote(annotation: AnnotationSubject) -> Iterator[Finding]:
    """A quote continues one that stands before it in the text."""
    if annotation.overview.quotes_go_on:
        return
    places, loops = annotation.places, _in_loops(annotation)
    for pointer, quote in _quotes(annotation):
        earlier, place = quote.get("continues", ""), places.get(quote["id"])
        if place and earlier in places and quote["id"] not in loops and places[earlier].end > place.start:
            yield Finding(
                f"{quote['id']} continues {earlier}, which does not end before it",
                f"{pointer}/continues",
                got=earlier,
                expected="a quote that ends before this one begins",
                span=(place.start, place.end),
                fix=f'let {earlier} continue {quote["id"]} instead, or remove "continues"',
            )


def _in_loops(annotation: AnnotationSubject) -> frozenset[str]:
    """The quotes from which a chain comes back to one that it has passed; QD414 speaks of them."""
    earlier = {quote["id"]: quote["continues"] for _, quote in _quotes(annotation) if "continues" in quote}
    loops: set[str] = set()
    followed: set[str] = set()
    for first in earlier:
        chain: dict[str, None] = {}
        step = first
        while step in earlier and step not in followed:
            followed.add(step)
            chain[step] = None
            step = earlier[step]
        if step in chain or step in loops:
            loops |= chain.keys()
    return frozenset(loops)


@rule("QD459", since="0.2.0")
def chain_changes_its_speaker(annotation: AnnotationSubject) -> Iterator[Finding]:
    """What goes on is said by whoever began: the pieces of one speech have the same speakers."""
    if not annotation.overview.layers["quotes"].values("continues"):
        return
    quotes = {quote["id"]: quote for _, quote in _quotes(annotation)}
    loops = frozenset[str]() if annotation.overview.quotes_go_on else _in_loops(annotation)
    for pointer, quote in _quotes(annotation):
        earlier = quotes.get(quote.get("continues", ""))
        if earlier is None or quote["id"] in loops or "speakers" not in quote or "speakers" not in earlier:
            continue
        mine, theirs = _speakers(annotation, quote), _speakers(annotation, earlier)
        if mine is not None and theirs is not None and mine != theirs:
            yield Finding(
                f"{quote['id']} continues {earlier['id']}, which others say",
                f"{pointer}/speakers",
                got=_listed(mine),
                expected=_listed(theirs),
                span=annotation.place_of(quote),
                fix='correct the speakers of one of them, or remove "continues"',
            )


def _speakers(annotation: AnnotationSubject, quote: QuoteFile) -> frozenset[str] | None:
    listed = cast("Mapping[str, list[object]]", quote)["speakers"]
    ids = referred(quote, "speakers")
    return annotation.entities_of(ids) if len(ids) == len(listed) else None


def _listed(entities: frozenset[str]) -> str:
    return ", ".join(sorted(entities)) or "nobody"
