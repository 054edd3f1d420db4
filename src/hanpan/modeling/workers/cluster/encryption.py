"""TLS between client, scheduler and workers: three files that all of them have."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hanpan.foundation.errors import AccessError, UsageError
from hanpan.foundation.extras import need
from hanpan.modeling.options import TlsOptions
from hanpan.modeling.workers.cluster.address import ClusterAddress, is_loopback


def security_of(tls: TlsOptions) -> Any:
    """Dask's ``Security`` of the files that were named; None where none was.

    Raises
    ------
    UsageError
        Some are named and others not, or one is no file.
    AccessError
        A file cannot be read, or certificate and key do not belong together.
    """
    named = {name: getattr(tls, name) for name in ("tls_ca", "tls_cert", "tls_key")}
    if not any(named.values()):
        return None
    if not all(named.values()):
        flags = ["--" + name.replace("_", "-") for name, path in named.items() if not path]
        raise UsageError("cluster_tls_incomplete", missing=", ".join(flags))
    for path in named.values():
        if not Path(path).is_file():
            raise UsageError("cluster_tls_absent", path=path)
    _try(tls)
    whole = {"tls_ca_file": tls.tls_ca, "require_encryption": True}
    for role in ("client", "scheduler", "worker"):
        whole |= {f"tls_{role}_cert": tls.tls_cert, f"tls_{role}_key": tls.tls_key}
    return need("distributed", "cluster").Security(**whole)


def security_for(told: str, tls: TlsOptions) -> tuple[ClusterAddress, Any]:
    """An address with what it takes to reach it.

    Raises
    ------
    UsageError
        The address cannot be meant, or its files of TLS are missing, or there are some that it does not need.
    """
    address, security = ClusterAddress.of(told), security_of(tls)
    if address.encrypted and security is None:
        raise UsageError("cluster_tls_incomplete", missing="--tls-ca, --tls-cert, --tls-key")
    if security is not None and not address.encrypted:
        raise UsageError("cluster_tls_unused", address=told)
    return address, security


def _try(tls: TlsOptions) -> None:
    import ssl

    try:
        context = ssl.create_default_context(cafile=tls.tls_ca)
        context.load_cert_chain(str(tls.tls_cert), str(tls.tls_key))
    except (OSError, ssl.SSLError) as error:
        reason = getattr(error, "reason", None) or getattr(error, "strerror", None) or str(error)
        raise AccessError("cluster_tls_unusable", cert=tls.tls_cert, key=tls.tls_key, reason=reason) from error


def require_closed(host: str, security: Any) -> None:
    """Nobody listens where strangers can reach it without TLS: whoever connects runs code here.

    Raises
    ------
    UsageError
        The host is not this machine's own, and there is no TLS.
    """
    if security is None and not is_loopback(host):
        raise UsageError("cluster_open_to_all", host=host)
