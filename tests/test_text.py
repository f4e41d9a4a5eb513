"""Text hygiene: the normal form, the way back to the raw file, and what is refused."""

import hashlib
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from quidit.characters import BLANKS
from quidit.problems import QuiditError
from quidit.records import Span
from quidit.text import Normalised, RefusedText, may_compose, normalise, refusals, sha256

SOFT_HYPHEN = "\u00ad"
AWKWARD = [
    *"aéAœ’«»… .,\n\r\t",
    *BLANKS,
    SOFT_HYPHEN,
    "\r\n",
    "\u2028",
    "\u2029",
    "\ufeff",
    "e\u0301",
    "\u0301",
    "\u0323",
    "\u212b",
    "\u0344",
    "\u0958",
    "\u0958\u0300",
    "\u1100\u1161\u11a8",
    "\uac00\u11a8",
    "\u0b47\u0b3e",
    "👩\u200d👧",
    "1\ufe0f\u20e3",
    "🇫🇷",
    "\u0645\u06cc\u200c\u0631",
]
TEXTS = st.lists(st.sampled_from(AWKWARD) | st.text(max_size=3)).map("".join)
ANY_STR = st.text(st.characters(codec=None, exclude_categories=())) | TEXTS


def taken(raw: bytes | str) -> Normalised | None:
    try:
        return normalise(raw)
    except RefusedText:
        return None


def refused(raw: bytes | str) -> RefusedText:
    with pytest.raises(RefusedText) as caught:
        normalise(raw)
    return caught.value


def messages(text: str) -> list[str]:
    return [refusal.message for refusal in refusals(text)]


def without_what_goes(raw: str) -> str:
    """A raw stretch as it reads once composed, its line ends and tabs apart."""
    for line_end in ("\r\n", "\r", "\u2028", "\u2029"):
        raw = raw.replace(line_end, "\n")
    return unicodedata.normalize("NFC", raw.replace(SOFT_HYPHEN, "").replace("\t", " "))


# ── Properties ─────────────────────────────────────────────────────────────────────────────────────


@given(ANY_STR)
@example("\u00ad \u00ada\u00ad e\u00ad\u0301 \u00ad")
def test_a_normalised_text_is_its_own_normal_form_and_its_map_the_identity(raw: str) -> None:
    once = taken(raw)
    if once is not None:
        again = normalise(once.text)
        assert again.text == once.text
        assert [again.raw_offset(at) for at in range(len(once.text) + 1)] == list(range(len(once.text) + 1))
        assert list(refusals(once.text)) == []


@given(ANY_STR)
@example("été\u0301")
@example("\ufeff e\u00ad\u0301\t\u212b\r\n \r\nfin\u2028x")
@example("\U00016d67\U00016d67\u0301\u00adé")
def test_each_character_comes_from_where_the_map_says(raw: str) -> None:
    normalised = taken(raw)
    if normalised is None:
        return
    reached = 0
    for at, character in enumerate(normalised.text):
        source = normalised.raw_span(Span(at, at + 1))
        assert character in without_what_goes(source.of(raw))
        assert normalised.raw_offset(at) == source.start
        assert source.start >= reached or source.start == normalised.raw_offset(at - 1)
        reached = source.end
    assert normalised.raw_offset(len(normalised.text)) == reached


@given(ANY_STR)
def test_nothing_but_blanks_marks_of_order_and_soft_hyphens_is_lost(raw: str) -> None:
    normalised = taken(raw)
    if normalised is not None:
        blanks = dict.fromkeys(map(ord, [*BLANKS, *"\n\r\u2028\u2029\ufeff", SOFT_HYPHEN]))
        composed = unicodedata.normalize("NFC", raw.replace(SOFT_HYPHEN, ""))
        assert normalised.text.translate(blanks) == composed.translate(blanks)


@given(ANY_STR)
def test_lines_are_never_empty_and_have_no_blank_at_their_ends(raw: str) -> None:
    normalised = taken(raw)
    if normalised is not None:
        lines = normalised.text.split("\n")
        assert all(line and line == line.strip() for line in lines)
        assert unicodedata.is_normalized("NFC", normalised.text)


