"""Responsible: what the RAI vocabulary of Croissant asks of a dataset, answered from its statistics."""

from __future__ import annotations

from collections.abc import Iterator

from quidit.release.card.limits import limits
from quidit.release.card.plainly import BETWEEN, agreement_is, as_plain, card_language, makers
from quidit.release.croissant.record_sets import Node
from quidit.release.statistics import SHOWN, Statistics


def responsible(statistics: Statistics) -> Node:
    """The ``rai:`` members; what nobody has recorded is absent."""
    told = list(map(as_plain, limits(statistics)))
    return {
        "rai:dataCollection": "News articles, each kept as it was received; origin and rights stand in articles.",
        "rai:dataCollectionRawData": "Text files, which are no part of a release; articles/source_sha256 names each.",
        "rai:dataPreprocessingProtocol": [
            "Raw articles are normalised: Unicode NFC, blanks and line ends.",
            "Sentences and tokens are cut by rules; every offset counts Unicode code points.",
        ],
        "rai:dataAnnotationProtocol": list(_protocol(statistics)),
        "rai:annotationsPerItem": makers(statistics),
        **({"rai:dataAnnotationAnalysis": analysis} if (analysis := list(_analysis(statistics))) else {}),
        **({"rai:machineAnnotationTools": tools} if (tools := list(_tools(statistics))) else {}),
        "rai:dataLimitations": told,
        "rai:dataBiases": [
            each for each in told if each.startswith(("One article", "Sources", "Unknown", "Languages"))
        ],
        "rai:dataUseCases": [
            "Finding names, quotations, their speakers and stances in news, and teaching programs to."
        ],
        "rai:personalSensitiveInformation": [
            "Articles name people, with words and attitudes that are ascribed to them. Annotators have pseudonyms.",
        ],
        "rai:dataReleaseMaintenancePlan": (
            "Versions are never changed once they are out; each says what it changed, and code that reads one breaks, or "
            "scores stop being comparable, with a new major version only."
        ),
    }


def _protocol(statistics: Statistics) -> Iterator[str]:
    """What each layer of the scheme is."""
    language = card_language(statistics.scheme)
    for text in statistics.scheme.layers:
        yield f"{text.layer}: {' '.join(text.definition[language].split())}"


def _analysis(statistics: Statistics) -> Iterator[str]:
    """The figures of agreement, with what they are."""
    for pair, figures in statistics.agreement.items():
        listed = ", ".join(f"{layer} {figure:.2f}" for layer, figure in figures.items() if figure is not None)
        yield as_plain(f"Exact agreement {BETWEEN[pair]} (F1 of span and label): {listed}; {agreement_is(statistics)}")


def _tools(statistics: Statistics) -> Iterator[str]:
    """Models that annotated or ruled, and what made suggestions."""
    models = [each for each in statistics.annotators if each.kind == "model"]
    for model in models[:SHOWN]:
        yield f"{model.id}: {model.note or 'a model'}"
    for producer, version in sorted({(producer, version) for producer, version, _ in statistics.suggested})[:SHOWN]:
        yield f"{producer} {version}, which suggested items to annotators"
