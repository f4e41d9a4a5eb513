"""Prefixes: what stands before a name and is none of it."""

from __future__ import annotations

import pytest

from quidit.language.prefixes import prefixes_of


@pytest.mark.parametrize(
    ("name", "determiner", "title"),
    [
        ("Ukraine", "", ""),
        ("l’Ukraine", "l’", ""),
        ("l'Ukraine", "l'", ""),
        ("L’Ukraine", "L’", ""),
        ("la Sorne", "la ", ""),
        ("La Gazette de l’Orme", "La ", ""),
        ("les États-Unis", "les ", ""),
        ("Le", "", ""),
        ("la ", "", ""),
        ("Lena Fox", "", ""),
        ("Mme Dubreuil", "", "Mme "),
        ("M. Benali", "", "M. "),
        ("M Benali", "", "M "),
        ("Sir Keir Starmer", "", "Sir "),
        ("président Donald Trump", "", "président "),
        ("Président Donald Trump", "", ""),
        ("le président Donald Trump", "le ", "le président "),
        ("le premier ministre Keir Starmer", "le ", "le premier ministre "),
        ("porte-parole Dmitry Peskov", "", "porte-parole "),
        ("président la Rivière", "", ""),
        ("président", "", ""),
        ("maire de Valmont", "", ""),
        ("le maire de Valmont", "le ", ""),
        ("la le Pen", "la ", ""),
        ("D’Ormesson", "", ""),
        ("42 Rue", "", ""),
        ("“la Sorne", "", ""),
        ("S. Kerbrat", "", ""),
    ],
)
def test_french_names_begin_with_what_is_theirs(name: str, determiner: str, title: str) -> None:
    leading = prefixes_of("fr").leading(name)
    assert (name[: leading.determiner], name[: leading.title]) == (determiner, title)


@pytest.mark.parametrize(
    ("name", "determiner", "title"),
    [
        ("the Hague", "the ", ""),
        ("President Donald Trump", "", "President "),
        ("Mayor Ada Finch", "", ""),
        ("mayor Ada Finch", "", "mayor "),
        ("Mr. Reed", "", "Mr. "),
        ("Ms Finch", "", "Ms "),
        ("la Sorne", "", ""),
    ],
)
def test_english_names_do_so_too(name: str, determiner: str, title: str) -> None:
    leading = prefixes_of("en").leading(name)
    assert (name[: leading.determiner], name[: leading.title]) == (determiner, title)


def test_a_language_is_known_by_its_first_subtag() -> None:
    assert prefixes_of("fr-CA") is prefixes_of("FR") is prefixes_of("fr")


@pytest.mark.parametrize("language", ["de", "", "frr"])
def test_of_another_language_nothing_is_known(language: str) -> None:
    leading = prefixes_of(language).leading("la Sorne")
    assert (leading.determiner, leading.title) == (0, 0)
