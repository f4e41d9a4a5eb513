"""Histories of made-up corpora: real rows of articles, annotators, layers and splits, edited from release to release.

Whatever goes stays away: no id and no text comes back, as in every history that the ledger lets through.
"""

from dataclasses import dataclass, field, replace

from hypothesis import strategies as st

from quidit.records import Annotation, Annotator, Article, Cue, Entity, Mention, Quote, Rights, Span, Stance
from quidit.records import Source as Origin
from quidit.release.build import SPLITS
from quidit.release.edition import Edition
from quidit.release.features import features
from quidit.release.manifest import MANIFEST, manifest_text
from quidit.release.parquet import SplitWriter
from quidit.release.rows import issue_rows, rows
from quidit.release.source import Source
from quidit.scheme import Scheme
from quidit.scheme_file import read_scheme
from releases import TOY

SCHEME = read_scheme((TOY / "schema/scheme.toml").read_text(encoding="utf-8"))
PEOPLE = {name: Annotator(name, kind) for name, kind in (("lin", "human"), ("sol", "human"), ("m1", "model"))}
DRAWN = ("train", "validation", "test")


@dataclass(frozen=True)
class State:
    """A corpus at one time; ``used`` is how many articles and items it ever had, ``edits`` how it came about."""

    sources: dict[str, Source] = field(default_factory=dict)
    scheme: Scheme = SCHEME
    card: str = "A card\n"
    used: int = 0
    edits: tuple[str, ...] = ()

    def _repr_pretty_(self, printer, _cycle):
        """What hypothesis shows: how it came about, since what it is takes pages."""
        printer.text(f"<{', '.join(self.edits)}: {', '.join(self.sources)}>")


def edition_of(state, folder):
    """The release of a state, written as the build writes one."""
    tables = features(state.scheme)
    writers = {}
    told = [row for _, source in sorted(state.sources.items()) for row in rows(source)]
    if state.scheme.has("stances"):
        told += issue_rows(state.scheme)
    for config, split, row in told:
        if (config, split) not in writers:
            writers[config, split] = SplitWriter(folder, config, split, tables[config])
        writers[config, split].add(row)
    contents = {}
    for config in tables:
        for split in SPLITS:
            if writer := writers.get((config, split)):
                contents.setdefault(config, {})[split] = writer.close()
    folder.mkdir(exist_ok=True)
    (folder / "README.md").write_text(state.card, encoding="utf-8")
    named = {"dataset": "toy", "version": "1.0.0", "scheme": state.scheme.version}
    (folder / MANIFEST).write_text(manifest_text(folder, named, contents), encoding="utf-8")
    return Edition.open(folder)


def item(items, made):
    """A layer with one more item, in text order."""
    return tuple(sorted((*items, made), key=lambda each: each.span.text_order))


def annotated(draw, state, article):
    """An annotation of every layer over an article's sentences."""
    annotation = Annotation(article.id, "adjudicated", "1.2", "0", "complete", "gold", (), (Entity("e", "E", "other"),))
    for sentence in article.sentences:
        state, annotation = with_item(draw, state, annotation, sentence)
    return state, annotation


def with_item(draw, state, annotation, sentence):
    """The annotation with one more mention, and perhaps more, in a sentence."""
    number = state.used + 1
    mention = Mention(f"m{number}", Span(sentence.start, sentence.start + 2), "PER", "e")
    changes = {"mentions": item(annotation.mentions, mention)}
    if draw(st.booleans()):
        quote = Quote(f"q{number}", Span(sentence.start + 1, sentence.end - 1), "direct", (mention.id,))
        cue = Cue(f"c{number}", Span(sentence.start, sentence.start + 1))
        changes |= {"quotes": item(annotation.quotes, quote), "cues": item(annotation.cues, cue)}
    if draw(st.booleans()):
        stance = Stance(f"s{number}", Span(sentence.start + 2, sentence.start + 4), "favor", (mention.id,), "new-gym")
        changes["stances"] = item(annotation.stances, stance)
    return replace(state, used=number), replace(annotation, **changes)


def with_source(state, source):
    return replace(state, sources={**state.sources, source.article.id: source})


