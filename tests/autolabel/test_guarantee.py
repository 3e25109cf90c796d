"""The certificate by hand, against scipy, and against slow loops."""

import math
from fractions import Fraction
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from scipy.stats import hypergeom

from autolabel.guarantee import counting, quality, spending
from autolabel.guarantee.certify import certify, fewest_validation_objects
from autolabel.guarantee.contract import Certificate, Holdout, HoldoutRefused, Measure, Mode
from autolabel.guarantee.cut_offs import cut_offs


def holdout(v: int, u: int, wrong: int = 0, seed: int = 0) -> Holdout:
    """Different confidences for all; the least sure of V are wrong."""
    sure = np.random.default_rng(seed).permutation(v + u) / (v + u)
    return Holdout(sure[:v], (np.argsort(np.argsort(sure[:v])) >= wrong).astype(float), sure[v:])


DELTAS = [Fraction(3, 10), Fraction(1, 10), Fraction(1, 100)]


def exact_chance(errors: int, population: int, wrong: int, drawn: int) -> Fraction:
    """Chance to draw `errors` wrong ones or fewer, without rounding."""
    ways = sum(math.comb(wrong, n) * math.comb(population - wrong, drawn - n) for n in range(min(errors, drawn) + 1))
    return Fraction(ways, math.comb(population, drawn))


def errors_left(errors: int, drawn: int, left: int, delta: Fraction) -> int:
    most = counting.errors_left(np.array([errors]), np.array([drawn]), np.array([left]), np.array([float(delta)]))
    return int(most[0])


class TestCounting:
    @given(st.integers(1, 60), st.data())
    def test_chances_are_those_of_scipy(self, population: int, data: st.DataObject) -> None:
        wrong, drawn = data.draw(st.integers(0, population)), data.draw(st.integers(0, population))
        errors = np.arange(-1, population + 1)
        chances = counting.chance_of_at_most(errors, np.int64(population), np.int64(wrong), np.int64(drawn))
        assert_allclose(chances, hypergeom.cdf(errors, population, wrong, drawn), atol=1e-9)

    @settings(deadline=None)
    @given(st.integers(0, 25), st.integers(1, 40), st.data())
    def test_the_errors_left_are_the_most_that_are_not_too_surprising(
        self, drawn: int, left: int, data: st.DataObject
    ) -> None:
        errors, delta = data.draw(st.integers(0, drawn)), data.draw(st.sampled_from(DELTAS))
        found = errors_left(errors, drawn, left, delta)
        likely = [k for k in range(left + 1) if exact_chance(errors, drawn + left, errors + k, drawn) >= delta]
        assert found == max(likely)

    def test_a_chance_that_equals_delta_counts_as_likely(self) -> None:
        assert exact_chance(0, 20, 14, 1) == Fraction(6, 20)
        assert errors_left(0, 1, 19, Fraction(3, 10)) == 14
        assert errors_left(0, 1, 19, Fraction(31, 100)) == 13

    def test_more_than_can_be_wrong_is_no_surprise_to_allow(self) -> None:
        chances = counting.surprise(np.array([0, 0]), np.array([5, 5]), np.array([3, 3]), np.array([3, 2]))
        assert chances[0] == 0.0
        assert chances[1] == pytest.approx(1 / math.comb(8, 3))


class TestCutOffs:
    def test_they_lie_between_different_confidences_and_end_with_all(self) -> None:
        cuts = cut_offs(Holdout([0.9, 0.9, 0.5], [1, 0, 1], [0.9, 0.7, 0.5, 0.5]), levels=7)
        assert cuts.values.tolist() == [0.9, 0.7, 0.5]
        assert cuts.drawn.tolist() == [2, 2, 3]
        assert cuts.left.tolist() == [1, 2, 4]
        assert cuts.errors.tolist() == [1, 1, 1]

    def test_levels_do_not_know_which_objects_were_drawn(self) -> None:
        pool = np.random.default_rng(0).random(200)
        first, second = (
            cut_offs(Holdout(pool[v], np.ones(20), np.delete(pool, v))) for v in np.split(np.arange(40), 2)
        )
        assert_array_equal(first.values, second.values)
        assert len(first) == 40

    def test_where_nothing_is_unlabeled_there_are_none(self) -> None:
        assert len(cut_offs(Holdout([0.5], [1], []))) == 0
        assert len(cut_offs(Holdout([], [], []))) == 0


