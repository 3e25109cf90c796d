"""Boxes and masks learned on the maps of pictures that are drawn here: squares and discs on a gray ground."""

from pathlib import Path

import numpy as np
import pytest
import torch
from numpy.testing import assert_allclose, assert_array_equal
from PIL import Image, ImageDraw

from autolabel.backbones.pyramid import Maps, Pyramid
from autolabel.learners.boxes import Boxes, confidence, overlaps
from autolabel.learners.contract import SampleRefused
from autolabel.learners.detection import Detection, DetectionModel, _lost, _targets
from autolabel.learners.heads import ALL_WAYS, ASIDE, Earlier, Turn, turns_of
from autolabel.learners.segmentation import Segmentation, SegmentationModel
from autolabel.saving import Saved
from benchmarks.detection import LIMIT_SECONDS, Stopwatch, learning_figure

WIDTH, HEIGHT = 96, 64
COUNT = 12


def drawn(seed: int) -> tuple[Image.Image, Boxes, np.ndarray]:
    """A picture with a red square and a blue disc, their boxes and their mask (0 ground, 1 square, 2 disc)."""
    rng = np.random.default_rng(seed)
    picture = Image.new("RGB", (WIDTH, HEIGHT), "gray")
    mask = Image.new("L", (WIDTH, HEIGHT))
    corners = []
    for kind, (left, colour) in enumerate(((0, "red"), (48, "blue"))):
        side = int(rng.integers(18, 28))
        x, y = left + int(rng.integers(0, 48 - side)), int(rng.integers(0, HEIGHT - side))
        for image, fill in ((picture, colour), (mask, kind + 1)):
            pen = ImageDraw.Draw(image)
            (pen.ellipse if kind else pen.rectangle)((x, y, x + side, y + side), fill=fill)
        corners.append([x / WIDTH, y / HEIGHT, (x + side) / WIDTH, (y + side) / HEIGHT])
    return picture, Boxes(np.array(corners), np.array([0, 1])), np.asarray(mask, np.int64)


PICTURES, TRUTH, MASKS = zip(*(drawn(seed) for seed in range(2 * COUNT)), strict=True)


@pytest.fixture(scope="module")
def maps(tmp_path_factory: pytest.TempPathFactory) -> Maps:
    return Pyramid(tmp_path_factory.mktemp("weights"), "cpu", width=WIDTH, height=HEIGHT, finest=4).maps(PICTURES)


@pytest.fixture(scope="module")
def detection(maps: Maps) -> DetectionModel:
    return Detection(steps=60, device="cpu").fit(maps.part(slice(COUNT)), TRUTH[:COUNT], 2, seed=0)


@pytest.fixture(scope="module")
def segmentation(maps: Maps) -> SegmentationModel:
    learner = Segmentation(steps=40, device="cpu")
    return learner.fit(maps.part(slice(COUNT)), np.stack(MASKS[:COUNT]), 3, seed=0)


class TestPyramid:
    def test_maps_are_as_fine_as_their_strides(self, maps: Maps) -> None:
        assert [level.shape[1:] for level in maps.levels] == [(24, 16, 24), (40, 8, 12), (112, 4, 6), (320, 2, 3)]
        assert len(maps) == 2 * COUNT

    def test_what_is_mirrored_in_a_picture_is_mirrored_in_its_maps(self, tmp_path: Path) -> None:
        # The network pads one side more, and its filters make up for that: nothing lies elsewhere once mirrored.
        blank = Image.new("RGB", (192, 192), "gray")
        dotted = blank.copy()
        dotted.paste("white", (60, 90, 69, 99))
        mirrored = dotted.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
        found = Pyramid(tmp_path, "cpu", width=192, height=192, finest=4).maps([blank, dotted, mirrored])
        for level in found.levels[1:3]:
            seen = ((level[1:].astype(np.float64) - level[0]) ** 2).sum(axis=(1, 2))
            middles = (seen * np.arange(level.shape[3])).sum(axis=1) / seen.sum(axis=1)
            assert abs(middles.sum() - (level.shape[3] - 1)) < 0.4

    def test_a_broken_picture_is_a_fault(self, tmp_path: Path) -> None:
        found = Pyramid(tmp_path, "cpu", width=40, height=33).maps([PICTURES[0], b"no picture"])
        assert [fault.index for fault in found.faults] == [1]
        assert [level.shape[2:] for level in found.levels] == [(5, 5), (3, 3), (2, 2)]
        assert all(np.isfinite(level[0]).all() and np.isnan(level[1]).all() for level in found.levels)


