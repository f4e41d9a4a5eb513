"""Checks: the rules of the validator, one function each, by what they are held against."""

from __future__ import annotations

from quidit.checks import (
    absences,
    articles,
    chains,
    claims,
    corpus,
    dialects,
    entities,
    files,
    known,
    ledger,
    leftovers,
    names,
    offsets,
    order,
    orphans,
    privacy,
    quotes,
    references,
    regions,
    releasing,
    rights,
    roster,
    rulings,
    seeds,
    shape,
    sources,
    spans,
    spelling,
    stances,
    wording,
)
from quidit.checks.annotation import AnnotationSubject
from quidit.checks.notes import CorpusSubject, LedgerLine
from quidit.checks.ruled import RulingsSubject
from quidit.checks.rules import Rule, rules_of
from quidit.checks.spelling import Spelling
from quidit.checks.subjects import (
    ArticleSubject,
    Departures,
    Faults,
    File,
    Named,
    Orphans,
    RegionIdsSubject,
    Roster,
    Seeds,
    Written,
)

NAMED_RULES: tuple[Rule[Named], ...] = (files.id_differs_from_path,)
FILE_RULES: tuple[Rule[File], ...] = rules_of(files, but=files.id_differs_from_path)
PLACE_RULES: tuple[Rule[File], ...] = tuple(
    each for each in FILE_RULES if each not in (files.not_utf8, files.byte_order_mark)
)
"""The rules on a file whatever its bytes are."""
RAW_RULES: tuple[Rule[File], ...] = (seeds.raw_file_without_article, seeds.raw_file_is_no_text)
SEEDS_RULES: tuple[Rule[Seeds], ...] = (seeds.names_clash,)
SOURCE_RULES: tuple[Rule[Faults], ...] = (*rules_of(sources), *rules_of(dialects))
SHAPE_RULES: tuple[Rule[Departures], ...] = rules_of(shape)
WORDING_RULES: tuple[Rule[Written], ...] = (
    *rules_of(wording),
    privacy.personal_detail_in_a_note,
    privacy.secret_in_a_note,
)
ABSENCE_RULES: tuple[Rule[absences.Emptiable], ...] = rules_of(absences)
SPELLING_RULES: tuple[Rule[Spelling], ...] = rules_of(spelling)
ORPHAN_RULES: tuple[Rule[Orphans], ...] = rules_of(orphans)
SENTENCE_RULES: tuple[Rule[ArticleSubject], ...] = (
    articles.sentence_leaves_its_paragraph,
    articles.sentences_out_of_order,
    articles.text_outside_sentences,
    leftovers.sentence_without_words,
    leftovers.sentence_cuts_a_character,
)
"""Held against a text that is the article's: in an edited one, every later sentence would be misplaced."""
TEXT_RULES: tuple[Rule[ArticleSubject], ...] = (
    *(each for module in (articles, leftovers) for each in rules_of(module) if each not in SENTENCE_RULES),
    seeds.bad_raw_file_name,
    *rules_of(rights),
    privacy.personal_detail_in_the_text,
    privacy.secret_in_the_text,
)
SPAN_RULES: tuple[Rule[AnnotationSubject], ...] = tuple(
    each for module in (spans, offsets, names, quotes, order) for each in rules_of(module)
)
ITEM_RULES: tuple[Rule[AnnotationSubject], ...] = tuple(
    each for module in (references, entities, chains, stances, claims) for each in rules_of(module)
)
RULINGS_RULES: tuple[Rule[RulingsSubject], ...] = rules_of(rulings)
REGION_RULES: tuple[Rule[RegionIdsSubject], ...] = rules_of(regions)
ROSTER_RULES: tuple[Rule[Roster], ...] = rules_of(roster)
LINE_RULES: tuple[Rule[LedgerLine], ...] = (ledger.not_a_decision,)
LEDGER_RULES: tuple[Rule[CorpusSubject], ...] = (
    *rules_of(ledger, but=ledger.not_a_decision),
    releasing.split_without_annotation,
)
CORPUS_RULES: tuple[Rule[CorpusSubject], ...] = rules_of(corpus)
SURROUNDING_RULES: tuple[Rule[releasing.Surroundings], ...] = (
    releasing.generated_file_stale,
    releasing.annotations_without_licence,
)
KNOWN_RULES: tuple[Rule[known.KnownSubject], ...] = rules_of(known)
