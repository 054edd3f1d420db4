"""Public face of the networks room: ``import hanpan.networks as hn``."""

from __future__ import annotations

from hanpan.modeling.networks.backend import use_jax

use_jax()

from hanpan.modeling.networks.compiled import fit  # noqa: E402

__all__ = ["fit"]
