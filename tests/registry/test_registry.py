"""The registry: versions, aliases and their reasons, on SQLite and on PostgreSQL."""

import hashlib
from pathlib import Path

import pytest
from sqlalchemy import update

import hanpan
from hanpan.deployment.bundle import bundle_of
from hanpan.deployment.registry.record import Reference
from hanpan.deployment.registry.registry import Registry
from hanpan.deployment.registry.tables import pieces, versions
from hanpan.foundation.errors import AccessError, BundleError, DataError, UsageError


def test_versions_count_on_and_carry_what_the_file_says(registry, contents):
    first = registry.add(contents[0], "이탈 예측")
    second = registry.add(contents[1], "이탈 예측", alias="challenger", reason="newer rows")
    assert (first.version, first.aliases, first.parent) == (1, ("champion",), None)
    assert (second.version, second.aliases, second.parent) == (2, ("challenger",), 1)
    manifest = bundle_of(contents[0], "x").manifest
    assert (first.target, first.task, first.fingerprint) == (
        manifest.problem.target,
        manifest.problem.task,
        manifest.fingerprint,
    )
    assert first.digest == hashlib.sha256(contents[0]).hexdigest()
    assert [one.version for one in registry.versions("이탈 예측")] == [2, 1]
    assert registry.content(Reference.of("이탈 예측@challenger")) == (second, contents[1])


def test_a_file_is_kept_once(registry, contents):
    for name in ("a", "b"):
        registry.add(contents[0], name)
    with registry._store.reading() as on:
        kept = on.execute(pieces.select()).all()
    assert b"".join(row.content for row in kept) == contents[0]
    registry.add(contents[1], "a", alias="champion")
    registry.remove("a", 1, reason="no longer")
    assert registry.content(Reference.of("b"))[1] == contents[0]
    assert registry.add(contents[0], "a").version == 3, "a number is never given again"


def test_promotion_and_rollback(registry, contents):
    for content in contents:
        registry.add(content, "m")
    registry.promote("m", 2, reason="better", comparison={"rows": 10})
    registry.promote("m", 3, reason="better still")
    assert registry.version(Reference.of("m")).version == 3
    assert registry.rollback("m", reason="complaints").version == 2
    assert registry.rollback("m", reason="more complaints").version == 1
    with pytest.raises(UsageError) as refused:
        registry.rollback("m", reason="none left")
    assert refused.value.key == "no_champion_before"
    told = registry.events("m")
    assert [event.what for event in told[:4]] == ["rolled_back", "rolled_back", "promoted", "promoted"]
    assert (told[0].before, told[0].version, told[0].reason) == (2, 1, "more complaints")
    assert told[3].comparison == {"rows": 10}
    assert told[0].at
    registry.promote("m", 3, reason="again")
    registry.archive("m", 1, reason="old")
    registry.promote("m", 2, reason="back")
    assert registry.rollback("m", reason="not that one").version == 3


def test_a_challenger_that_wins_is_challenger_no_more(registry, contents):
    registry.add(contents[0], "m")
    registry.add(contents[1], "m", alias="challenger")
    assert registry.promote("m", 2, reason="won").aliases == ("champion",)
    with pytest.raises(DataError):
        registry.version(Reference.of("m@challenger"))


def test_what_answers_is_neither_archived_nor_removed(registry, contents):
    registry.add(contents[0], "m")
    for verb in (registry.archive, registry.remove):
        with pytest.raises(UsageError) as refused:
            verb("m", 1, reason="x")
        assert refused.value.key == "version_in_use"
    registry.add(contents[1], "m")
    registry.archive("m", 2, reason="x")
    with pytest.raises(UsageError):
        registry.promote("m", 2, reason="x")
    assert registry.version(Reference("m", None, 2)).archived


