"""Sources of releases that nobody wrote: hypothesis draws articles with annotations of every layer."""

from hypothesis import strategies as st

from quidit.language.tokens import tokenise
from quidit.records import Annotation, Annotator, Article, Cue, Entity, Mention, Quote, Rights, Span, Stance
from quidit.records import Source as Origin
from quidit.release.source import Source
from quidit.scheme_file import read_scheme
from quidit.splits.pilot import cuts
from releases import TOY

SCHEME = read_scheme((TOY / "schema/scheme.toml").read_text(encoding="utf-8"))
PEOPLE = {"lin": Annotator("lin", "human")}
WORDS = [
    "l’Orme",
    "Paris-Lyon",
    "👨\u200d👩\u200d👧",
    "🇫🇷",
    "“oui”",
    "«\u00a0non\u202f»",
    "M\u0300baye",
    "סליחה",
    "don’t",
]


@st.composite
def texts(draw, least):
    """A text of numbered sentences, so that none of them stands in another, in one paragraph or more."""
    text, sentences = "", []
    for number in range(draw(st.integers(least, 7))):
        words = draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=4))
        sentence = " ".join([f"N{number}N", *words]) + "."
        text += draw(st.sampled_from("  \n")) if text else ""
        sentences.append(Span(len(text), len(text) + len(sentence)))
        text += sentence
    return text, tuple(sentences)


@st.composite
def names(draw, text, sentences):
    """Flat names, of one token or two, and unnamed actors over whole sentences."""
    found = []
    for sentence in sentences:
        tokens = [Span(t.start + sentence.start, t.end + sentence.start) for t in tokenise(sentence.of(text))]
        free = 0
        while free < len(tokens) and draw(st.booleans()):
            first = draw(st.integers(free, len(tokens) - 1))
            last = min(first + draw(st.integers(0, 1)), len(tokens) - 1)
            label = draw(st.sampled_from(SCHEME.names))
            use = "literal" if label in SCHEME.with_uses else None
            found.append((Span(tokens[first].start, tokens[last].end), label, use))
            free = last + 1
        found.append((sentence, "ACTOR", None))
    found.sort(key=lambda mention: mention[0].text_order)
    return tuple(Mention(f"m{n}", span, label, "e", use) for n, (span, label, use) in enumerate(found, 1))


@st.composite
def sources(draw, *, pilot=False):
    """An article with annotations of every layer; with ``pilot`` cut in two wherever it may be."""
    text, sentences = draw(texts(3 if pilot else 1))
    mentions = draw(names(text, sentences))
    least = {"max_size": 0} if pilot else {"max_size": 2, "unique": True}
    ids = st.lists(st.sampled_from([mention.id for mention in mentions]), **least)
    cues = tuple(Cue(f"c{n}", Span(s.start, s.start + 2)) for n, s in enumerate(sentences, 1))
    quotes = []
    for n in range(draw(st.integers(0, 4))):
        first = draw(st.integers(0, len(sentences) - 1))
        last = draw(st.integers(first, min(first + (0 if pilot else 2), len(sentences) - 1)))
        quotes.append((Span(sentences[first].start + draw(st.integers(0, 2)), sentences[last].end - 1), n))
    quotes.sort(key=lambda quote: quote[0].text_order)
    made = tuple(
        Quote(
            f"q{n}",
            span,
            "direct",
            tuple(draw(ids)),
            via=tuple(draw(ids)),
            cue=None if pilot else draw(st.none() | st.sampled_from([cue.id for cue in cues])),
            continues=None if pilot else draw(st.none() | st.sampled_from([f"q{n}" for n in range(len(quotes))])),
        )
        for n, (span, _) in enumerate(quotes)
    )
    targets = [mention.id for mention in mentions] + [quote.id for quote in made]
    stances = tuple(
        Stance(
            f"s{n}", Span(s.start, s.start + 3), "favor", tuple(draw(ids)), "new-gym", draw(st.sampled_from(targets))
        )
        for n, s in enumerate(sentences)
        if draw(st.booleans())
    )
    annotation = Annotation(
        "toy", "lin", "1.2", "0", "complete", None, (), (Entity("e", "E", "other"),), mentions, cues, made, stances
    )
    article = Article("toy", "fr", text, sentences, Origin("toy.txt", "0"), Rights(), "0")
    allowed = cuts(article, annotation) if pilot else ()
    cut = draw(st.sampled_from(allowed)) if allowed else None
    split = "train" if cut is None else "pilot"
    return Source(article, (annotation,), PEOPLE, annotation, "gold", split, cut, SCHEME)
