"""Private details: what leads to a person or opens a door is found, and nothing that only looks like it."""

from __future__ import annotations

import time

import pytest

from quidit.private import personal_details, secrets


def found(text: str) -> list[tuple[str, str]]:
    return [(detail.what, text[detail.start : detail.end]) for detail in (*personal_details(text), *secrets(text))]


@pytest.mark.parametrize(
    ("text", "what", "words"),
    [
        ("Écrire à claire.d+presse@mairie.example.org.", "an e-mail address", "claire.d+presse@mairie.example.org"),
        ("Appelez le 01 23 45 67 89.", "a telephone number", "01 23 45 67 89"),
        ("Appelez le 01.23.45.67.89.", "a telephone number", "01.23.45.67.89"),
        ("Appelez le 0123456789.", "a telephone number", "0123456789"),
        ("Appelez le 06\u00a012\u00a034\u00a056\u00a078.", "a telephone number", "06\u00a012\u00a034\u00a056\u00a078"),
        ("au +33 1 23 45 67 89", "a telephone number", "+33 1 23 45 67 89"),
        ("au +33 (0)1 23 45 67 89", "a telephone number", "+33 (0)1 23 45 67 89"),
        ("call +1 (212) 555-0123", "a telephone number", "+1 (212) 555-0123"),
        ("au 00 33 1 23 45 67 89", "a telephone number", "00 33 1 23 45 67 89"),
        ("compte FR76 3000 6000 0112 3456 7890 189", "a bank account", "FR76 3000 6000 0112 3456 7890 189"),
        ("compte GB29NWBK60161331926819", "a bank account", "GB29NWBK60161331926819"),
        ("assurée 1 85 05 78 006 084 91", "a social security number", "1 85 05 78 006 084 91"),
        ("assurée 1 85 05 2A 006 084 35", "a social security number", "1 85 05 2A 006 084 35"),
        ("jeton ghp_" + "a1" * 18, "a key or token", "ghp_" + "a1" * 18),
        ("jeton hf_" + "aB" * 15, "a key or token", "hf_" + "aB" * 15),
        ("clé AKIAABCDEFGHIJKLMNOP", "a key or token", "AKIAABCDEFGHIJKLMNOP"),
        ("clé sk-" + "a1" * 10, "a key or token", "sk-" + "a1" * 10),
        ("-----BEGIN RSA PRIVATE KEY-----", "a key or token", "-----BEGIN RSA PRIVATE KEY-----"),
    ],
)
def test_what_leads_to_somebody_or_opens_a_door_is_found(text: str, what: str, words: str) -> None:
    assert found(text) == [(what, words)]


@pytest.mark.parametrize(
    "text",
    [
        "En 2025, 18 voix contre 9, soit 1 234 567 890 euros.",
        "Entre 1 000 000 000 et 2 000 000 000 de dollars.",
        "Le 01.02.2025 à 10:30, puis le 04/09/2025.",
        "Le numéro 01 23 45 67 89 10 a trop de chiffres, et 01 23 45 67 8 trop peu.",
        "compte FR76 3000 6000 0112 3456 7890 188",
        "assurée 1 85 05 78 006 084 90",
        "@mairie sur le réseau, et 3 @ 4",
        "la task-force et les risk-averse",
        "HF_TOKEN, hf_hub, ghp_court, AKIA, PRIVATE KEY",
        "1-0, 2-1, 0-0, 3-2, 1-1, 2-0",
        "",
    ],
)
def test_what_only_looks_like_it_is_left_alone(text: str) -> None:
    assert found(text) == []


def test_details_stand_in_the_order_of_the_text() -> None:
    text = "01 23 45 67 89, a@example.org, FR76 3000 6000 0112 3456 7890 189, b@example.org"
    assert [detail.start for detail in personal_details(text)] == [0, 16, 31, 66]


@pytest.mark.parametrize("text", ["1" * 200_000, "+1 " * 70_000, "a@" * 100_000, "AB12 CD34 " * 20_000, "eyJ" * 60_000])
def test_hostile_texts_are_read_in_linear_time(text: str) -> None:
    before = time.perf_counter()
    found(text)
    assert time.perf_counter() - before < 2