class TestSpending:
    @pytest.mark.parametrize("delta", [0.02, 0.1])
    def test_the_worst_case_spends_delta_and_no_more(self, delta: float) -> None:
        drawn, left = np.arange(1, 41) * 10, np.arange(1, 41) * 90
        allowed = np.floor(0.05 * left).astype(np.int64)
        levels = spending.shares(drawn, left, allowed, delta)
        assert (np.diff(levels) > 0).all()
        assert levels[-1] > delta / 4  # Bonferroni would leave a fortieth
        spent = passes_in_a_pool_at_the_edge(drawn, left, allowed, levels, draws=4000)
        assert spent <= delta + 3 * math.sqrt(delta / 4000)

    def test_forty_cut_offs_at_the_whole_level_would_break_the_promise(self) -> None:
        drawn, left = np.arange(1, 41) * 10, np.arange(1, 41) * 90
        allowed = np.floor(0.05 * left).astype(np.int64)
        assert passes_in_a_pool_at_the_edge(drawn, left, allowed, np.full(40, 0.1), draws=1000) > 0.2

    def test_one_cut_off_gets_all(self) -> None:
        assert spending.shares(np.array([100]), np.array([900]), np.array([45]), 0.1).tolist() == [0.1]

    def test_no_validation_objects_get_nothing(self) -> None:
        assert spending.shares(np.array([0, 0]), np.array([3, 9]), np.array([0, 0]), 0.1).tolist() == [0, 0]


