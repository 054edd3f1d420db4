"""Where a cluster is: ``local:4``, ``tcp://host:8786``, ``tls://host:8786``."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass

from hanpan.foundation.errors import UsageError

PORT = 8786
_LOCAL = re.compile(r"local:([1-9]\d{0,2})")
_AWAY = re.compile(r"(tcp|tls)://(\[[0-9a-fA-F:.%]+\]|[^\s/:\[\]]+)(?::(\d{1,5}))?/?")


@dataclass(frozen=True)
class ClusterAddress:
    """A scheduler's address, or how many processes of this machine make up the cluster (then ``host`` is empty)."""

    host: str = ""
    port: int = PORT
    encrypted: bool = False
    processes: int = 0

    @classmethod
    def of(cls, told: str) -> ClusterAddress:
        """What a person wrote.

        Raises
        ------
        UsageError
            It is neither ``local:N`` nor ``tcp://HOST:PORT`` nor ``tls://HOST:PORT``.

        Examples
        --------
        >>> ClusterAddress.of("local:4").processes, str(ClusterAddress.of("tcp://10.0.0.7"))
        (4, 'tcp://10.0.0.7:8786')
        """
        if found := _LOCAL.fullmatch(told.strip()):
            return cls(processes=int(found[1]))
        found = _AWAY.fullmatch(told.strip())
        if found is None or not 0 < int(found[3] or PORT) < 65_536:
            raise UsageError("cluster_address", address=told)
        return cls(host=found[2], port=int(found[3] or PORT), encrypted=found[1] == "tls")

    def __str__(self) -> str:
        return f"{'tls' if self.encrypted else 'tcp'}://{self.host}:{self.port}" if self.host else "local"

    @property
    def on_this_machine(self) -> bool:
        """Whether nobody outside this machine can be there."""
        return not self.host or is_loopback(self.host)


def is_loopback(host: str) -> bool:
    """Whether a host is this machine and cannot be reached from another.

    Examples
    --------
    >>> [is_loopback(host) for host in ("127.0.0.1", "localhost", "[::1]", "0.0.0.0", "db.example")]
    [True, True, True, False, False]
    """
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
