"""Words: ids, sentences, categories; and what the person says about them."""

from __future__ import annotations

from pathlib import Path

import pytest
from written import column_of, loaded

from hanpan.data.load import load_dataset
from hanpan.foundation.errors import HanpanError
from hanpan.foundation.texts import LANGUAGES, catalogue, text

SENTENCES = [
    f"The {adjective} {noun} number {i} was late again"
    for i in range(5)
    for adjective in ("red", "old", "big")
    for noun in ("bus", "car")
]


def kinds(folder: Path, name: str, cells: list[str]) -> tuple[str, str]:
    dataset = loaded(folder, f"{name},y\n" + "".join(f"{cell},{i % 2}\n" for i, cell in enumerate(cells)))
    return dataset.schema[name].kind, dataset.schema[name].reason


def test_ids_by_name_or_by_being_unique(tmp_path: Path) -> None:
    assert kinds(tmp_path, "customer_id", [str(i * 7) for i in range(40)]) == ("id", "id_name")
    assert kinds(tmp_path, "고객번호", [f"C{i}" for i in range(40)]) == ("id", "id_name")
    assert kinds(tmp_path, "who", [f"kim{i}" for i in range(40)]) == ("id", "unique_words")


def test_numbers_are_no_ids_without_a_name_for_it(tmp_path: Path) -> None:
    assert kinds(tmp_path, "income", [str(i * 7) for i in range(40)]) == ("number", "numbers")
    assert kinds(tmp_path, "id", [str(i % 5) for i in range(40)]) == ("number", "numbers")
    assert kinds(tmp_path, "grid", [str(i * 1.5) for i in range(40)]) == ("number", "numbers")


def test_an_id_keeps_its_cells(tmp_path: Path) -> None:
    dataset = loaded(tmp_path, "id,y\n" + "".join(f"+{i},1\n" for i in range(30)))
    assert dataset.frame["id"].tolist()[:2] == ["+0", "+1"]


def test_sentences_and_categories(tmp_path: Path) -> None:
    assert kinds(tmp_path, "review", SENTENCES) == ("text", "long_text")
    assert kinds(tmp_path, "review", SENTENCES[:3] * 10) == ("category", "words")
    assert kinds(tmp_path, "city", ["Seoul", "Busan"] * 10) == ("category", "words")
    assert kinds(tmp_path, "letters", list("abcdefgh")) == ("category", "words")


def test_categories_come_by_falling_frequency(tmp_path: Path) -> None:
    column = column_of(tmp_path, ["b", "a", "b", " a", "c", "b "]).schema["x"]
    assert column.categories == ("b", "a", "c")
    assert column.n_distinct == 3


def test_at_most_a_thousand_categories_are_listed(tmp_path: Path) -> None:
    column = column_of(tmp_path, [f"w{i // 2}" for i in range(4_000)]).schema["x"]
    assert (column.n_distinct, len(column.categories)) == (2_000, 1_000)


def test_an_order_is_kept(tmp_path: Path) -> None:
    dataset = column_of(tmp_path, ["Good", "Bad", "Medium", "Bad"], kind="ordered", order=["Bad", "Medium", "Good"])
    assert dataset.schema["x"].categories == ("Bad", "Medium", "Good")
    assert column_of(tmp_path, ["10", "9", "1"], kind="ordered").schema["x"].categories == ("1", "9", "10")
    assert column_of(tmp_path, ["L", "S"], order=["S", "M", "L"]).schema["x"].kind == "ordered"


@pytest.mark.parametrize("kind", ["category", "text", "id"])
def test_numbers_called_words_keep_their_letters(tmp_path: Path, kind: str) -> None:
    dataset = column_of(tmp_path, ["1.0", "2", "+3", "1.0"], kind=kind)
    assert dataset.frame["x"].tolist() == ["1.0", "2", "+3", "1.0"]
    assert (dataset.schema["x"].kind, dataset.schema["x"].reason) == (kind, "given")


@pytest.mark.parametrize(
    ("told", "key"),
    [
        ({"kind": "nominal"}, "correction_kind"),
        ({"sort": "category"}, "correction_key"),
        ({"kind": "category", "order": ["a"]}, "correction_order"),
        ({"kind": "ordered", "order": ["a"]}, "order_incomplete"),
        ({"kind": "number"}, "correction_unfit"),
        ({"kind": "date"}, "correction_unfit"),
        ({"kind": "date", "format": "%Y-%m-%d"}, "correction_unfit"),
        ({"kind": "date", "format": "%Q"}, "correction_format"),
    ],
)
def test_corrections_that_cannot_be_followed(tmp_path: Path, told: dict, key: str) -> None:
    with pytest.raises(HanpanError) as caught:
        column_of(tmp_path, ["a", "b", "a"], **told)
    assert caught.value.key == key
    assert all(caught.value.message(language) for language in LANGUAGES)


def test_every_reason_has_words(tmp_path: Path) -> None:
    datasets = [load_dataset(f"sklearn:{name}") for name in ("iris", "digits")]
    reasons = {column.reason for dataset in datasets for column in dataset.schema}
    reasons |= {"id_name", "unique_words", "long_text", "words", "all_missing", "leading_zero", "long_digits"}
    reasons |= {"mixed_numbers", "dates", "compact_dates", "booleans", "given", "numbers", "written_numbers"}
    for language in LANGUAGES:
        assert {f"reason.kind.{reason}" for reason in reasons} <= set(catalogue(language))


def test_every_note_and_decision_has_words_in_both_languages(tmp_path: Path) -> None:
    rows = [f'{i % 7},{i}%,(5),없음,2020-01-01T00:00:00Z,01/02/2020,"1,5",a\n\n' for i in range(30)]
    rows += ["x,,,,,,,b\n" * 9, '1,1%,3,없음,2020-01-01T00:00:00Z,03/04/2020,"2,5",b\n']
    content = "a,,c,d,e,f,g,y\n" + "".join(rows)
    dataset = loaded(tmp_path, content.encode("utf-16-le"), drop=("y",))
    keys = {key for key, _ in dataset.reading.notes}
    assert keys >= {"renamed", "encoding_guessed", "blank_lines", "written_brackets", "words_kept", "wall_clock"}
    assert keys >= {"day_month_unclear", "decimal_comma", "nearly_numbers", "columns_dropped"}
    for language in LANGUAGES:
        for key, fields in dataset.reading.notes:
            assert text(f"reading.{key}", language, **fields)
        for decision in dataset.reading.decisions:
            assert text(f"reading.decision.{decision}", language)