class TestTurning:
    @pytest.mark.parametrize("turn", ALL_WAYS)
    def test_what_is_wrong_with_boxes_is_the_same_in_a_picture_that_is_turned_around(self, turn: Turn) -> None:
        heat, cells = _targets(TRUTH[0], 2, 8, 12)
        outputs = torch.randn(1, 10, 8, 12, generator=torch.manual_seed(0))
        sides = outputs[:, 2:].unflatten(1, (2, 4))
        order = [2 if -1 in turn else 0, 3 if -2 in turn else 1, 0 if -1 in turn else 2, 1 if -2 in turn else 3]
        turned = torch.cat([outputs[:, :2], sides[:, :, order].flatten(1, 2)], 1).flip(turn)
        plain = _lost(outputs, heat[None], [cells], (), 2)
        assert_allclose(_lost(turned, heat[None].flip(turn), [cells], turn, 2), plain, rtol=1e-5)

    def test_pictures_are_turned_upside_down_where_they_have_no_up(self) -> None:
        without = np.random.default_rng(0).normal(size=(40, 16, 6, 8))
        up = without + np.linspace(1, -1, 6)[:, None]
        maps, upright = (Maps((levels.astype(np.float16),)) for levels in (without, up))
        assert turns_of(maps) == ALL_WAYS
        assert (
            turns_of(upright) == turns_of(maps.part(slice(9))) == turns_of(Maps((maps.levels[0][:, :, :1],))) == ASIDE
        )


class TestDetection:
    def test_boxes_of_new_pictures_are_found(self, detection: DetectionModel, maps: Maps) -> None:
        found = detection.boxes(maps.part(slice(COUNT, None)))
        over = [
            overlaps(ours.corners[ours.classes == kind][:1], theirs.corners[theirs.classes == kind]).max(initial=0)
            for ours, theirs in zip(found, TRUTH[COUNT:], strict=True)
            for kind in (0, 1)
        ]
        assert (np.array(over) > 0.5).mean() > 0.85

    def test_scores_fall_and_boxes_lie_inside(self, detection: DetectionModel, maps: Maps) -> None:
        for found in detection.boxes(maps):
            assert (np.diff(found.scores) <= 0).all()
            assert ((found.corners >= 0) & (found.corners <= 1)).all()

    def test_it_is_the_same_after_saving(self, detection: DetectionModel, maps: Maps) -> None:
        again = DetectionModel.of(Saved.of(detection.saved().to_bytes()))
        for before, after in zip(detection.boxes(maps), again.boxes(maps), strict=True):
            assert_array_equal(before.corners, after.corners)
            assert_array_equal(before.scores, after.scores)

    def test_the_order_of_the_pictures_changes_nothing(self, maps: Maps) -> None:
        order = [2, 0, 1]
        learner = Detection(steps=3, device="cpu")
        one = learner.fit(maps.part([0, 1, 2]), TRUTH[:3], 2, seed=4)
        other = learner.fit(maps.part(order), [TRUTH[place] for place in order], 2, seed=4)
        arrays, others = one.saved().arrays, other.saved().arrays
        assert arrays.keys() == others.keys()
        for name, values in arrays.items():
            assert_array_equal(values, others[name])

    def test_heads_that_began_differently_speak_with_one_voice(self, maps: Maps) -> None:
        model = Detection(steps=3, device="cpu").fit(maps.part([0, 1, 2]), TRUTH[:3], 2, seed=4)
        alone = [DetectionModel((head,), 2, "cpu").boxes(maps.part([5]))[0].scores for head in model.heads]
        together = model.boxes(maps.part([5]))[0].scores
        assert not np.array_equal(alone[0], alone[1])
        assert together.max(initial=0) <= max(scores.max(initial=0) for scores in alone)

    def test_pictures_without_boxes_are_learned_from_and_maps_of_nan_have_none(self, maps: Maps) -> None:
        nothing = Boxes(np.empty((0, 4)), np.empty(0, np.int64))
        model = Detection(steps=30, device="cpu").fit(maps.part([0, 1]), [nothing, nothing], 1, seed=0)
        broken = Maps(tuple(np.full_like(level[:1], np.nan) for level in maps.levels))
        assert all(found.scores.max(initial=0) < 0.5 for found in model.boxes(maps.part([0, 1])))
        assert [len(found) for found in model.boxes(broken)] == [0]

    def test_what_is_no_sample_is_refused(self, maps: Maps) -> None:
        learner = Detection(steps=1, device="cpu")
        with pytest.raises(SampleRefused, match="as many sets of boxes"):
            learner.fit(maps.part([0]), [], 2, seed=0)
        with pytest.raises(SampleRefused, match=r"0\.\.0"):
            learner.fit(maps.part([0]), TRUTH[:1], 1, seed=0)
        with pytest.raises(SampleRefused, match="as many classes"):
            Boxes(np.zeros((2, 4)), np.array([1]))
        broken = Maps(tuple(np.full_like(level[:1], np.nan) for level in maps.levels))
        with pytest.raises(SampleRefused, match="picture 0 are nan"):
            learner.fit(broken, TRUTH[:1], 2, seed=0)

    def test_overlap_and_confidence_by_hand(self) -> None:
        a, b = [0, 0, 0.2, 0.2], [0.1, 0, 0.3, 0.2]
        assert_allclose(overlaps([a], [a, b, [0.5, 0.5, 0.6, 0.6]]), [[1, 1 / 3, 0]])
        boxes = Boxes(np.zeros((4, 4)), np.zeros(4, int), np.array([0.9, 0.7, 0.3, 0.1]))
        assert confidence(boxes) == pytest.approx(0.8 - 1 / 3)
        nothing = Boxes(np.empty((0, 4)), np.empty(0, int))
        assert (confidence(nothing), confidence(nothing, empty=True)) == (0, 1)
        unlikely = Boxes(np.zeros((2, 4)), np.zeros(2, int), np.array([0.1, 0.05]))
        assert confidence(unlikely, empty=True) == pytest.approx(0.9)