class TestCertificate:
    def test_all_right_and_enough_of_them_lets_everything_pass(self) -> None:
        # One cut-off: 30 of 330 drawn, none wrong; 15 of 300 are allowed, 16 would be missed with this chance.
        chance = math.comb(314, 30) / math.comb(330, 30)
        assert chance == pytest.approx(0.2096, abs=1e-4)
        same = Holdout(np.ones(30), np.ones(30), np.ones(300))
        assert certify(same, target=0.95, delta=chance + 1e-9).accepted == 300
        assert certify(same, target=0.95, delta=chance - 1e-9).accepted == 0

    def test_what_it_says_of_itself_adds_up(self) -> None:
        given = holdout(300, 2700, wrong=60)
        found = certify(given, target=0.95, delta=0.1)
        assert found.cut_off is not None
        assert found.accepted == (given.unlabeled >= found.cut_off).sum()
        assert found.kept_aside == (given.confidences >= found.cut_off).sum()
        assert found.errors_at_most <= found.allowed <= 0.05 * found.accepted + 1e-6
        assert found.naive == 1 - found.errors_seen / found.kept_aside
        assert found.naive_accepted > found.accepted
        assert [point.passes for point in found.curve if point.coverage > found.accepted / 2700 + 1e-9].count(True) == 0
        assert all(point.certified <= point.seen for point in found.curve)
        assert found.curve[-1].coverage == 1

    def test_a_larger_cut_off_wins_even_where_a_smaller_one_fails(self) -> None:
        # The most sure fifth is wrong too often, everything together is not.
        qualities = np.ones(400)
        qualities[:6] = 0
        sure = Holdout(np.linspace(1, 0, 400), qualities, np.linspace(1, 0, 3600))
        assert certify(sure, target=0.95, delta=0.05).accepted == 3600
        assert not certify(sure, target=0.95, delta=0.05).curve[4].passes

    def test_the_whole_set_allows_what_people_label_to_make_up_for_the_machine(self) -> None:
        given = holdout(300, 2700, wrong=60)
        precise = certify(given, target=0.95, delta=0.1)
        whole = certify(given, target=0.95, delta=0.1, mode=Mode.WHOLE_SET, total=6000)
        assert whole.accepted > precise.accepted
        assert whole.errors_at_most <= whole.allowed < 300.01
        assert "of all 6,000 labels 96.7% or more are right" in whole.sentence()

    def test_few_errors_in_a_large_set_need_no_proof_but_more_than_that_do(self) -> None:
        found = certify(
            Holdout([], [], np.linspace(0, 1, 400)), target=0.95, delta=0.1, mode=Mode.WHOLE_SET, total=2000
        )
        assert found.accepted == 100

    def test_too_few_validation_objects_pass_nothing_and_it_says_how_many_are_missing(self) -> None:
        assert fewest_validation_objects(0.95, 0.1) == 45
        assert fewest_validation_objects(0.98, 0.1) == 114
        found = certify(holdout(30, 3000), target=0.95, delta=0.1)
        assert (found.accepted, found.cut_off) == (0, None)
        assert found.validation_wanted is not None
        assert 15 <= found.validation_wanted <= 60
        assert f"{found.validation_wanted} more validation objects" in found.sentence()
        assert certify(holdout(30 + found.validation_wanted, 3000), target=0.95, delta=0.1).accepted > 0

    def test_more_validation_objects_than_are_left_are_not_asked_for_but_what_helps_is_said(self) -> None:
        for mode, other in ((Mode.PRECISION, True), (Mode.WHOLE_SET, False)):
            found = certify(holdout(30, 60), target=0.99, delta=0.05, mode=mode, total=60)
            assert (found.accepted, found.within_reach) == (0, False)
            assert found.validation_wanted is not None
            assert found.validation_wanted > 60
            assert "no more than 60 objects are left: this job cannot reach it" in found.sentence()
            assert ("promise the whole data set" in found.sentence()) == other
            assert "were missing" not in found.sentence()

    def test_labels_that_are_not_good_enough_want_no_more_validation_objects(self) -> None:
        sure = np.random.default_rng(0).random(4000)
        found = certify(Holdout(sure[:400], np.arange(400) % 5 > 0, sure[400:]), target=0.95, delta=0.1)
        assert (found.accepted, found.validation_wanted) == (0, None)
        assert "would not help" in found.sentence()

    def test_no_more_are_accepted_than_may_be(self) -> None:
        assert certify(holdout(300, 2700), target=0.95, delta=0.1, most=1000).accepted in range(800, 1001)

    @given(st.randoms(use_true_random=False))
    @settings(deadline=None, max_examples=10)
    def test_the_order_of_the_input_changes_nothing(self, random: Random) -> None:
        rng = np.random.default_rng(random.randrange(99))
        sure, right, left = rng.integers(0, 9, 80) / 9, rng.random(80) > 0.02, rng.integers(0, 9, 400) / 9
        v, u = rng.permutation(80), rng.permutation(400)
        for measure in Measure:
            one = certify(Holdout(sure, right, left, measure), target=0.9, delta=0.1)
            assert one == certify(Holdout(sure[v], right[v], left[u], measure), target=0.9, delta=0.1)

    def test_an_empty_pool_is_no_fault(self) -> None:
        for mode in Mode:
            assert certify(Holdout([], [], []), target=0.95, delta=0.1, mode=mode).accepted == 0
            assert certify(Holdout([0.5], [1], []), target=0.95, delta=0.1, mode=mode).accepted == 0

    @pytest.mark.parametrize(
        ("confidences", "qualities", "unlabeled", "says"),
        [
            ([0.5], [1, 1], [], "one entry a validation object"),
            ([np.nan], [1], [], r"confidences\[0\] is not a finite number"),
            ([0.5], [0.5], [], "0 or 1 where"),
            ([0.5], [2], [], "must lie in 0..1"),
            ([[0.5]], [1], [], "one dimension, not 2"),
        ],
    )
    def test_what_is_no_holdout_is_refused(
        self, confidences: list, qualities: list, unlabeled: list, says: str
    ) -> None:
        with pytest.raises(HoldoutRefused, match=says):
            Holdout(confidences, qualities, unlabeled)

    def test_targets_that_mean_nothing_are_refused(self) -> None:
        with pytest.raises(HoldoutRefused, match="target must lie between 0 and 1, not 1"):
            certify(holdout(1, 1), target=1, delta=0.1)
        with pytest.raises(HoldoutRefused, match="3 < 9"):
            certify(holdout(1, 9), target=0.9, delta=0.1, mode=Mode.WHOLE_SET, total=3)

    def test_the_sentence_gives_numbers(self) -> None:
        text = certify(holdout(300, 2700, wrong=2), target=0.95, delta=0.05, sureness=0.9).sentence()
        assert text.startswith("With 90% certainty at most ")
        assert "of the 2,700 machine labels are wrong" in text
        assert "300 objects that people had labeled and the machine had not seen" in text


