"""Linear heads, small networks and several classes a row."""

from pathlib import Path

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.linear_model import LogisticRegression

from autolabel.learners import catalogue, linear, loader
from autolabel.learners.contract import SampleRefused
from autolabel.learners.linear import Linear
from autolabel.learners.multi_label import MultiLabel, MultiLabelModel
from autolabel.learners.network import Network
from autolabel.saving import ModelRefused, Saved
from tests.autolabel.learner_contract import LearnerContract, blobs


class TestLinear(LearnerContract):
    learner = Linear()

    @pytest.mark.parametrize("strength", [0.5, 30.0])
    def test_probabilities_are_those_of_scikit_learn(self, strength: float) -> None:
        rows, labels = blobs(0, 150, 20, 4, apart=0.4)
        centred = rows - rows.mean(axis=0)
        centred /= np.sqrt((centred**2).sum(axis=1).mean())
        theirs = LogisticRegression(C=strength, tol=1e-8, max_iter=5_000).fit(centred, labels)
        ours = Linear(strength).fit(rows, labels, 4)
        assert_allclose(ours.probabilities(rows), theirs.predict_proba(centred), atol=2e-3)

    def test_numbers_of_any_size_are_learned_from(self) -> None:
        rows, labels = blobs(0, 120, 10, 3)
        near = Linear().fit(rows, labels, 3).probabilities(rows)
        far = Linear().fit(rows * 1e4 + 5e4, labels, 3).probabilities(rows * 1e4 + 5e4)
        assert_allclose(far, near, atol=2e-2)

    def test_working_in_parts_gives_the_same(self, monkeypatch: pytest.MonkeyPatch) -> None:
        rows, labels = blobs(0, 50, 10, 3)
        whole = Linear().fit(rows, labels, 3).probabilities(rows)
        monkeypatch.setattr(linear, "CELLS", 21)
        assert_allclose(Linear().fit(rows, labels, 3).probabilities(rows), whole, atol=1e-4)

    def test_twenty_thousand_classes_are_learned_in_bounded_time(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(linear, "WORK", 1e9)
        labels = np.arange(20_000)[::20]
        rows = np.random.default_rng(0).normal(size=(1_000, 32))
        model = Linear(1e4).fit(rows, labels, 20_000)
        found = model.probabilities(rows[:200])
        assert found.shape == (200, 20_000)
        assert (found.argmax(axis=1) == labels[:200]).mean() > 0.9


class TestNetwork(LearnerContract):
    learner = Network(8, 8, 1, steps=60, shift=0, device="cpu")

    @pytest.mark.parametrize(("height", "width", "channels"), [(1, 1, 1), (9, 31, 3), (64, 40, 1), (200, 5, 1)])
    def test_pictures_of_any_shape_are_taken_and_the_loader_agrees(
        self, height: int, width: int, channels: int, tmp_path: Path
    ) -> None:
        rows, labels = blobs(1, 12, height * width * channels, 2)
        model = Network(height, width, channels, steps=2, device="cpu").fit(rows, labels, 2, seed=0)
        found = model.probabilities(rows)
        assert np.isfinite(found).all()
        (tmp_path / "model").write_bytes(catalogue.save(model))
        assert_allclose(loader.probabilities(loader.load(tmp_path / "model"), rows), found, atol=1e-5)

    def test_shifted_pictures_are_recognised(self) -> None:
        # A dot on the left or on the right, in training always in one row.
        pictures = np.zeros((2, 10, 10))
        pictures[0, 5, 2] = pictures[1, 5, 7] = 1
        model = Network(10, 10, 1, steps=120, device="cpu").fit(pictures.reshape(2, -1), [0, 1], 2, seed=0)
        moved = np.roll(pictures, 2, axis=1).reshape(2, -1)
        assert model.probabilities(moved).argmax(axis=1).tolist() == [0, 1]


class TestMultiLabel:
    def test_each_class_is_learned_for_itself(self) -> None:
        rng = np.random.default_rng(0)
        rows = rng.normal(size=(300, 5))
        marks = rows[:, :3] > [0, 0.5, -0.5]
        model = MultiLabel().fit(rows[:200], marks[:200])
        assert ((model.probabilities(rows[200:]) > 0.5) == marks[200:]).mean() > 0.93
        alone = MultiLabel().fit(rows[:200], marks[:200, 1:2])
        assert_allclose(alone.probabilities(rows)[:, 0], model.probabilities(rows)[:, 1], atol=1e-3)

    def test_a_class_that_none_or_all_have_keeps_some_doubt(self) -> None:
        marks = np.array([[False, True]] * 8)
        found = MultiLabel().fit(np.random.default_rng(0).random((8, 3)), marks).probabilities(np.ones((2, 3)))
        assert_allclose(found, [[0.1, 0.9]] * 2)

    def test_it_is_the_same_after_saving_and_in_the_loader(self, tmp_path: Path) -> None:
        rng = np.random.default_rng(1)
        rows, marks = rng.random((20, 4)), rng.random((20, 3)) > 0.5
        model = MultiLabel().fit(rows, marks)
        (tmp_path / "model").write_bytes(model.saved().to_bytes())
        again = MultiLabelModel.of(Saved.of(model.saved().to_bytes()))
        assert_array_equal(again.probabilities(rows), model.probabilities(rows))
        assert_allclose(
            loader.probabilities(loader.load(tmp_path / "model"), rows), model.probabilities(rows), atol=1e-6
        )

    @pytest.mark.parametrize("marks", [np.zeros((2, 3)), np.zeros(2, bool), np.zeros((3, 3), bool)])
    def test_what_is_no_sample_is_refused(self, marks: np.ndarray) -> None:
        with pytest.raises(SampleRefused):
            MultiLabel().fit(np.ones((2, 2)), marks)


class TestSaving:
    @pytest.mark.parametrize("data", [b"", b"junk", b"\x02" + b"\x00" * 7 + b"{}", b"\xff" * 64])
    def test_what_is_no_model_is_refused(self, data: bytes) -> None:
        with pytest.raises(ModelRefused):
            catalogue.load(data)

    def test_a_model_of_another_kind_or_without_its_arrays_is_refused(self) -> None:
        for saved in (Saved("something", {}, {}), Saved("linear", {}, {}), Saved("network", {"shape": 3}, {})):
            with pytest.raises(ModelRefused):
                catalogue.load(saved.to_bytes())

    def test_the_loader_stands_alone(self) -> None:
        text = Path(loader.__file__).read_text()
        imports = [line.split()[1].split(".")[0] for line in text.splitlines() if line.startswith(("import", "from"))]
        assert set(imports) == {"json", "re", "collections", "pathlib", "typing", "numpy", "safetensors"}
