"""Words marked in texts: how they are learned, measured and written, and a job from its order to its manifest."""

from __future__ import annotations

import html
import json
import random
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from scipy.special import logsumexp

from autolabel import deciding
from autolabel.arrays import NO_LABEL
from autolabel.features import Features
from autolabel.learners import spans
from autolabel.learners.marks import Marks, likeness
from autolabel.learners.spans import SpanLearner
from autolabel.learners.tags import Transitions, likeliest, tag_count, tags_of
from autolabel.learners.tokens import COUNT, bounds_of, tokens_of
from autolabel.marked_words import alike, label_in, marks_in, proposed, table_of, written
from autolabel.models import Round
from autolabel.records import numbers
from jobs import dispatch, ui_templates
from jobs.answers.spans import Span, Spans
from jobs.facts import JobFacts
from jobs.layout import Layout
from jobs.models import LabelingJob, Proposal, TrainedModel
from jobs.task_types import TASK_TYPES
from tenants.errors import RequestInvalid
from tests.admin.conftest import browser
from tests.autolabel.play import ALGORITHM, go_on, ordered_of_kind, wish
from tests.cast import Account
from tests.jobs.play import adds_up
from workforce.models import Worker

KIND = "NamedEntityRecognition"
LABELS = ("mail", "amount")
FACTS = JobFacts(
    1, 1, "job", TASK_TYPES[KIND], "lan", LABELS, {label: n for n, label in enumerate(LABELS)}, {}, 1, 300, 1, ""
)
_WORDS = ["the", "office", "asked", "us", "to", "pay", "by", "noon", "and", "wrote", "from", "Oslo", "yesterday"]


@dataclass(frozen=True)
class Note:
    """A text and what is to be marked in it."""

    text: str
    entities: list[dict[str, Any]]


def note(seed: int) -> Note:
    """Some words, among them an address or an amount, or neither; with signs that take more than one code unit."""
    lot, text, entities = random.Random(seed), lot_of(seed), []
    for label in lot.choice([["mail"], ["amount"], ["mail", "amount"], []]):
        text += " " + lot.choice(["via ", "see ", "\r\n"])
        found = (
            f"{lot.choice('abcd')}{seed}@x{lot.randrange(9)}.org" if label == "mail" else f"${lot.randrange(5, 999)}"
        )
        entities.append({"label": label, "startOffset": len(text), "endOffset": len(text) + len(found)})
        text += found + lot.choice([".", " 🎉", ", cafe\u0301"])
    return Note(text, entities)


def lot_of(seed: int) -> str:
    lot = random.Random(-seed)
    return " ".join(lot.choices(_WORDS, k=lot.randrange(4, 9)))


NOTES = [note(seed) for seed in range(260)]


def answer_of(one: Note) -> dict[str, Any]:
    return {"crowd-entity-annotation": {"entities": one.entities}}


def marks(*each: tuple[int, int, int]) -> Marks:
    table = np.array(each, np.int64).reshape(-1, 3)
    return Marks(table[:, :2], table[:, 2])


def marks_of(one: Note) -> Marks:
    return marks(
        *((entity["startOffset"], entity["endOffset"], LABELS.index(entity["label"])) for entity in one.entities)
    )


class TestTokens:
    @given(st.text(st.sampled_from("ab Z9.\u0301@€\r\n\t👩\u200d💻🇳🇴漢字ำกé"), max_size=40) | st.text(max_size=40))
    def test_they_are_all_that_is_not_white_in_order_by_code_points(self, text: str) -> None:
        bounds = bounds_of(text)
        assert (np.diff(bounds, axis=1) > 0).all()
        assert (np.diff(bounds.ravel())[1::2] >= 0).all()
        found = [text[start:end] for start, end in bounds.tolist()]
        assert "".join(found) == "".join(text.split())

    @pytest.mark.parametrize(
        ("text", "tokens"),
        [
            ("Pay $5.50,\r\nnow", ["Pay", "$", "5", ".", "50", ",", "now"]),
            ("a👩\u200d💻 e\u0301te\u0301!", ["a", "👩\u200d💻", "e\u0301te\u0301", "!"]),
            ("東京に行く", ["東", "京", "に", "行", "く"]),
            ("👍🏽", ["👍🏽"]),
        ],
    )  # fmt: skip
    def test_signs_stand_alone_and_nothing_that_is_seen_as_one_is_cut(self, text: str, tokens: list[str]) -> None:
        assert [text[start:end] for start, end in bounds_of(text).tolist()] == tokens

    @given(st.lists(st.text(max_size=20), min_size=1, max_size=5))
    def test_what_a_token_is_like_depends_on_its_own_text_alone(self, texts: list[str]) -> None:
        together = tokens_of(texts)
        assert len(together) == len(texts)
        for place, text in enumerate(texts):
            assert_array_equal(together.of(place), bounds_of(text))
            alone = tokens_of([text]).traits(np.array([0]))
            assert alone.shape == (len(bounds_of(text)), COUNT)
            assert_array_equal(together.traits(np.array([place])), alone)


