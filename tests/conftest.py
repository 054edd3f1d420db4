"""Before any library is imported: one thread, as in a worker. Several OpenMP runtimes in one process fight over cores."""

import os

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")