@given(st.binary() | ANY_STR.map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_bytes_are_taken_or_refused_with_a_place_and_a_remedy(raw: bytes) -> None:
    if taken(raw) is not None:
        assert normalise(raw) == normalise(raw.decode())
        return
    for refusal in refused(raw).refusals:
        assert refusal.line > 0
        assert refusal.column > 0
        assert refusal.message
        assert refusal.remedy


@given(ANY_STR)
def test_a_text_that_is_not_in_normal_form_is_refused_in_a_corpus_file(text: str) -> None:
    normalised = taken(text)
    faults = list(refusals(text))
    assert (not faults) == (normalised is not None and normalised.text == text)
    lines = text.split("\n")
    assert all(1 <= each.column <= max(len(lines[each.line - 1]), 1) for each in faults)
    assert faults == sorted(faults, key=lambda each: (each.line, each.column))


@given(ANY_STR)
def test_a_hash_is_that_of_the_bytes_in_utf_8(text: str) -> None:
    assert sha256(text) == hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def test_only_characters_that_unicode_assigns_and_shows_pass() -> None:
    invisible = {0x034F, 0x17B4, 0x17B5, 0x2800, *range(0x180B, 0x1810), *range(0xFE00, 0xFE10)}
    fillers = {0x115F, 0x1160, 0x3164, 0xFFA0, 0xFFFC, 0xFFFD}
    formats_that_show = {"ARABIC", "SYRIAC", "KAITHI", "EGYPTIAN"}
    later_emoji = range(0x1F000, 0x1FB00)
    for number in [*range(0x30000), *range(0xE0000, 0xE0200), 0xF0000, 0x10FFFF]:
        character = chr(number)
        category = unicodedata.category(character)
        wanted = category[0] != "C" or (category == "Cn" and number in later_emoji)
        wanted = wanted or (category == "Cf" and unicodedata.name(character).split()[0] in formats_that_show)
        wanted &= number not in invisible and number not in fillers and category not in ("Zl", "Zp")
        wanted &= not 0xE0000 <= number <= 0xE01EF and number != 0x061C
        wanted &= unicodedata.is_normalized("NFC", f"x{character}x")
        assert (messages(f"x{character}x") == []) == wanted or character == "\n", f"U+{number:04X}"


def test_nothing_but_marks_and_the_letters_known_merges_with_what_stands_before() -> None:
    every = [chr(number) for number in range(0x110000)]
    parts = {character: unicodedata.decomposition(character).split() for character in every}
    seconds = {chr(int(part[1], 16)) for part in parts.values() if len(part) == 2 and part[0][0] != "<"}
    hangul = {chr(number) for number in [*range(0x1161, 0x1176), *range(0x11A8, 0x11C3)]}
    merging = {character for character in every if unicodedata.combining(character)} | seconds | hangul
    for character in every:
        assert unicodedata.normalize("NFD", character)[0] not in merging or may_compose(character)


# ── What goes and what stays ───────────────────────────────────────────────────────────────────────


def test_line_ends_tabs_and_blanks_take_one_form() -> None:
    raw = "\ufeff\u00a0 Titre\u202f\r\n\r\n \t \r\tPremier\tparagraphe.\u2028Deuxième.\u2029\u00ad\nFin.\n\n"
    assert normalise(raw).text == "Titre\nPremier paragraphe.\nDeuxième.\nFin."


def test_typography_and_blanks_inside_a_line_stay() -> None:
    text = '« L’œuvre\u00a0» coûte 1\u202f000\u202f€ – “oui” ‘non’ "si" … ﬁn — ½'
    assert normalise(text).text == text


def test_letters_are_composed_and_lead_back_to_all_that_made_them() -> None:
    raw = "L’e\u0301te\u00ad\u0301 a\u0323\u0307\r\nde Vale\u0301rie"
    normalised = normalise(raw)
    assert normalised.text == "L’été ạ\u0307\nde Valérie"
    assert normalised.raw_span(Span(2, 5)).of(raw) == "e\u0301te\u00ad\u0301"
    assert normalised.raw_span(Span(6, 7)).of(raw) == "a\u0323\u0307"
    assert normalised.raw_span(Span(12, 19)).of(raw) == "Vale\u0301rie"
    assert normalised.raw_offset(8) == raw.index("\r\n")
    assert normalised.raw_offset(len(normalised.text)) == len(raw)


def test_an_empty_span_has_a_place_in_the_raw_text_too() -> None:
    assert normalise("\ufeffab").raw_span(Span(1, 1)) == Span(2, 2)


@pytest.mark.parametrize("offset", [-1, 3])
def test_an_offset_outside_the_text_is_an_error(offset: int) -> None:
    with pytest.raises(QuiditError, match=f"offset {offset} is outside the text, which has 2 characters"):
        normalise("ab").raw_offset(offset)


@pytest.mark.parametrize(
    "text",
    [
        "👩\u200d👩\u200d👧 ❤\ufe0f 👍🏽 1\ufe0f\u20e3 🇫🇷 ☎\ufe0e 🏳\ufe0f\u200d🌈 ©\ufe0f",
        "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
        "\u0915\u094d\u200d\u0937 \u0915\u094d\u200c\u0937",
        "\u1000\u103c\u103d\u1031\u1038",
        "Nguyễn Thị Hương, Łódź, İstanbul, Χαῖρε, שָׁלוֹם",
        "東京、ソウル 서울",
        "\U0001fadf and \U0001f6d8 are emoji younger than some Pythons",
    ],
)
def test_what_scripts_and_emoji_need_is_kept(text: str) -> None:
    assert normalise(text).text == unicodedata.normalize("NFC", text)


# ── What is refused ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("character", "named"),
    [
        ("\0", "U+0000 NULL is a control character"),
        ("\x0c", "U+000C FORM FEED is a control character"),
        ("\x85", "U+0085 NEXT LINE is a control character"),
        ("\u202e", "U+202E RIGHT-TO-LEFT OVERRIDE changes the order"),
        ("\u200f", "U+200F RIGHT-TO-LEFT MARK changes the order"),
        ("\u200b", "U+200B ZERO WIDTH SPACE is invisible"),
        ("\u2060", "U+2060 WORD JOINER is invisible"),
        ("\u2064", "U+2064 INVISIBLE PLUS is invisible"),
        ("\ufeff", "U+FEFF ZERO WIDTH NO-BREAK SPACE is a byte order mark inside the text"),
        ("\ufffd", "U+FFFD REPLACEMENT CHARACTER stands where a character was lost"),
        ("\u3164", "U+3164 HANGUL FILLER looks like a blank"),
        ("\ue000", "U+E000 is private"),
        ("\U0010fffd", "U+10FFFD is private"),
        ("\ufdd0", "U+FDD0 (a noncharacter) is not a character of Unicode"),
        ("\U0001ffff", "U+1FFFF (a noncharacter) is not a character of Unicode"),
        ("\u0378", "U+0378 is not a character of Unicode"),
        ("\ud800", "U+D800 is half of a character"),
        ("\U000e0067", "U+E0067 TAG LATIN SMALL LETTER G is an invisible tag"),
        ("\ufe0f", "U+FE0F VARIATION SELECTOR-16 follows nothing"),
        ("\U000e0100", "U+E0100 VARIATION SELECTOR-17 follows nothing"),
        ("\u200d", "U+200D ZERO WIDTH JOINER joins nothing"),
        ("\u200c", "U+200C ZERO WIDTH NON-JOINER joins nothing"),
        ("\u0301\u0301\u0301\u0301", "U+0301 COMBINING ACUTE ACCENT is one of too many marks on one letter (4)"),
    ],
)
def test_a_refused_character_is_named_with_its_place_in_the_raw_text(character: str, named: str) -> None:
    refusal = refused(f"\ufeffTitre\r\n\r\n\tLe x{character}z.").refusals[0]
    assert refusal.message.startswith(named)
    assert (refusal.line, refusal.column) == (3, 6)
    assert refusal.remedy


