"""Checks: every rule of the validator, one function each, and the catalogue of them all."""

from __future__ import annotations

from typing import Any

from quidit.checks import articles, claims, corpus, files, references, rulings, shape, sources, spans
from quidit.checks.rules import Rule, rules_of
from quidit.checks.subjects import (
    AnnotationSubject,
    ArticleSubject,
    CorpusSubject,
    Departures,
    Faults,
    File,
    Named,
    RulingsSubject,
)

NAMED_RULES: tuple[Rule[Named], ...] = (files.id_differs_from_path,)
FILE_RULES: tuple[Rule[File], ...] = rules_of(files, but=files.id_differs_from_path)
SOURCE_RULES: tuple[Rule[Faults], ...] = rules_of(sources)
SHAPE_RULES: tuple[Rule[Departures], ...] = rules_of(shape)
ARTICLE_RULES: tuple[Rule[ArticleSubject], ...] = rules_of(articles)
ANNOTATION_RULES: tuple[Rule[AnnotationSubject], ...] = (
    *rules_of(spans),
    *rules_of(references),
    *rules_of(claims, but=claims.annotation_of_another_text),
)
TEXT_CLAIM: Rule[AnnotationSubject] = claims.annotation_of_another_text
RULINGS_RULES: tuple[Rule[RulingsSubject], ...] = rules_of(rulings)
CORPUS_RULES: tuple[Rule[CorpusSubject], ...] = rules_of(corpus)

CATALOGUE: tuple[Rule[Any], ...] = tuple(
    sorted(
        (
            *NAMED_RULES,
            *FILE_RULES,
            *SOURCE_RULES,
            *SHAPE_RULES,
            *ARTICLE_RULES,
            *ANNOTATION_RULES,
            TEXT_CLAIM,
            *RULINGS_RULES,
            *CORPUS_RULES,
        ),
        key=lambda each: each.code,
    )
)
"""Every rule, by code."""
