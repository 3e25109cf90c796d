"""What is fitted on the whole pool: the words of texts, and the leading directions of vectors."""

from pathlib import Path

import numpy as np
import pytest
from numpy.testing import assert_allclose
from sklearn.decomposition import PCA
from sklearn.feature_extraction.text import TfidfVectorizer

from autolabel.backbones.reduction import Reduction, fitted_reduction
from autolabel.backbones.words import WORD, Words, fitted_words
from autolabel.learners import candidates, loader
from autolabel.saving import Saved

SPORTS = ["goal", "striker", "whistle", "crowd", "penalty", "keeper"]
KITCHEN = ["onion", "butter", "saucepan", "simmer", "garlic", "whisk"]


def pool(count: int = 60) -> list[str]:
    """Texts about sports and about the kitchen in turn."""
    rng = np.random.default_rng(0)
    return [" ".join(rng.choice((SPORTS, KITCHEN)[i % 2], 5)) + f" note {i}" for i in range(count)]


class TestWords:
    def test_weights_are_those_of_scikit_learn(self) -> None:
        texts = pool()
        theirs = TfidfVectorizer(token_pattern=WORD, min_df=2, sublinear_tf=True).fit(texts)
        ours = fitted_words(texts)
        assert list(ours.words) == list(theirs.get_feature_names_out())
        # All directions are kept here, so nothing of the rows' angles is lost.
        rows, expected = ours.rows(texts), theirs.transform(texts)
        assert_allclose(rows @ rows.T, (expected @ expected.T).toarray(), atol=1e-4)

    def test_texts_about_the_same_are_near(self) -> None:
        rows = fitted_words(pool(), size=2).rows(["the striker and the keeper", "crowd whistle", "garlic, ONION"])
        assert rows[0] @ rows[1] > 0.9 > 0.3 > abs(float(rows[0] @ rows[2]))

    def test_the_order_of_the_pool_does_not_matter(self) -> None:
        texts = pool()
        forwards, backwards = fitted_words(texts, 5).rows(texts[:8]), fitted_words(texts[::-1], 5).rows(texts[:8])
        assert_allclose(forwards @ forwards.T, backwards @ backwards.T, atol=1e-4)

    def test_texts_without_a_known_word_are_zeros(self) -> None:
        assert (fitted_words(pool()).rows(["", "unheard", "\ud800"]) == 0).all()
        assert fitted_words(pool()).rows([]).shape[0] == 0

    def test_languages_without_spaces_have_words_too(self) -> None:
        rows = fitted_words(["猫が好き", "犬が好き", "電車に乗る", "電車が来る"], 4).rows(["虎が鳴く", "電車"])
        assert (np.linalg.norm(rows, axis=1) > 0).all()

    def test_a_pool_without_a_word_in_two_texts_is_refused(self) -> None:
        with pytest.raises(ValueError, match="no word is in two texts"):
            fitted_words(["one two", "three"])

    def test_it_is_the_same_after_saving_and_in_the_loader(self, tmp_path: Path) -> None:
        texts = [*pool(), "", "striker"]
        words = fitted_words(texts, 7)
        data = words.saved().to_bytes()
        (tmp_path / "words").write_bytes(data)
        assert_allclose(Words.of(Saved.of(data)).rows(texts), words.rows(texts))
        assert_allclose(loader.rows(loader.load(tmp_path / "words"), texts), words.rows(texts), atol=1e-5)


class TestReduction:
    def vectors(self) -> np.ndarray:
        rng = np.random.default_rng(0)
        return (rng.normal(size=(80, 6)) @ rng.normal(size=(6, 20)) * 10 + 3).astype(np.float16)

    def test_rows_are_those_of_scikit_learn(self) -> None:
        given = self.vectors()
        whitened = (given.astype(np.float64) - given.mean(axis=0)) / given.astype(np.float64).std(axis=0)
        theirs = PCA(4).fit_transform(whitened)
        ours = fitted_reduction(given, 4).rows(given)
        assert ours.shape == (80, 4)
        assert_allclose(np.abs(ours), np.abs(theirs), atol=0.05)

    def test_a_number_that_hardly_moves_does_not_drown_the_others_where_it_does(self) -> None:
        given = np.concatenate([self.vectors(), np.full((80, 1), 1e-5 * np.arange(80)[:, None])], axis=1)
        spiked = given[:1].copy()
        spiked[0, -1] = 10.0
        reduction = fitted_reduction(given, 4)
        assert np.abs(reduction.rows(spiked)).max() < 10 * np.abs(reduction.rows(given)).max()

    def test_objects_without_a_vector_keep_none_and_spoil_nothing(self) -> None:
        given = self.vectors()
        broken = np.vstack([np.full((2, 20), np.nan, np.float16), given])
        found = fitted_reduction(broken, 4).rows(broken)
        assert np.isnan(found[:2]).all()
        assert_allclose(found[2:], fitted_reduction(given, 4).rows(given), atol=1e-4)

    def test_numbers_that_never_differ_do_not_count(self) -> None:
        given = np.hstack([self.vectors(), np.full((80, 3), 7, np.float16)])
        assert_allclose(fitted_reduction(given, 4).directions[-3:], 0, atol=1e-5)

    @pytest.mark.parametrize("rows", [1, 2, 5])
    def test_small_pools_have_few_directions(self, rows: int) -> None:
        assert fitted_reduction(self.vectors()[:rows]).rows(self.vectors()).shape == (80, rows)

    def test_a_pool_without_a_vector_is_refused(self) -> None:
        with pytest.raises(ValueError, match="nothing to fit on"):
            fitted_reduction(np.full((3, 2), np.nan))

    def test_it_is_the_same_after_saving_and_in_the_loader(self, tmp_path: Path) -> None:
        given = self.vectors()
        reduction = fitted_reduction(given, 4)
        data = reduction.saved().to_bytes()
        (tmp_path / "reduction").write_bytes(data)
        assert_allclose(Reduction.of(Saved.of(data)).rows(given), reduction.rows(given))
        assert_allclose(loader.rows(loader.load(tmp_path / "reduction"), given), reduction.rows(given), atol=1e-4)


class TestCandidates:
    def test_texts_are_tried_with_and_without_their_words(self) -> None:
        texts = pool()
        vectors = np.random.default_rng(0).random((60, 8)).astype(np.float16)
        plain, both = candidates.for_texts(vectors, texts, fitted_words(texts, 5))
        assert (plain.features.shape, both.features.shape) == ((60, 8), (60, 13))
        assert {plain.features.dtype, both.features.dtype} == {np.dtype(np.float32)}

    @pytest.mark.parametrize(("side", "names"), [(64, ["embedding", "network"]), (65, ["embedding"])])
    def test_small_pictures_are_tried_with_a_network_of_their_own(self, side: int, names: list[str]) -> None:
        vectors = np.random.default_rng(0).random((6, 8)).astype(np.float16)
        found = candidates.for_images(vectors, np.full((6, side, 3, 1), 255, np.uint8))
        assert [one.name for one in found] == names
        if len(found) == 2:
            assert found[1].features.shape == (6, side * 3)
            assert found[1].features.max() == 1