def test_marks_count_whether_composed_or_not() -> None:
    assert len(refused("e" + "\u0301" * 4).refusals) == 1
    assert len(refused("\u0301" * 4).refusals) == 1
    assert normalise("e" + "\u0301" * 3).text == "é\u0301\u0301"
    assert len(refused("\u0e01" + "\u0e38\u0b3e" * 5).refusals) == 1


@pytest.mark.parametrize("between", ["", SOFT_HYPHEN])
def test_a_heap_of_marks_is_refused_without_sorting_it(between: str) -> None:
    error = refused("a" + ("\u0300\u0316" + between) * 50_000 + "\u200b")
    assert [refusal.message[:6] for refusal in error.refusals] == ["U+0300", "U+200B"]


def test_a_row_of_dashes_is_no_heap_of_marks() -> None:
    assert normalise("—" * 40).text == "—" * 40


def test_a_byte_of_windows_1252_in_a_character_is_explained() -> None:
    first, second = refused("L\x92Ukraine\x81").refusals
    assert first.remedy == "write ’, which is what Windows-1252 means by this byte"
    assert second.remedy.startswith("delete it")


def test_all_faults_are_shown_up_to_a_hundred_and_the_rest_counted() -> None:
    error = refused("\u200b\n".join("abc" for _ in range(130)))
    assert len(error.refusals) == 100
    assert error.more == 29
    assert str(error).splitlines()[0] == "1:4 U+200B ZERO WIDTH SPACE is invisible; delete it"
    assert str(error).splitlines()[-1] == "and 29 more"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "the line is empty"),
        ("Un.\n\nDeux.", "the line is empty"),
        ("Un.\n", "the line is empty"),
        (" Un.", "the line begins with U+0020 SPACE"),
        ("Un.\u00a0\nDeux.", "the line ends with U+00A0 NO-BREAK SPACE"),
        ("Un.\tDeux.", "U+0009 TAB is a tab"),
        ("Un.\rDeux.", "U+000D CARRIAGE RETURN is an end of line other than a newline"),
        ("Un.\u2028Deux.", "U+2028 LINE SEPARATOR is an end of line other than a newline"),
        ("fe\u0301e", r"'e\u0301' is not in the composed form NFC"),
        ("co\u00adopérer", "U+00AD SOFT HYPHEN is an invisible hyphen"),
    ],
)
def test_a_corpus_file_holds_normal_form_only(text: str, message: str) -> None:
    assert messages(text) == [message]


