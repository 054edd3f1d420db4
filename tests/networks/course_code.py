"""The course's code as a beginner writes it, in plain Keras; ``test_course_code.py`` runs each function.

Nothing here knows of hanpan but the import, which chooses the backend, and the functions that say so in their name.
"""
# ruff: noqa: I001

import json
import pathlib
import sys
import traceback

import hanpan
import keras
import numpy as np
import pandas as pd
from keras.layers import Conv2D, Dense, Dropout, Flatten, Input, MaxPooling2D
from keras.models import Model, Sequential

x = np.random.default_rng(0).normal(size=(120, 12)).astype("float32")
y = 20 + 3 * x[:, 0] - 2 * x[:, 1]
kind = (x[:, 0] > -0.5).astype(int) + (x[:, 0] > 0.5)
table = pd.DataFrame(x, columns=[f"x{i:02d}" for i in range(12)])


def sequential_regression():
    model = Sequential()
    model.add(Input(shape=(12,)))
    model.add(Dense(18, activation="swish"))
    model.add(Dense(4, activation="swish"))
    model.add(Dense(1))
    model.compile(optimizer="adam", loss="mse")
    model.summary()
    assert model.count_params() == 315
    history = model.fit(x, y, epochs=3, batch_size=32, validation_split=0.2, verbose=0)
    assert sorted(history.history) == ["loss", "val_loss"]
    assert model.predict(x, verbose=0).shape == (120, 1)
    return model


def parameter_counts():
    assert Sequential([Input(shape=(3,)), Dense(1)]).count_params() == 4
    assert Sequential([Input(shape=(12,)), Dense(2), Dense(1)]).count_params() == 29
    model = Sequential([Dense(1, input_shape=(3,))])
    assert model.count_params() == 4
    assert model.input_shape == (None, 3)
    assert model.output_shape == (None, 1)


def functional_classes():
    X = Input(shape=[12])
    H = Dense(8, activation="relu", name="hidden")(X)
    Y = Dense(3, activation="softmax")(H)
    model = Model(X, Y)
    model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
    model.fit(x, keras.utils.to_categorical(kind), epochs=2, verbose=0)
    assert set(model.predict(x, verbose=0).argmax(axis=1)) <= {0, 1, 2}
    return model


def codes_of_classes():
    model = Sequential([Input((12,)), Dense(8, activation="relu"), Dense(3, activation="softmax")])
    model.compile(optimizer=keras.optimizers.Adam(0.03), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    model.fit(x, kind, epochs=20, verbose=0)
    right = np.mean(model.predict(x, verbose=0).argmax(axis=1) == kind)
    assert right > 0.6
    _loss, accuracy = model.evaluate(x, kind, verbose=0)
    assert abs(accuracy - right) < 1e-6


def two_classes_cut_at_a_half():
    model = Sequential([Input((12,)), Dense(1, activation="sigmoid")])
    model.compile(optimizer=keras.optimizers.Adam(0.05), loss="binary_crossentropy", metrics=["accuracy"])
    model.fit(x, kind > 0, epochs=30, verbose=0)
    cut = (model.predict(x, verbose=0) > 0.5).astype(int).flatten()
    assert np.mean(cut == (kind > 0)) > 0.8


def names_of_layers_and_a_clear_session():
    keras.backend.clear_session()
    model = Sequential([Input((12,)), Dense(4), Dense(2, name="new_features"), Dense(1)])
    assert [layer.name for layer in model.layers] == ["dense", "new_features", "dense_1"]
    assert model.get_layer("new_features").units == 2
    inner = Model(model.inputs, model.get_layer("new_features").output)
    assert inner.predict(x, verbose=0).shape == (120, 2)
    weights, constants = model.get_layer("new_features").get_weights()
    assert weights.shape == (4, 2)
    assert constants.tolist() == [0, 0]


def saved_and_loaded():
    model = Sequential([Input((12,)), Dense(4, activation="swish"), Dense(1)])
    model.compile(optimizer="adam", loss="mse")
    model.save("house.keras")
    again = keras.models.load_model("house.keras")
    assert np.array_equal(again.predict(x, verbose=0), model.predict(x, verbose=0))
    model.save("house.h5")
    again = keras.models.load_model("house.h5", compile=False)
    assert np.allclose(again.predict(x, verbose=0), model.predict(x, verbose=0))
    model.save_weights("house.weights.h5")
    model.load_weights("house.weights.h5")


def checkpoints(fit=keras.Model.fit, folder="checkpoints"):
    model = Sequential([Input((12,)), Dense(1)])
    model.compile(optimizer=keras.optimizers.SGD(0.3), loss="mse")
    keep = keras.callbacks.ModelCheckpoint(
        folder + "/{epoch:02d}-{val_loss:.4f}.keras", monitor="val_loss", save_best_only=True, verbose=1
    )
    stop = keras.callbacks.EarlyStopping(monitor="val_loss", patience=5, restore_best_weights=True)
    fit(model, x[:90], y[:90], epochs=30, validation_data=(x[90:], y[90:]), callbacks=[keep, stop], verbose=0)
    files = sorted(path.name for path in pathlib.Path(folder).glob("*.keras"))
    assert files
    best = keras.models.load_model(f"{folder}/{files[-1]}")
    assert f"-{best.evaluate(x[90:], y[90:], verbose=0):.4f}"[:5] == files[-1][2:7]


def checkpoints_with_the_fit_of_hanpan():
    import hanpan.networks as hn

    checkpoints(hn.fit, "faster")


def convolution():
    pictures = x.reshape(120, 4, 3, 1)
    model = Sequential(
        [
            Input(shape=(4, 3, 1)),
            Conv2D(6, kernel_size=2, activation="relu"),
            MaxPooling2D(pool_size=(2, 2)),
            Flatten(),
            Dropout(0.1),
            Dense(3, activation="softmax"),
        ]
    )
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    assert model.predict(pictures, verbose=0).shape == (120, 3)
    return model


def classes_on_the_board_of_hanpan():
    labels = np.array(["low", "mid", "high"])[kind]
    study = hanpan.run(
        table.assign(y=labels),
        target="y",
        models=[functional_classes(), convolution()],
        trials=3,
        workers=0,
        folds=2,
        network_epochs=200,
        algorithms="network_own",
        insights="none",
        out="classes",
    )
    board = study.board.to_frame().set_index("model")
    assert board["score"][["network_own", "network_own_2"]].notna().all()
    said = hanpan.load("classes/model.hanpan").predict(table)
    assert set(said) <= {"low", "mid", "high"}
    assert np.mean(said == labels) > 0.6


def main(names):
    told = {}
    for name in names:
        keras.utils.set_random_seed(1)
        try:
            globals()[name]()
            told[name] = ""
        except Exception:
            told[name] = traceback.format_exc()
    pathlib.Path("told.json").write_text(json.dumps(told), "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