def add_article(draw, state):
    number = state.used + 1
    lines, sentences = "", []
    for sentence in range(draw(st.integers(1, 3))):
        words = f"W{number}S{sentence} dit oui."
        lines += draw(st.sampled_from(" \n")) if lines else ""
        sentences.append(Span(len(lines), len(lines) + len(words)))
        lines += words
    article = Article(f"a{number}", "fr", lines, tuple(sentences), Origin("a.txt", "0"), Rights(), f"h{number}")
    state, deciding = annotated(draw, replace(state, used=number), article)
    names = draw(st.sets(st.sampled_from(sorted(PEOPLE)), max_size=3))
    made = tuple(replace(deciding, annotator=name, quality=None) for name in sorted(names))
    split = draw(st.sampled_from(DRAWN))
    decides = deciding if made and draw(st.booleans()) else made[0] if made else None
    source = Source(article, made, PEOPLE, decides, "gold" if decides else "unannotated", split, None, state.scheme)
    return with_source(state, source)


def chosen(draw, state):
    return state.sources[draw(st.sampled_from(sorted(state.sources)))]


def withdraw(draw, state):
    gone = chosen(draw, state).article.id
    return replace(state, sources={id_: source for id_, source in state.sources.items() if id_ != gone})


def move(draw, state):
    return with_source(state, replace(chosen(draw, state), split=draw(st.sampled_from(DRAWN)), test_from=None))


def cut(draw, state):
    """The first article as a pilot, cut somewhere."""
    source = chosen(draw, state)
    if len(source.article.sentences) < 2:
        return state
    return with_source(state, replace(source, split="pilot", test_from=1))


def rename(draw, state):
    source = chosen(draw, state)
    number = state.used + 1
    left = withdraw_id(replace(state, used=number), source.article.id)
    return with_source(left, replace(source, article=replace(source.article, id=f"b{number}")))


def withdraw_id(state, gone):
    return replace(state, sources={id_: source for id_, source in state.sources.items() if id_ != gone})


def tell_otherwise(draw, state):
    source = chosen(draw, state)
    changes = draw(
        st.sampled_from(
            [
                {"title": "A title"},
                {"title": "Another title"},
                {"rights": Rights("CC0-1.0", "allowed")},
                {"source": Origin("a.txt", "0", "A paper", "https://example.org", "2025-01-02")},
                {"event": "the-flood"},
            ]
        )
    )
    return with_source(state, replace(source, article=replace(source.article, **changes)))


def rewrite(draw, state):
    """An article whose last sentence goes on."""
    source = chosen(draw, state)
    article, number = source.article, state.used + 1
    last = article.sentences[-1]
    longer = replace(
        article,
        text=f"{article.text}N{number}",
        sentences=(*article.sentences[:-1], Span(last.start, last.end + len(f"N{number}"))),
        text_sha256=f"h{number}",
    )
    return with_source(replace(state, used=number), replace(source, article=longer))


def cut_anew(draw, state):
    """An article whose first two sentences become one."""
    source = chosen(draw, state)
    if len(source.article.sentences) < 2 or source.test_from is not None:
        return state
    first, second, *others = source.article.sentences
    sentences = (Span(first.start, second.end), *others)
    return with_source(state, replace(source, article=replace(source.article, sentences=sentences)))


def undecide(draw, state):
    return with_source(state, replace(chosen(draw, state), deciding=None, quality="unannotated"))


def requalify(draw, state):
    source = chosen(draw, state)
    if source.deciding is None:
        return state
    return with_source(state, replace(source, quality=draw(st.sampled_from(["silver", "gold"]))))


def correct(draw, state):
    """One decided item more, less or otherwise; annotators keep theirs, or share the correction."""
    source = chosen(draw, state)
    if source.deciding is None:
        return state
    deciding = source.deciding
    state, corrected = draw(st.sampled_from(CORRECTIONS))(draw, state, deciding, source.article)
    same = {
        each.annotator
        for each in source.annotations
        if replace(each, annotator="", quality=None) == replace(deciding, annotator="", quality=None)
    }
    shares = draw(st.booleans())
    annotations = tuple(
        replace(corrected, annotator=each.annotator, quality=None) if shares and each.annotator in same else each
        for each in source.annotations
    )
    return with_source(state, replace(source, deciding=corrected, annotations=annotations))


