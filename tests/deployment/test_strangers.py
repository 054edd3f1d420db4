"""Files of strangers: opened in a process apart, with limits; and signatures, which tell who made a file."""

import base64
import os
from pathlib import Path

import pytest

import hanpan
from hanpan.deployment import signing, stranger
from hanpan.deployment.bundle import content_of
from hanpan.foundation import apart
from hanpan.foundation.errors import BundleError, HanpanError, UsageError
from hanpan.foundation.texts import LANGUAGES

GOLDEN = Path(__file__).parents[1] / "golden" / "format4.hanpan"


def test_a_good_file_opens_apart_and_answers_the_same():
    expected = hanpan.load(GOLDEN)
    assert hanpan.load(GOLDEN, apart=True).name == expected.name


def test_a_refusal_comes_back_as_it_is():
    changed = bytearray(GOLDEN.read_bytes())
    changed[len(changed) // 2] ^= 1
    for told, content in (("x.hanpan", bytes(changed)), ("y.hanpan", b"no zip")):
        with pytest.raises(BundleError) as ended:
            stranger.try_apart(content, told)
        assert "hanpan-model-" not in ended.value.message("en")
    assert ended.value.key == "not_a_model"
    assert "y.hanpan" in ended.value.message("ko")


CHILD = """
import os, sys
from hanpan.foundation.apart import answer_apart

def work(folder):
    {work}

raise SystemExit(answer_apart(work, memory=1 << 30, seconds=1))
"""
HARM = {
    "memory": ("x = bytearray(4 << 30)", False),
    "abort": ("os.abort()", False),
    "loop": ("[None for _ in iter(int, 1)]", False),
    "sleep": ("import time; time.sleep(60)", True),
}


@pytest.mark.parametrize("name", HARM)
def test_harm_ends_the_process_apart_and_nothing_else(tmp_path, monkeypatch, name):
    work, late = HARM[name]
    (tmp_path / f"harm_{name}.py").write_text(CHILD.format(work=work))
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with pytest.raises(apart.Died) as died:
        apart.work_apart(f"harm_{name}", tmp_path, seconds=2 if late else 60)
    assert died.value.late == late


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_brought_the_process_down_is_told(monkeypatch, language):
    def die(*_, **__):
        raise apart.Died("exit status -11")

    monkeypatch.setattr(stranger, "work_apart", die)
    with pytest.raises(BundleError) as ended:
        stranger.try_apart(GOLDEN.read_bytes(), "x.hanpan")
    told = ended.value.message(language)
    assert "x.hanpan" in told
    assert "exit status -11" in told


def test_the_registry_takes_a_file_only_after_it_opened_apart(tmp_path, monkeypatch, capsys):
    from hanpan.doors.cli import main

    tried = []
    monkeypatch.setattr(stranger, "try_apart", lambda content, name: tried.append((len(content), name)))
    with pytest.raises(SystemExit) as ended:
        main(["models", "add", str(GOLDEN), "--name", "x", "--registry", str(tmp_path), "--lang", "en"])
    assert ended.value.code == 0, capsys.readouterr().err
    assert tried == [(len(GOLDEN.read_bytes()), str(GOLDEN))]


@pytest.fixture
def signed(tmp_path, monkeypatch):
    """A signed model file, and the keys that are trusted."""
    model, key, keys = tmp_path / "m.hanpan", tmp_path / "private.key", tmp_path / "keys.txt"
    model.write_bytes(GOLDEN.read_bytes())
    keys.write_text(f"# ours\n{signing.new_key(str(key), 'team')}\n")
    signing.sign(str(model), str(key))
    monkeypatch.setenv(signing.TRUSTED, str(keys))
    return model, key, keys


def test_a_signed_file_opens_and_says_whose_it_is(signed):
    model, key, _ = signed
    assert signing.require_trusted(model, model.read_bytes()) == "team"
    assert hanpan.load(model).problem.target
    assert key.stat().st_mode & 0o777 == 0o600


def changed_file(model, key, keys):
    content = bytearray(model.read_bytes())
    content[-1] ^= 1
    model.write_bytes(bytes(content))


def no_signature(model, key, keys):
    Path(f"{model}.sig").unlink()


def another_key(model, key, keys):
    other = signing.new_key(str(key.with_name("other.key")), "other")
    keys.write_text(other + "\n")


def damaged_signature(model, key, keys):
    Path(f"{model}.sig").write_bytes(b"\xff no signature")


def signature_of_something_else(model, key, keys):
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    own = Ed25519PrivateKey.from_private_bytes(base64.b64decode(key.read_text()))
    Path(f"{model}.sig").write_bytes(base64.b64encode(own.sign(model.read_bytes())))


@pytest.mark.parametrize(
    "way", [changed_file, no_signature, another_key, damaged_signature, signature_of_something_else]
)
def test_a_file_that_no_trusted_key_signed_is_refused(signed, way):
    way(*signed)
    with pytest.raises(BundleError) as ended:
        content_of(signed[0])
    assert ended.value.key == ("not_signed" if way is no_signature else "signature_wrong")
    for language in LANGUAGES:
        assert str(signed[0]) in ended.value.message(language)


@pytest.mark.parametrize("told", ["", "team", "team x", "team " + base64.b64encode(b"short").decode()])
def test_a_file_of_keys_that_holds_none_is_refused(signed, told):
    signed[2].write_text(told)
    with pytest.raises(UsageError):
        content_of(signed[0])


def test_signing_at_the_command_line(tmp_path, capsys):
    from hanpan.doors.cli import main

    model = tmp_path / "m.hanpan"
    model.write_bytes(GOLDEN.read_bytes())
    for arguments in (["--new-key", "team"], [str(model)]):
        with pytest.raises(SystemExit) as ended:
            main(["models", "sign", *arguments, "--key", str(tmp_path / "k"), "--lang", "ko", "-q"])
        assert ended.value.code == 0
    told = capsys.readouterr().out.splitlines()
    assert told[0].startswith("team ")
    assert told[-1] == f"{model}.sig"
    for arguments, code in ((["--new-key", "again"], 2), ([], 2), ([str(tmp_path / "none.hanpan")], 6)):
        with pytest.raises(SystemExit) as ended:
            main(["models", "sign", *arguments, "--key", str(tmp_path / "k"), "--lang", "ko", "-q"])
        assert ended.value.code == code
    assert signing.TRUSTED not in os.environ
    assert issubclass(UsageError, HanpanError)