class TestQuality:
    def test_boxes_that_overlap_well_enough_pass(self) -> None:
        found = self.of(mean=0.75)
        assert found.accepted > 800
        assert "overlap with people's by 7" in found.sentence()
        assert "its labels overlapped with theirs by 76.7% on average" in found.sentence()
        assert self.of(mean=0.6).accepted == 0

    def test_the_certified_mean_grows_with_the_number_of_objects(self) -> None:
        few, many = (self.of(mean=0.75, v=v).curve[-1].certified for v in (40, 300))
        assert few < many < 0.75

    def test_betting_takes_a_lower_mean_for_less_likely(self) -> None:
        seen = np.random.default_rng(0).beta(6, 3, 80)
        chances = quality.betting(seen, 1000, np.arange(101) / 100, against=0.5)
        assert (np.diff(chances) >= -1e-12).all()
        assert chances[0] < 1e-6
        assert chances[-1] == 1

    def test_hoeffding_bentkus_is_never_surer_than_counting(self) -> None:
        right = np.array([1.0] * 90 + [0.0] * 10)
        chance = quality.hoeffding_bentkus(right, np.array([0.8]))[0]
        assert hypergeom.cdf(10, 10**6, 200_000, 100) < chance < 0.05

    def test_means_that_the_sample_rules_out_have_no_chance(self) -> None:
        assert quality.betting(np.ones(8), 10, np.array([0.5]), against=0.3)[0] == 0

    def test_no_qualities_say_nothing(self) -> None:
        assert quality.chance_of_mean(np.empty(0), 10, np.array([0.1]), against=0.5).tolist() == [1.0]

    @staticmethod
    def of(mean: float, v: int = 150) -> Certificate:
        rng = np.random.default_rng(1)
        qualities = rng.beta(8 * mean, 8 * (1 - mean), v)
        return certify(Holdout(rng.random(v), qualities, rng.random(900), Measure.QUALITY), target=0.6, delta=0.1)


def passes_in_a_pool_at_the_edge(
    drawn: np.ndarray, left: np.ndarray, allowed: np.ndarray, levels: np.ndarray, draws: int
) -> float:
    """Share of draws in which any cut-off passes although U holds more errors above it than allowed.

    Errors lie where they do most harm: at every cut-off as many as pass by one too few.
    """
    errors = np.arange(60)[None, :]
    chances = counting.surprise(errors, drawn[:, None], left[:, None], allowed[:, None])
    most = ((chances <= levels[:, None]) & (errors <= drawn[:, None])).cumprod(axis=1).sum(axis=1) - 1
    wrong = np.where(most >= 0, most + allowed + 1, 0)
    blocks, wrong = np.diff(drawn + left, prepend=0), np.diff(np.maximum.accumulate(wrong), prepend=0)
    rng = np.random.default_rng(0)
    seen = rng.hypergeometric(wrong, blocks - wrong, np.diff(drawn, prepend=0), (draws, len(drawn))).cumsum(axis=1)
    return float(((seen <= most) & (wrong.cumsum() - seen > allowed)).any(axis=1).mean())