def relabel(draw, state, annotation, _article):
    labels = [label.label for label in state.scheme.mentions]
    first, *others = annotation.mentions or (None,)
    if first is None:
        return state, annotation
    return state, replace(annotation, mentions=(replace(first, label=draw(st.sampled_from(labels))), *others))


def respan(draw, state, annotation, _article):
    layer = draw(st.sampled_from(["mentions", "quotes", "stances"]))
    first, *others = getattr(annotation, layer) or (None,)
    if first is None:
        return state, annotation
    longer = replace(first, span=Span(first.span.start, first.span.end + 1))
    return state, replace(annotation, **{layer: (longer, *others)})


def forget(draw, state, annotation, _article):
    layer = draw(st.sampled_from(["quotes", "stances"]))
    return state, replace(annotation, **{layer: getattr(annotation, layer)[1:]})


def more(draw, state, annotation, article):
    return with_item(draw, state, annotation, draw(st.sampled_from(article.sentences)))


def call_otherwise(draw, state, annotation, _article):
    return state, replace(annotation, entities=(replace(annotation.entities[0], name=draw(st.sampled_from("EFG"))),))


def unsettle(draw, state, annotation, _article):
    quotes = tuple(replace(quote, speakers=()) for quote in annotation.quotes)
    return state, replace(annotation, quotes=quotes, flags=draw(st.sampled_from([(), ("bad-translation",)])))


CORRECTIONS = (relabel, respan, forget, more, call_otherwise, unsettle)


def annotate(draw, state):
    """One annotator more or less."""
    source = chosen(draw, state)
    name = draw(st.sampled_from(sorted(PEOPLE)))
    others = tuple(each for each in source.annotations if each.annotator != name)
    if len(others) == len(source.annotations) and source.deciding:
        made = replace(source.deciding, annotator=name, quality=None)
        others = tuple(sorted((*others, made), key=lambda each: each.annotator))
    return with_source(state, replace(source, annotations=others))


def with_scheme(state, scheme):
    sources = {id_: replace(source, scheme=scheme) for id_, source in state.sources.items()}
    return replace(state, scheme=scheme, sources=sources)


def append_label(_draw, state):
    number = state.used + 1
    label = replace(state.scheme.mentions[0], label=f"NEW{number}")
    scheme = replace(state.scheme, mentions=(*state.scheme.mentions, label), version="1.3")
    return with_scheme(replace(state, used=number), scheme)


def reorder_kinds(_draw, state):
    return with_scheme(state, replace(state.scheme, entity_kinds=state.scheme.entity_kinds[::-1]))


def switch_off(_draw, state):
    layers = tuple(text for text in state.scheme.layers if text.layer != "stances")
    return with_scheme(state, replace(state.scheme, layers=layers))


def switch_on(_draw, state):
    return with_scheme(state, replace(state.scheme, layers=SCHEME.layers))


def reword(draw, state):
    first, *others = state.scheme.issues
    reads = draw(st.sampled_from([{"fr": "autrement"}, {**first.reads, "it": "altrimenti"}]))
    return with_scheme(state, replace(state.scheme, issues=(replace(first, reads=reads), *others)))


def one_issue_less(_draw, state):
    return with_scheme(state, replace(state.scheme, issues=state.scheme.issues[: max(1, len(state.scheme.issues) - 1)]))


def change_card(draw, state):
    return replace(state, card=draw(st.sampled_from(["A card\n", "Another card\n"])))


EDITS = (
    *(add_article, add_article, withdraw, move, cut, rename, tell_otherwise, rewrite, cut_anew, undecide, requalify),
    *(correct, correct, correct, annotate, append_label, reorder_kinds, switch_off, switch_on, reword, one_issue_less),
    change_card,
)


@st.composite
def histories(draw, length):
    """A corpus at several times, of which each was made from the one before by some edits."""
    state = State()
    for _ in range(draw(st.integers(1, 3))):
        state = add_article(draw, state)
    states = [state]
    for _ in range(length - 1):
        for edit in draw(st.lists(st.sampled_from(EDITS), max_size=3)):
            if state.sources or edit is add_article:
                state = edit(draw, state)
                state = replace(state, edits=(*state.edits, edit.__name__))
        states.append(state)
    return states