@pytest.mark.parametrize("reason", ["", "  "])
def test_every_change_needs_a_reason(registry, contents, reason):
    registry.add(contents[0], "m")
    registry.add(contents[1], "m")
    for verb in (registry.promote, registry.archive, registry.remove):
        with pytest.raises(UsageError):
            verb("m", 2, reason=reason)
    with pytest.raises(UsageError):
        registry.rollback("m", reason=reason)
    assert [event.what for event in registry.events("m")] == ["added", "promoted", "added"]


def test_what_was_changed_in_the_database_is_not_answered_with(registry, contents):
    registry.add(contents[0], "m")
    registry.add(contents[1], "n")
    with registry._store.writing() as on:
        digest = hashlib.sha256(contents[0]).hexdigest()
        on.execute(update(pieces).where(pieces.c.digest == digest).values(content=contents[1]))
    with pytest.raises(BundleError):
        registry.open(Reference.of("m"))


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 nothing", b"x" * 100])
def test_what_is_no_model_is_not_kept(registry, content):
    with pytest.raises(BundleError):
        registry.add(content, "m")
    assert registry.all() == []


def test_a_transaction_that_fails_leaves_nothing(registry, contents, monkeypatch):
    from hanpan.deployment.registry import queries

    def fail(*_):
        raise RuntimeError

    monkeypatch.setattr(queries, "tell", fail)
    with pytest.raises(RuntimeError):
        registry.add(contents[0], "m")
    monkeypatch.undo()
    assert registry.all() == []
    with registry._store.reading() as on:
        assert on.execute(pieces.select()).all() == []
        assert on.execute(versions.select()).all() == []
    assert registry.add(contents[0], "m").version == 1


def test_a_model_of_the_registry_is_loaded_as_a_file_is(registry, address, contents, monkeypatch):
    registry.add(contents[2], "m")
    monkeypatch.setenv("HANPAN_REGISTRY", address)
    model = hanpan.load("models:/m@champion")
    assert (
        model.predict(model.background).tolist() == bundle_of(contents[2], "x").model.predict(model.background).tolist()
    )
    for told in ("models:/m/2", "models:/nothing", "models:/m@challenger"):
        with pytest.raises(DataError):
            hanpan.load(told)


@pytest.mark.parametrize(
    "told", ["models:/", "models:/a@b@c", "models:/a@staging", "models:/a/b", "models:/../etc", "a\n"]
)
def test_odd_references_are_refused(told):
    with pytest.raises(UsageError):
        Reference.of(told)


@pytest.mark.parametrize("name", ["", "_x", "a/b", "a@b", "x" * 101, "a\nb", "../a", "a'b"])
def test_odd_names_are_refused(registry, contents, name):
    with pytest.raises(UsageError):
        registry.add(contents[0], name)


def test_places_that_are_none(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("x")
    for told, kind in (
        (str(blocked), AccessError),
        ("nonsense://x", UsageError),
        ("postgresql://nobody:s3cret@localhost:1/none", AccessError),
    ):
        with pytest.raises(kind) as refused:
            Registry(told)
        assert "s3cret" not in str(refused.value)


def test_a_registry_of_a_newer_hanpan_is_left_alone(registry, address):
    from hanpan.deployment.registry.tables import layout

    with registry._store.writing() as on:
        on.execute(update(layout).values(number=99))
    with pytest.raises(UsageError) as refused:
        Registry(address)
    assert refused.value.key == "registry_newer"


def test_a_damaged_database_is_refused(tmp_path):
    (tmp_path / "registry.sqlite").write_bytes(b"no database at all" * 100)
    with pytest.raises(AccessError):
        Registry(str(tmp_path))


def test_the_folder_is_where_it_was_told(tmp_path, contents):
    opened = Registry(str(tmp_path / "new" / "place"))
    opened.add(contents[0], "m")
    opened.close()
    assert (tmp_path / "new" / "place" / "registry.sqlite").is_file()
    assert Path(opened.address) == tmp_path / "new" / "place"
