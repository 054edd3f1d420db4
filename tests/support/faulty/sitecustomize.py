"""Put on PYTHONPATH of workers by tests: adds estimators that hang, crash, eat memory or answer NaN."""

import importlib.abc
import importlib.machinery
import sys


class _AfterCatalogue(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Adds the faulty entries as soon as the catalogue has been imported."""

    def find_spec(self, name, path, target=None):
        if name != "hanpan.modeling.algorithms.catalogue":
            return None
        sys.meta_path.remove(self)
        spec = importlib.machinery.PathFinder.find_spec(name, path)
        self._inner = spec.loader
        spec.loader = self
        return spec

    def create_module(self, spec):
        return self._inner.create_module(spec)

    def exec_module(self, module):
        self._inner.exec_module(module)
        from faulty_estimators import ENTRIES

        module.ALGORITHMS = (*module.ALGORITHMS, *ENTRIES)


sys.meta_path.insert(0, _AfterCatalogue())
