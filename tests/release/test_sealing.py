"""Sealing: what is closed under texts opens with them, whole, and with nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quidit.release.standoff.sealing import BrokenSealError, key_of, seal, unseal
from quidit.text import sha256

KEY = key_of(["Il pleut."])


@given(st.binary(max_size=700))
def test_what_is_sealed_opens_again(content):
    assert unseal(KEY, seal(KEY, content)) == content


@given(st.binary(min_size=8, max_size=300))
def test_nothing_of_it_shows(content):
    assert content not in seal(KEY, content)


@given(st.binary(max_size=300), st.integers(0), st.integers(1, 255))
def test_what_was_changed_does_not_open(content, place, change):
    sealed = bytearray(seal(KEY, content))
    sealed[place % len(sealed)] ^= change
    with pytest.raises(BrokenSealError):
        unseal(KEY, bytes(sealed))


@pytest.mark.parametrize("sealed", [b"", b"\x00" * 15, b"\x80" + b"\x00" * 271])
def test_what_was_never_sealed_does_not_open(sealed):
    with pytest.raises(BrokenSealError, match="download"):
        unseal(KEY, sealed)


def test_another_text_does_not_open_it_and_neither_does_the_texts_own_hash():
    sealed = seal(KEY, b"Macron")
    for key in (key_of(["Il pleut"]), key_of([]), bytes.fromhex(sha256("Il pleut."))):
        with pytest.raises(BrokenSealError):
            unseal(key, sealed)


def test_equal_content_gives_equal_bytes_and_other_content_another_stream():
    one, two = seal(KEY, b"Macron"), seal(KEY, b"Poutin")
    assert one == seal(KEY, b"Macron")
    shown = bytes(a ^ b for a, b in zip(one[16:], two[16:], strict=True))
    assert shown[:6] != bytes(a ^ b for a, b in zip(b"Macron", b"Poutin", strict=True))


def test_its_length_tells_little_of_how_long_the_content_is():
    assert len({len(seal(KEY, b"x" * length)) for length in range(255)}) == 1


def test_several_texts_are_one_key_in_whatever_order_and_all_of_them_are_needed():
    assert key_of(["a", "b", "c"]) == key_of(["c", "a", "b"])
    assert len({key_of(each) for each in (["a"], ["b"], ["a", "b"], ["ab"], ["a", "a", "b"])}) == 5