class TestTags:
    @given(st.data())
    def test_tags_make_the_spans_again(self, data: st.DataObject) -> None:
        count = data.draw(st.integers(1, 12))
        edges = sorted(data.draw(st.sets(st.integers(0, count), max_size=6)))
        pairs = [(edges[at], edges[at + 1], data.draw(st.integers(0, 2))) for at in range(0, len(edges) - 1, 2)]
        spans = np.array(pairs, np.int64).reshape(-1, 3)
        bounds = np.stack([np.arange(count), np.arange(count) + 1], axis=1)
        tags = tags_of(bounds, spans[:, :2], spans[:, 2])
        scores = np.full((count, tag_count(3)), np.log(1e-6))
        scores[np.arange(count), tags] = 0
        [one] = likeliest(scores, np.array([count]), Transitions.counted([], 3))
        assert_array_equal(np.column_stack([one.spans[:, 0], one.spans[:, 1] + 1, one.classes]), spans)
        assert (one.chances > 0.9).all()

    @settings(deadline=None)
    @given(st.integers(0, 2**32 - 1))
    def test_chances_are_those_of_all_ways_written_out(self, seed: int) -> None:
        rng, count = np.random.default_rng(seed), 3
        scores = np.log(rng.dirichlet(np.ones(5), count))
        transitions = Transitions.counted([rng.choice([0, 4], 6), np.array([1, 2, 3, 0])], 1)
        ways = {way: _weight(way, scores, transitions.table) for way in np.ndindex(5, 5, 5)}
        total = sum(ways.values())
        best = max(ways, key=ways.__getitem__)
        [one] = likeliest(scores, np.array([count]), transitions)
        expected = _spans_of(best)
        assert one.spans.tolist() == [[first, last] for first, last in expected]
        for (first, last), chance in zip(expected, one.chances, strict=True):
            having = sum(weight for way, weight in ways.items() if (first, last) in _spans_of(way))
            assert chance == pytest.approx(having / total, abs=1e-6)
        assert one.nothing == pytest.approx(ways[(0, 0, 0)] / total, abs=1e-6)
        begins = [sum(w for way, w in ways.items() if way[at] in (1, 4)) / total for at in range(count)]
        assert one.begins == pytest.approx(begins, abs=1e-6)

    @settings(deadline=None)
    @given(st.integers(0, 2**32 - 1), st.integers(1, 6), st.integers(1, 20))
    def test_it_is_as_if_every_transition_were_looked_at(self, seed: int, class_count: int, count: int) -> None:
        """Against the whole table of transitions, most of which are never."""
        rng, size = np.random.default_rng(seed), tag_count(class_count)
        scores = np.log(rng.dirichlet(np.full(size, 0.3), count) + 1e-9)
        transitions = Transitions.counted([rng.integers(0, size, 30) for _ in range(3)], class_count)
        forth, back, tags = _dense(scores, transitions.table)
        whole = logsumexp(forth[-1] + back[-1])
        sure = np.exp(forth + back - whole)
        [one] = likeliest(scores, np.array([count]), transitions)
        kinds = np.where(tags, (tags - 1) % 4, -1)
        first, last = (np.flatnonzero((kinds == side) | (kinds == 3)) for side in (0, 2))
        assert_array_equal(one.spans, np.stack([first, last], axis=1))
        assert_array_equal(one.classes, (tags[first] - 1) // 4)
        beginning = np.isin(np.arange(size) % 4, (0, 1)) & (np.arange(size) > 0)
        assert_allclose(one.begins, sure[:, beginning].sum(axis=1), rtol=1e-9, atol=1e-12)
        steps = np.concatenate(
            [[0], np.cumsum(transitions.table[tags[:-1], tags[1:]] + scores[1:][np.arange(count - 1), tags[1:]])]
        )
        chances = forth[first, tags[first]] + steps[last] - steps[first] + back[last, tags[last]] - whole
        assert_allclose(one.chances, np.exp(chances), rtol=1e-9)
        assert_allclose(
            one.nothing, np.exp(scores[:, 0].sum() + (count - 1) * transitions.table[0, 0] - whole), rtol=1e-9
        )

    def test_a_text_s_tags_do_not_depend_on_those_read_beside_it(self) -> None:
        rng = np.random.default_rng(0)
        lengths = np.array([3, 0, 7, 1, 5])
        scores = np.log(rng.dirichlet(np.ones(9), 16))
        transitions = Transitions.counted([], 2)
        together = list(likeliest(scores, lengths, transitions))
        first = np.cumsum(lengths) - lengths
        for at, length in enumerate(lengths.tolist()):
            [alone] = likeliest(scores[first[at] : first[at] + length], np.array([length]), transitions)
            assert_array_equal(together[at].spans, alone.spans)
            assert together[at].nothing == pytest.approx(alone.nothing)


def _dense(scores: np.ndarray, table: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The sums over all ways up to each token and on from it, each (t, k), and the tags of the best way (t,)."""
    kinds = np.arange(scores.shape[1]) % 4
    forth, back = [scores[0] + np.where(np.isin(kinds, (0, 1)), 0, -1e9)], [np.where(np.isin(kinds, (0, 3)), 0, -1e9)]
    best, came = forth[0], []
    for own in scores[1:]:
        came.append((best[:, None] + table).argmax(axis=0))
        best = (best[:, None] + table).max(axis=0) + own
        forth.append(logsumexp(forth[-1][:, None] + table, axis=0) + own)
    for after in scores[:0:-1]:
        back.append(logsumexp(table + after + back[-1], axis=1))
    tags = [int((best + back[0]).argmax())]
    for before in came[::-1]:
        tags.append(int(before[tags[-1]]))
    return np.stack(forth), np.stack(back[::-1]), np.array(tags[::-1])


def _weight(way: tuple[int, ...], scores: np.ndarray, table: np.ndarray) -> float:
    """Of three tags of one class; 0 where they are no spans."""
    if way[0] in (2, 3) or way[-1] in (1, 2):
        return 0.0
    steps = sum(table[one, after] for one, after in pairwise(way))
    return float(np.exp(sum(scores[at, tag] for at, tag in enumerate(way)) + steps))


def _spans_of(way: tuple[int, ...]) -> list[tuple[int, int]]:
    found, begun = [], 0
    for at, tag in enumerate(way):
        begun = at if tag in (1, 4) else begun
        if tag in (3, 4):
            found.append((begun, at))
    return found


class TestLearner:
    def test_it_finds_addresses_and_amounts_that_it_has_never_seen(self) -> None:
        tokens, said = tokens_of([one.text for one in NOTES]), [marks_of(one) for one in NOTES]
        learned, others = np.arange(100), np.arange(100, 260)
        model = SpanLearner().fit(tokens, learned, said[:100], 2, seed=0)
        found = model.read(tokens, others)
        qualities = np.array([likeness(one, said[text]) for (one, _), text in zip(found, others.tolist(), strict=True)])
        trust = np.array([sure for _, sure in found])
        assert qualities.mean() > 0.9
        assert ((trust >= 0) & (trust <= 1)).all()
        assert qualities[trust > np.median(trust)].mean() >= qualities.mean()

    def test_a_class_that_nobody_marked_is_never_found(self) -> None:
        tokens = tokens_of(["a b", "c d", "e f"])
        model = SpanLearner().fit(tokens, np.arange(3), [marks()] * 3, 4, seed=0)
        assert all(not len(one) and sure > 0.5 for one, sure in model.read(tokens, np.arange(3)))

    def test_a_text_longer_than_a_sample_is_learned_from_as_far_as_the_sample_goes(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(spans, "MOST", 60)
        text = " ".join("go to Oslo now" if n % 3 else "wait here" for n in range(60))
        places = [text.index("Oslo", at) for at in range(len(text)) if text.startswith("Oslo", at)]
        long = marks(*[(place, place + 4, 0) for place in places])
        tokens = tokens_of(["", text, ""])
        for seed in range(6):
            model = SpanLearner().fit(tokens, np.arange(3), [marks(), long, marks()], 1, seed=seed)
            [(found, _)] = model.read(tokens_of(["go to Oslo now"]), np.arange(1))
            assert found.bounds.tolist() == [[6, 10]]

    def test_a_mark_across_the_end_of_a_sample_teaches_no_end(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(spans, "MOST", 6)
        said = [marks((4, 15, 0), (0, 1, 0))]
        model = SpanLearner().fit(tokens_of(["a b c d e f g h"]), np.arange(1), said, 1, seed=0)
        begin, inside, whole = 1, 2, 4
        assert set(model.used.tolist()) == {0, begin, inside, whole}


class TestLines:
    def test_a_line_is_read_as_people_s_are_written(self) -> None:
        value = {"annotations": {"labels": [], "entities": NOTES[2].entities}}
        found = marks_in({"lan": value}, FACTS)
        assert found is not None
        assert likeness(found, marks_of(NOTES[2])) == 1
        assert label_in({"lan": {"annotations": {"labels": [], "entities": []}}}, FACTS) == 0

    @pytest.mark.parametrize(
        "value",
        [None, 1, "x", [], {"annotations": []}, {"annotations": {"entities": [{"label": "lion", "startOffset": 0,
         "endOffset": 2}]}}, {"annotations": {"entities": [{"label": "mail", "startOffset": 2, "endOffset": 2}]}}],
    )  # fmt: skip
    def test_what_is_no_label_of_words_is_none(self, value: object) -> None:
        assert label_in({"lan": value}, FACTS) == NO_LABEL

    def test_people_begin_from_its_marks_or_from_nothing(self) -> None:
        found = Marks(np.array([[2, 7]]), np.array([1]), np.array([0.876]))
        assert proposed(FACTS, 0, 0.9, table_of(found)) == [{"label": "amount", "startOffset": 2, "endOffset": 7}]
        assert proposed(FACTS, 0, 0.9, table_of(marks())) is None
        assert written(FACTS, 0, 0.9, table_of(found)).metadata == {"entities": [{"confidence": 0.88}]}


class TestLikeness:
    def test_it_is_twice_what_is_the_same_over_all(self) -> None:
        one, other = marks((0, 3, 0), (5, 9, 1)), marks((0, 3, 0), (5, 9, 0), (10, 12, 1))
        assert likeness(one, one) == 1
        assert likeness(one, other) == likeness(other, one) == pytest.approx(2 / 5)
        assert (likeness(marks(), marks()), likeness(marks(), one)) == (1, 0)

    def test_two_people_s_answers_are_compared_in_the_same_way(self) -> None:
        one, other = Spans((Span("a", 0, 3),)), Spans((Span("a", 0, 3), Span("b", 4, 5)))
        assert (alike(one, one), alike(Spans(()), Spans(()))) == (1, 1)
        assert alike(one, other) == alike(other, one) == pytest.approx(2 / 3)


def begins_from(alice: Account, model: TrainedModel) -> LabelingJob:
    """A job that asks to go on from what an earlier one learned."""
    config = {**ALGORITHM, "InitialActiveLearningModelArn": model.arn}
    return ordered_of_kind(
        alice, KIND, LABELS, [{"source": "x"}], LabelingJobName="more", LabelingJobAlgorithmsConfig=config
    )


@pytest.mark.django_db
def test_a_machine_learns_to_mark_fifty_labels_at_most_and_people_more(in_alices: Account) -> None:
    lines, labels = [{"source": "x"}], [f"label {number}" for number in range(51)]
    with pytest.raises(RequestInvalid, match="at most 50 labels where a machine learns"):
        ordered_of_kind(in_alices, KIND, labels, lines)
    assert len(ordered_of_kind(in_alices, KIND, labels[1:], lines, LabelingJobName="fifty").labels) == 50
    people = {"LabelingJobName": "people", "LabelingJobAlgorithmsConfig": None}
    assert len(ordered_of_kind(in_alices, KIND, labels, lines, **people).labels) == 51


@pytest.mark.django_db
def test_a_text_that_is_gone_since_people_marked_it_holds_nothing_up(
    in_alices: Account, bob: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The machine is measured by it."""
    job = ordered_of_kind(
        in_alices, KIND, LABELS, [{"source": one.text} for one in NOTES], Tags=wish(backbone="wordllama")
    )
    features_of = deciding.features_of

    def without_one(*given: Any) -> Features:
        found = features_of(*given)
        drawn = Round.objects.filter(run__job=job).order_by("number").first()
        gone = [] if drawn is None else numbers(drawn.validate)[:1]
        return replace(found, usable=~np.isin(np.arange(len(NOTES)), gone))

    monkeypatch.setattr(deciding, "features_of", without_one)
    go_on(job, [bob], lambda line, _: answer_of(NOTES[line]))
    assert (job.stage, job.labeled) == ("Completed", len(NOTES))
    assert Round.objects.filter(run__job=job, look__isnull=False).exists()


@pytest.mark.django_db
def test_the_machine_marks_words_that_can_be_certified_and_people_the_rest(in_alices: Account, bob: Worker) -> None:
    job = ordered_of_kind(
        in_alices, KIND, LABELS, [{"source": one.text} for one in NOTES], Tags=wish(target=0.85, backbone="wordllama")
    )
    pages = dict[int, str]()

    def say(line: int, worker: Worker) -> dict[str, Any]:
        [turn] = dispatch.held(job.pk, worker.pk)
        pages[line] = html.unescape(ui_templates.render(turn.assignment_id, worker.pk))
        return answer_of(NOTES[line])

    go_on(job, [bob], say)
    assert adds_up(job)
    assert (job.stage, job.labeled) == ("Completed", 260)
    assert job.machine_labeled > 60
    accepted = Round.objects.filter(run__job=job).latest("number").accepted
    assert (accepted["accepted"], accepted["measure"], accepted["target"]) == (job.machine_labeled, "quality", 0.85)
    shown = browser(in_alices.owner).get(f"/admin/jobs/labelingjob/{job.pk}/").content.decode()
    assert "machine labels overlap with people&#x27;s by" in shown
    assert "mean overlap, certified" in shown
    lines = [json.loads(one) for one in in_alices.read(Layout(job).output_manifest).splitlines()]
    machines = {n: one for n, one in enumerate(lines) if one["lan-metadata"]["human-annotated"] == "no"}
    assert len(machines) == job.machine_labeled
    qualities = []
    for number, one in machines.items():
        found, told = marks_in(one, FACTS), one["lan-metadata"]
        assert found is not None
        qualities.append(likeness(found, marks_of(NOTES[number])))
        assert one == {
            "source": NOTES[number].text,
            "lan": {"annotations": {
                "labels": [{"label": label} for label in LABELS], "entities": one["lan"]["annotations"]["entities"],
            }},
            "lan-metadata": {
                "job-name": f"labeling-job/{job.name}", "type": "groundtruth/text-span",
                "creation-date": told["creation-date"], "human-annotated": "no", "entities": told["entities"],
            },
        }  # fmt: skip
        assert len(told["entities"]) == len(found)
        assert all(0 < entity["confidence"] <= 1 for entity in told["entities"])
    assert np.mean(qualities) >= 0.85
    people = [one for n, one in enumerate(lines) if n not in machines]
    assert {tuple(one["lan-metadata"]) for one in people} == {tuple(one["lan-metadata"]) for one in machines.values()}
    assert TrainedModel.objects.get(job=job).learned == "spans"
    with pytest.raises(RequestInvalid, match="the machine of a NamedEntityRecognition job learns anew"):
        begins_from(in_alices, TrainedModel.objects.get(job=job))
    kept = {one.data_object.line_no: one.value for one in Proposal.objects.select_related("data_object")}
    for line, page in pages.items():
        assert ("\n  proposed\n" in page) is (line in kept)