# ── Files that are no text ─────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"", "the text is empty"),
        ("", "the text is empty"),
        ("\ufeff \u00ad\r\n\u00a0".encode(), "the text holds only blanks"),
        (b"%PDF-1.7 ...", "this is a PDF, not a text"),
        (b"PK\x03\x04...", "this is a ZIP archive, or an office document, not a text"),
        (b"\x89PNG\r\n\x1a\n", "this is a PNG picture, not a text"),
        ("L’été".encode("utf-16"), "this is text in UTF-16, not in UTF-8"),
        ("L'été".encode("utf-16-le"), "this is text in UTF-16LE, not in UTF-8"),
        ("L'été".encode("utf-16-be"), "this is text in UTF-16BE, not in UTF-8"),
        ("L’été".encode("utf-32"), "this is text in UTF-32, not in UTF-8"),
        (bytes(range(32)), "this is no text: 27 of its 32 bytes are control characters"),
    ],
)
def test_a_file_that_is_no_text_in_utf_8_is_called_what_it_is(raw: bytes | str, message: str) -> None:
    (refusal,) = refused(raw).refusals
    assert (refusal.line, refusal.column, refusal.message) == (1, 1, message)


def test_windows_1252_is_recognised_and_the_command_given() -> None:
    (refusal,) = refused("Titre\r\nL’Élysée a déclaré".encode("cp1252")).refusals
    assert (refusal.line, refusal.column) == (2, 2)
    assert refusal.message.startswith("byte 8 (0x92) is not UTF-8 (bytes like it: 5); the text looks like Windows-1252")
    assert "“Titre L’Élysée a déclaré”" in refusal.message
    assert refusal.remedy == "convert it: `iconv -f WINDOWS-1252 -t UTF-8 FILE > NEW-FILE`"


def test_single_broken_bytes_are_named_one_by_one() -> None:
    raw = "Été\n".encode() + b"d\xe9j\xe0 \xf0\x9f\x99\x82 \xff" + "\u200b".encode()
    found = [(each.line, each.column, each.message) for each in refused(raw).refusals]
    assert found == [
        (2, 2, "byte 7 (0xE9) is not UTF-8"),
        (2, 4, "byte 9 (0xE0) is not UTF-8"),
        (2, 8, "byte 16 (0xFF) is not UTF-8"),
        (2, 9, "U+200B ZERO WIDTH SPACE is invisible"),
    ]


def test_bytes_that_read_badly_in_windows_1252_are_not_called_so() -> None:
    (refusal,) = refused(b"L\x8e Ukraine").refusals
    assert refusal.message == "byte 1 (0x8E) is not UTF-8"
