"""What a cluster refuses, in words: strangers, half a TLS, an address of nothing, workers of other versions."""

import datetime
import threading

import pytest
from tests.support.members import Members

import hanpan
from hanpan.foundation.errors import HanpanError, UsageError
from hanpan.modeling.options import TlsOptions
from hanpan.modeling.workers.cluster import versions
from hanpan.modeling.workers.cluster.address import ClusterAddress
from hanpan.modeling.workers.cluster.encryption import security_for
from hanpan.modeling.workers.cluster.joining import join
from hanpan.modeling.workers.cluster.members import run_scheduler, run_worker


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """A certificate that signs itself, with its key: one pair for all members."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    folder = tmp_path_factory.mktemp("tls")
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name.from_rfc4514_string("CN=hanpan")
    begin = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
    made = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    made = made.not_valid_before(begin).not_valid_after(begin + datetime.timedelta(days=36_500))
    signed = made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    (folder / "cert.pem").write_bytes(signed)
    coding = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    (folder / "key.pem").write_bytes(key.private_bytes(*coding))
    return {"tls_ca": f"{folder}/cert.pem", "tls_cert": f"{folder}/cert.pem", "tls_key": f"{folder}/key.pem"}


@pytest.mark.parametrize("told", ["", "host:8786", "tcp://", "http://host:1", "local:0", "local:x", "tcp://h:99999"])
def test_what_is_no_address_is_refused(told):
    with pytest.raises(UsageError) as refused:
        ClusterAddress.of(told)
    assert refused.value.key == "cluster_address"


@pytest.mark.parametrize(
    ("opened", "key"),
    [
        (lambda tls: run_scheduler("0.0.0.0"), "cluster_open_to_all"),
        (lambda tls: run_scheduler(""), "cluster_open_to_all"),
        (lambda tls: run_worker(ClusterAddress.of("tcp://10.0.0.7:1"), 1), "cluster_worker_open"),
        (lambda tls: run_worker(ClusterAddress.of("tcp://127.0.0.1:1"), 1, host="0.0.0.0"), "cluster_worker_open"),
        (lambda tls: run_worker(ClusterAddress.of("tcp://127.0.0.1:1"), 1, patience=1), "cluster_unreachable"),
        (lambda tls: security_for("tls://h:1", TlsOptions()), "cluster_tls_incomplete"),
        (lambda tls: security_for("tls://h:1", TlsOptions(tls_ca=tls["tls_ca"])), "cluster_tls_incomplete"),
        (lambda tls: security_for("tls://h:1", TlsOptions(**tls | {"tls_ca": "no.pem"})), "cluster_tls_absent"),
        (lambda tls: security_for("tls://h", TlsOptions(**tls | {"tls_key": tls["tls_ca"]})), "cluster_tls_unusable"),
        (lambda tls: security_for("tcp://h:1", TlsOptions(**tls)), "cluster_tls_unused"),
    ],
)
def test_refusals_are_told_in_both_languages(files, opened, key):
    with pytest.raises(HanpanError) as refused:
        opened(files)
    assert refused.value.key == key
    assert all("{" not in refused.value.message(language) for language in ("ko", "en"))


def test_with_tls_strangers_stay_outside_and_other_versions_are_named(files, tmp_path, monkeypatch):
    flags = [part for name, path in files.items() for part in ("--" + name.replace("_", "-"), path)]
    members = Members(1, *flags)
    try:
        assert members.address.startswith("tls://127.0.0.1:")
        with pytest.raises(HanpanError) as refused:
            join(tmp_path / "a", members.address.replace("tls:", "tcp:"), TlsOptions())
        assert refused.value.key == "cluster_unreachable"
        pool = join(tmp_path / "b", members.address, TlsOptions(**files))
        assert pool.idle == 1
        pool.close()
        real = versions._version
        monkeypatch.setattr(versions, "_version", lambda name: "9.9" if name == "numpy" else real(name))
        with pytest.raises(UsageError) as refused:
            join(tmp_path / "c", members.address, TlsOptions(**files))
        assert refused.value.key == "cluster_versions"
        assert "≠ 9.9" in refused.value.message("ko")
    finally:
        members.close()


def test_no_thread_of_a_refused_cluster_stays(tmp_path):
    before = threading.active_count()
    with pytest.raises(UsageError):
        hanpan.run("sklearn:iris", "target", cluster="here", out=tmp_path / "s")
    assert threading.active_count() == before
    assert not (tmp_path / "s").exists()
