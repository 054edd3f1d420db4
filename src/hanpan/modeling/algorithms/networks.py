"""Neural networks: the course's recipe (Keras), controlled connections, and a modern pack of small networks."""

from hanpan.business.problem import TASKS
from hanpan.modeling.algorithms.algorithm import Algorithm, Knob
from hanpan.modeling.algorithms.space import Choice, Real
from hanpan.preparation.needs import Needs

NETWORK = Algorithm(
    name="network",
    family="network",
    beginning=4.0,
    tasks=TASKS,
    estimator="hanpan.modeling.estimators.network:NetworkEstimator",
    builders={task: "dense" for task in TASKS},
    fixed={"epochs": 200, "patience": 20},
    # The two routes against over-fitting come first, so that every run tries both: small, and large but held back.
    defaults=(
        {"hidden": [16], "learning_rate": 0.005},
        {"hidden": [128, 64], "learning_rate": 0.002, "dropout": 0.2, "l1": 1e-6, "l2": 1e-4},
        {"hidden": [64, 32], "learning_rate": 0.003},
    ),
    space={
        "hidden": Choice(([16], [32], [64, 32], [64, 64], [128, 64], [128, 128, 64])),
        "learning_rate": Real(5e-4, 2e-2, log=True),
        "dropout": Choice((0.0, 0.1, 0.3)),
        "l2": Choice((0.0, 1e-4, 1e-3)),
    },
    knobs=(Knob(parameter="hidden", values=([2], [4], [8], [16], [32, 16], [64, 32], [128, 64])),),
    needs=Needs(scaled=True),
    balance=("weights",),
    turn_on_images=1,
    nodes=True,
    batches=True,
    reference="Rosenblatt (1958); Rumelhart, Hinton, Williams (1986), Learning representations by back-propagating.",
)

NETWORK_GROUPED = Algorithm(
    name="network_grouped",
    family="network",
    beginning=4.0,
    tasks=TASKS,
    estimator="hanpan.modeling.estimators.network:NetworkEstimator",
    builders={task: "grouped" for task in TASKS},
    fixed={"epochs": 200, "patience": 20},
    defaults=(
        {"nodes": 4, "hidden": [16], "learning_rate": 0.005},
        {"nodes": 8, "hidden": [32], "learning_rate": 0.003},
        {"nodes": 2, "hidden": [], "learning_rate": 0.01},
    ),
    space={
        "nodes": Choice((2, 4, 8, 16)),
        "hidden": Choice(([], [8], [16], [32], [32, 16])),
        "learning_rate": Real(1e-3, 2e-2, log=True),
        "dropout": Choice((0.0, 0.1, 0.3)),
        "l2": Choice((0.0, 1e-4, 1e-3)),
    },
    knobs=(Knob(parameter="nodes", values=(1, 2, 4, 8, 16)),),
    needs=Needs(scaled=True),
    grouped=True,
    balance=("weights",),
    nodes=True,
    batches=True,
    reference="LeCun (1989), Generalization and network design strategies (local connections).",
)

NETWORK_PACKED = Algorithm(
    name="network_packed",
    family="network",
    beginning=4.0,
    tasks=TASKS,
    estimator="hanpan.modeling.estimators.network:NetworkEstimator",
    builders={task: "packed" for task in TASKS},
    fixed={"epochs": 64},
    defaults=(
        {"hidden": [64, 64, 64], "learning_rate": 0.04},
        {"hidden": [96, 96], "learning_rate": 0.03, "pieces": 16, "dropout": 0.1},
    ),
    space={
        "hidden": Choice(([64, 64], [64, 64, 64], [96, 96, 96], [128, 128])),
        "activation": Choice(("selu", "mish", "silu")),
        "learning_rate": Real(1e-2, 8e-2, log=True),
        "pieces": Choice((0, 6, 12, 24)),
        "dropout": Choice((0.0, 0.1, 0.2)),
        "weight_decay": Choice((0.0, 0.01, 0.03)),
    },
    on_images={"pieces": 0},
    knobs=(Knob(parameter="hidden", values=([4], [8], [16], [32, 32], [64, 64], [128, 128])),),
    needs=Needs(scaled=True),
    balance=("weights",),
    turn_on_images=5,
    pack=True,
    row_limit=40_000,
    reference="Gorishniy, Kotelnikov, Babenko (2025), TabM: advancing tabular deep learning with parameter-efficient "
    "ensembling.",
)

NETWORK_OWN = Algorithm(
    name="network_own",
    family="network",
    beginning=4.0,
    tasks=TASKS,
    estimator="hanpan.modeling.estimators.network:NetworkEstimator",
    builders={task: "own" for task in TASKS},
    fixed={"epochs": 500, "patience": 30},
    defaults=(),  # one for each network that a person gives
    needs=Needs(scaled=True),
    own=True,
    reference="Chollet et al. (2015), Keras.",
)

NETWORK_MODERN = Algorithm(
    name="network_modern",
    family="network",
    beginning=4.0,
    tasks=TASKS,
    estimator="hanpan.modeling.estimators.network:NetworkEstimator",
    builders={task: "modern" for task in TASKS},
    fixed={"epochs": 64},
    # The first goes by the number of rows (networks in the pack, pieces of a column), and is cheap enough for a short
    # budget: on tables of some thousand rows it is as good as the second in three quarters of its time.
    defaults=(
        {"hidden": [64, 64, 64], "learning_rate": 0.04},
        {"hidden": [64, 64, 64], "learning_rate": 0.04, "pieces": 12, "n_members": 8},
        {"hidden": [64, 64, 64], "learning_rate": 0.02, "pieces": 0},
        {"hidden": [128, 128], "learning_rate": 0.03, "pieces": 12, "dropout": 0.1, "activation": "mish"},
    ),
    space={
        "hidden": Choice(([64, 64], [64, 64, 64], [96, 96, 96], [128, 128], [128, 128, 128])),
        "activation": Choice(("selu", "mish", "silu")),
        "learning_rate": Real(1e-2, 8e-2, log=True),
        "pieces": Choice((0, 6, 12, 24)),
        "dropout": Choice((0.0, 0.1, 0.2)),
        "weight_decay": Choice((0.0, 0.01, 0.03)),
    },
    on_images={"pieces": 0},
    knobs=(Knob(parameter="hidden", values=([4], [8], [16], [32, 32], [64, 64, 64], [128, 128, 128])),),
    needs=Needs(scaled=True),
    balance=("weights",),
    turn_on_images=4,
    pack=True,
    row_limit=40_000,
    reference="Holzmüller, Grinsztajn, Steinwart (2024), Better by default: strong pre-tuned MLPs on tabular data.",
)