def test_a_head_goes_on_where_an_earlier_one_ended_with_classes_by_another_number(
    detection: DetectionModel, segmentation: SegmentationModel, maps: Maps
) -> None:
    swapped = [Boxes(one.corners, 1 - one.classes) for one in TRUTH[:COUNT]]
    earlier = Earlier(detection.saved(), {0: 1, 1: 0})
    model = Detection(steps=1, rate=1e-9, device="cpu").fit(
        maps.part(slice(COUNT)), swapped, 2, seed=1, earlier=earlier
    )
    for before, after in zip(detection.boxes(maps.part([0, 20])), model.boxes(maps.part([0, 20])), strict=True):
        likely = (before.scores > 0.4).sum()
        assert_array_equal(before.classes[:likely], 1 - after.classes[:likely])
        assert_allclose(before.corners[:likely], after.corners[:likely], atol=0.05)
    masks = np.stack(MASKS[:COUNT])
    begun = Earlier(segmentation.saved(), {0: 0, 2: 1, 1: 2})
    again = Segmentation(steps=1, rate=1e-9, device="cpu").fit(maps.part(slice(COUNT)), masks, 3, seed=1, earlier=begun)
    (before_it, _), (after_it, _) = (one.masks(maps.part([0, 20]), 32, 48) for one in (segmentation, again))
    assert (np.array([0, 2, 1])[before_it] == after_it).mean() > 0.95


class TestSegmentation:
    def test_pixels_of_new_pictures_are_told(self, segmentation: SegmentationModel, maps: Maps) -> None:
        found, likely = segmentation.masks(maps.part(slice(COUNT, None)), HEIGHT, WIDTH)
        truth = np.stack(MASKS[COUNT:])
        assert found.shape == likely.shape == truth.shape
        assert ((likely > 0.3) & (likely <= 1)).all()
        for kind in (0, 1, 2):
            shared = ((found == kind) & (truth == kind)).sum()
            assert shared / ((found == kind) | (truth == kind)).sum() > 0.6

    def test_it_is_the_same_after_saving(self, segmentation: SegmentationModel, maps: Maps) -> None:
        again = SegmentationModel.of(Saved.of(segmentation.saved().to_bytes()))
        for before, after in zip(segmentation.masks(maps, 40, 60), again.masks(maps, 40, 60), strict=True):
            assert_array_equal(before, after)

    def test_pixels_nobody_labeled_are_left_out(self, maps: Maps) -> None:
        masks = np.where(np.stack(MASKS[:2]) == 0, -1, np.stack(MASKS[:2]))
        model = Segmentation(steps=5, device="cpu").fit(maps.part([0, 1]), masks, 3, seed=0)
        assert np.isfinite(model.masks(maps.part([0]), 8, 8)[1]).all()

    @pytest.mark.parametrize("masks", [np.zeros((1, 4, 4)), np.zeros((2, 4, 4), int), np.full((1, 4, 4), 3)])
    def test_what_is_no_sample_is_refused(self, maps: Maps, masks: np.ndarray) -> None:
        with pytest.raises(SampleRefused):
            Segmentation(steps=1, device="cpu").fit(maps.part([0]), masks, 3, seed=0)


def test_the_benchmark_holds_to_its_limit_the_run_in_the_middle() -> None:
    runs = [Stopwatch() for _ in range(3)]
    for run, wall in zip(runs, (1.0, LIMIT_SECONDS + 1.0, LIMIT_SECONDS + 2.0), strict=True):
        run.wall = wall
    assert learning_figure(runs).kept is False
    runs[1].wall = LIMIT_SECONDS - 1.0
    assert learning_figure(runs).kept is True
