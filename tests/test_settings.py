"""Settings: what a corpus may say of itself, and what it is told where it does not."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from quidit.settings import Settings, SettingsError, read_settings

SOUND = '[tool.quidit]\ndataset = "quidit-fr"\nversion = "0.1.0"\n'


def test_a_dataset_and_a_version_are_enough() -> None:
    assert read_settings(SOUND) == Settings("quidit-fr", "0.1.0", "quidit-fr", "quidit-fr", {"train": 0.8, "test": 0.2})


def test_everything_may_be_said() -> None:
    text = SOUND + 'title = "Q, l’été"\n[tool.quidit.splits]\nsalt = "s"\ntest = 0.2\nvalidation = 0.1\ntrain = 0.7\n'
    settings = read_settings(text)
    assert settings == Settings("quidit-fr", "0.1.0", "Q, l’été", "s", {"train": 0.7, "validation": 0.1, "test": 0.2})
    assert list(settings.shares) == ["train", "validation", "test"]


@pytest.mark.parametrize(
    ("text", "place", "remedy"),
    [
        ("", "no [tool.quidit]", "add it"),
        ("tool = 3", "no [tool.quidit]", "add it"),
        ("[tool]\nquidit = 3", "no [tool.quidit]", "add it"),
        ("[tool.quidit", "not TOML", "correct it"),
        (f"a = {'9' * 5000}", "not TOML", "correct it"),
        (f"a = {'[' * 5000}", "not TOML", "correct it"),
        ('[tool.quidit]\nversion = "0.1.0"', "dataset is missing", "add it"),
        ('[tool.quidit]\ndataset = "A"\nversion = "0.1.0"', "dataset is 'A'", "write a text of the form"),
        ('[tool.quidit]\ndataset = "a"', "version is missing", "add it"),
        ('[tool.quidit]\ndataset = "a"\nversion = "1.0"', "version is '1.0'", "write a text of the form"),
        ('[tool.quidit]\ndataset = "a"\nversion = 1.0', "version is 1.0", "write a text of the form"),
        (f'[tool.quidit]\ndataset = "a"\nversion = "{"1" * 5000}.0.0"', "version is", "write a text of the form"),
        (f"{SOUND}titel = 1", "titel is not a setting", "correct its spelling"),
        (f"{SOUND}title = 1", "title is 1", "write a text"),
        (f'{SOUND}title = "a\\nb"', "title is", "write a text"),
        (f'{SOUND}title = ""', "title is ''", "write a text"),
        (f"{SOUND}splits = 3", "splits is 3", "write a table"),
        (f"{SOUND}[tool.quidit.splits]\nsalt = 3", "salt is 3", "write a text"),
        (f'{SOUND}[tool.quidit.splits]\nsalt = ""', "salt is ''", "write a text"),
        (f"{SOUND}[tool.quidit.splits]\ntrain = 1.5", "train = 1.5", "a share between 0 and 1"),
        (f"{SOUND}[tool.quidit.splits]\ntrain = true", "train = True", "a share between 0 and 1"),
        (f"{SOUND}[tool.quidit.splits]\ntrain = nan", "train = nan", "a share between 0 and 1"),
        (f'{SOUND}[tool.quidit.splits]\ntrain = "0.8"', "train = '0.8'", "a share between 0 and 1"),
        (f"{SOUND}[tool.quidit.splits]\ndev = 0.1", "dev = 0.1", "train, validation, test"),
        (f"{SOUND}[tool.quidit.splits]\ntrain = 0.8\ntest = 0.1", "[tool.quidit.splits]", "add up to 1"),
        (f"{SOUND}[tool.quidit.splits]\ntrain = 0.8\nvalidation = 0.2", "[tool.quidit.splits]", "add up to 1"),
    ],
)
def test_a_fault_names_its_place_and_its_remedy(text: str, place: str, remedy: str) -> None:
    with pytest.raises(SettingsError) as error:
        read_settings(text)
    assert place in str(error.value)
    assert remedy in str(error.value)


VALUES = st.sampled_from(['"a"', "1", "1.5", "true", "nan", "[]", "{}", "1979-05-27", '"0.1.0"', "{ train = 1 }"])
KEYS = st.sampled_from(["dataset", "version", "title", "splits", "splits.train", "splits.salt", "x"])


@given(st.dictionaries(KEYS, VALUES).map(lambda table: "".join(f"{key} = {value}\n" for key, value in table.items())))
@example("")
def test_no_settings_crash(table: str) -> None:
    try:
        settings = read_settings(f"[tool.quidit]\n{table}")
    except SettingsError:
        return
    assert sum(settings.shares.values()) == pytest.approx(1)


@given(st.text("[]{}=\"'.,\n a1#_-"))
def test_no_toml_crashes(text: str) -> None:
    with pytest.raises(SettingsError):
        read_settings(text)
