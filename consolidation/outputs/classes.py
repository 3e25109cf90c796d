"""One class, several classes, and verdicts on an earlier label: people's choices, agreed upon by the job's algorithm."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Protocol

import numpy as np
import orjson
from numpy.typing import ArrayLike, NDArray

from consolidation.catalogue import CATALOGUE
from consolidation.chunk import CONTEXT, Answered, earlier
from consolidation.faults import FAULTS
from consolidation.functions import stopping
from consolidation.functions.calibration import tempered
from consolidation.functions.contract import Answers, Consolidated, Floats, Ints, row_max
from consolidation.functions.modified_dawid_skene import CEILING
from consolidation.functions.standing import consolidate_with
from consolidation.functions.stopping import Reason
from consolidation.gold import truth_of
from consolidation.outputs.contract import Ground, OneMore, Outcome, Unusable, fault_of, unusable
from jobs.answers import reading
from jobs.answers.choices import Choice, Choices

# The function that keeps in mind what it learned of the workers; others are given answers to earlier objects again.
REMEMBERS = "pooled-prior-dawid-skene"
# Object, worker, what the worker chose.
Vote = tuple[int, int, Any]


def one_class(ground: Ground, chunk: Sequence[Answered]) -> list[Outcome | Unusable | OneMore]:
    """The class number, with its name and its confidence; or the wish for one more answer, where that is allowed."""
    votes, places, faults = _votes(ground, chunk)
    facts = ground.facts
    said = [facts.class_of[choice.label] for _, _, choice in votes]
    unfinished = [places[one.object_id] for one in chunk if not one.final and one.object_id in places]
    gold = _gold(ground, chunk, places)
    known = {places[object_id]: facts.class_of[choice.label] for object_id, choice in gold.items()}
    result, enough = _agreement(ground, votes, len(facts.labels))("", said, unfinished, known)
    marks = _marks(votes, _knowing(result.posteriors, known)[_places(votes), said], gold)

    def outcome(object_id: int) -> Outcome | OneMore:
        if not enough[places[object_id]]:
            return OneMore(Reason.UNSURE)
        label, confidence = int(result.labels[places[object_id]]), float(result.confidences[places[object_id]])
        told = {"confidence": confidence, "class-name": facts.labels[label]}
        return Outcome(label, told, confidence, label, marks=marks[object_id])

    return _in_order(chunk, places, faults, outcome)


def verdict(ground: Ground, chunk: Sequence[Answered]) -> list[Outcome | Unusable | OneMore]:
    """As `one_class`, with what people wrote about the label they judged."""
    said = {one.object_id: _comments(ground, one) for one in chunk}
    found = one_class(ground, chunk)
    for one, outcome in zip(chunk, found, strict=True):
        if isinstance(outcome, Outcome) and said[one.object_id]:
            outcome.metadata["worker-feedback"] = [{"comment": comment} for comment in said[one.object_id]]
    return found


def several_classes(ground: Ground, chunk: Sequence[Answered]) -> list[Outcome | Unusable | OneMore]:
    """The numbers of all classes that anybody chose; the confidence map tells how much to believe each (spec 2.8, 3.2).

    Each class is a question of its own, yes or no, to the job's algorithm. One answer alone gives confidence 0.
    """
    votes, places, faults = _votes(ground, chunk)
    labels = ground.facts.labels
    chosen, gold = _chosen(chunk, votes), _gold(ground, chunk, places)
    asked = sorted(set().union(*chosen.values(), *(choices.labels for choices in gold.values())))
    results, agreement = _each_class(ground, votes, asked, {places[one]: choices for one, choices in gold.items()})
    marks = _marks(votes, agreement, gold)
    alone = _alone(votes)

    def outcome(object_id: int) -> Outcome:
        numbers = sorted(ground.facts.class_of[label] for label in chosen[object_id])
        place = places[object_id]
        trust = {
            str(number): 0.0 if object_id in alone else _belief(results[labels[number]], place) for number in numbers
        }
        names = {str(number): labels[number] for number in numbers}
        told = {"class-map": names, "confidence-map": trust}
        return Outcome(numbers, told, min(trust.values(), default=0.0), marks=marks[object_id])

    return _in_order(chunk, places, faults, outcome)


def _gold(ground: Ground, chunk: Sequence[Answered], places: dict[int, int]) -> dict[int, Any]:
    """What is known to be right of objects with answers."""
    found = {one.object_id: truth_of(ground.facts, one) for one in chunk if one.object_id in places}
    return {object_id: truth for object_id, truth in found.items() if truth is not None}


def _knowing(beliefs: Floats, known: Mapping[int, int]) -> Floats:
    """Beliefs (n, k) in which the class of some objects is certain."""
    sure, places = beliefs.copy(), list(known)
    sure[places] = 0
    sure[places, list(known.values())] = 1
    return sure


def _each_class(
    ground: Ground, votes: list[Vote], asked: Sequence[str], gold: Mapping[int, Choices]
) -> tuple[dict[str, Consolidated], Floats]:
    """By class whether it is there; and how far each answer (m,) agrees with that, over all classes; 1 where none is
    asked about. `gold` is by place."""
    agree, at = _agreement(ground, votes, 2), _places(votes)
    results: dict[str, Consolidated] = {}
    agreement: list[Floats] = []
    for label in asked:
        said = [int(label in choices.labels) for _, _, choices in votes]
        known = {place: int(label in choices.labels) for place, choices in gold.items()}
        results[label] = agree(label, said, (), known)[0]
        agreement.append(_knowing(results[label].posteriors, known)[at, said])
    return results, np.asarray(np.mean(agreement, axis=0) if agreement else np.ones(len(votes)))


def _chosen(chunk: Sequence[Answered], votes: Sequence[Vote]) -> dict[int, set[str]]:
    """What anybody chose for each of the chunk's objects."""
    chosen: dict[int, set[str]] = {one.object_id: set() for one in chunk}
    for object_id, _, choices in votes:
        if object_id in chosen:
            chosen[object_id].update(choices.labels)
    return chosen


def _votes(ground: Ground, chunk: Sequence[Answered]) -> tuple[list[Vote], dict[int, int], dict[int, list[str]]]:
    """Answers that can be read, the chunk's first and earlier ones behind them; the place of each object among them;
    and the faults of the others, by object."""
    votes: list[Vote] = []
    faults: dict[int, list[str]] = {}
    given = [(one.object_id, answer.worker_id, answer.content) for one in chunk for answer in one.answers]
    for object_id, worker_id, content in (*given, *_before(ground)):
        try:
            votes.append((object_id, worker_id, reading.read(ground.facts, content)))
        except FAULTS as error:
            faults.setdefault(object_id, []).append(fault_of(ground, object_id, error))
    places: dict[int, int] = {}
    for object_id, _, _ in votes:
        places.setdefault(object_id, len(places))
    return votes, places, faults


def _before(ground: Ground) -> Iterator[Vote]:
    """Answers to earlier objects, for a function that does not remember its workers."""
    if ground.facts.consolidation != REMEMBERS:
        for row in earlier(ground.job, CONTEXT):
            yield row.data_object_id, row.worker_id, orjson.loads(row.answer)


class Agree(Protocol):
    """What the job's algorithm makes of votes, for a question and the classes that are said to be their answers, in their
    order; and which objects have enough answers (n,): all but those of `unfinished` that it is not certain of, from which
    nothing is learned yet. The classes that are `known`, by place, change no label: workers are judged by them."""

    def __call__(
        self, question: str, classes: Sequence[int], unfinished: Sequence[int], known: Mapping[int, int]
    ) -> tuple[Consolidated, NDArray[np.bool_]]: ...


def _agreement(ground: Ground, votes: list[Vote], class_count: int) -> Agree:
    objects: dict[int, int] = {}
    workers: dict[int, int] = {}
    asked = np.array([objects.setdefault(vote[0], len(objects)) for vote in votes], np.int64)
    by = np.array([workers.setdefault(vote[1], len(workers)) for vote in votes], np.int64)
    name, memory = ground.facts.consolidation, ground.memory

    def agreed(
        question: str, classes: Sequence[int], unfinished: Sequence[int], known: Mapping[int, int]
    ) -> tuple[Consolidated, NDArray[np.bool_]]:
        answers = Answers(asked, by, np.array(classes, np.int64), len(objects), len(workers), class_count)
        if name != REMEMBERS:
            result = CATALOGUE[name](answers)
            return result, _enough(ground, answers, result, unfinished)
        standing = memory.standing(question, list(workers), class_count)
        found = consolidate_with(standing, answers)
        result = replace(found, posteriors=tempered(found.posteriors))
        enough = _enough(ground, answers, result, unfinished)
        certain = np.isin(np.arange(len(enough)), list(known))
        beliefs = _knowing(found.posteriors, known)[enough]
        memory.learn(question, list(workers), standing.update(_of(answers, enough), beliefs, certain[enough]))
        return result, enough

    return agreed


def _enough(ground: Ground, answers: Answers, result: Consolidated, unfinished: Sequence[int]) -> NDArray[np.bool_]:
    wishes, given = ground.facts.wishes, answers.answers_per_object()
    enough = np.ones(len(given), np.bool_)
    places = np.array(unfinished, np.int64)
    most, believed = ground.facts.workers_per_object, _believed(result, given, ground.meaning)[places]
    fewest, certain = min(wishes.fewest_answers, most), wishes.certain
    enough[places] = stopping.enough(believed[:, None], given[places], fewest=fewest, most=most, certain=certain).enough
    return enough


def _believed(result: Consolidated, given: Ints, meaning: Sequence[float]) -> Floats:
    """How sure one may be of each object's class (n,): as gold answers say, once they have told. They tell nothing of what
    one person said alone, and nothing finer above the highest confidence that a label gets."""
    believed = row_max(result.posteriors)
    if meaning:
        told = np.asarray(meaning, np.float64)[(result.confidences * 100).round().astype(np.int64)]
        finer = np.where(told < CEILING, told, np.maximum(told, believed))
        believed = np.where(given > 1, finer, believed)
    return believed


def _of(answers: Answers, objects: NDArray[np.bool_]) -> Answers:
    """The answers to these objects (n,) alone, numbered anew."""
    kept, number = objects[answers.objects], np.cumsum(objects) - 1
    return Answers(
        number[answers.objects[kept]], answers.workers[kept], answers.classes[kept],
        int(objects.sum()), answers.worker_count, answers.class_count,
    )  # fmt: skip


def _belief(result: Consolidated, place: int) -> float:
    return round(min(float(result.posteriors[place, 1]), CEILING), 2)


def _places(votes: Sequence[Vote]) -> list[int]:
    """The place of each vote's object, in the order in which objects first come."""
    found: dict[int, int] = {}
    return [found.setdefault(object_id, len(found)) for object_id, _, _ in votes]


def _marks(votes: list[Vote], agreement: ArrayLike, known: Iterable[int]) -> dict[int, tuple[tuple[int, float], ...]]:
    """By object, how good each answer (m,) was, with its worker; an answer alone had nothing to be compared with, unless
    the object is `known`."""
    marks: dict[int, list[tuple[int, float]]] = {}
    alone = _alone(votes).difference(known)
    for (object_id, worker_id, _), quality in zip(votes, np.asarray(agreement, np.float64).tolist(), strict=True):
        marks.setdefault(object_id, []).append((worker_id, math.nan if object_id in alone else quality))
    return {object_id: tuple(found) for object_id, found in marks.items()}


def _alone(votes: list[Vote]) -> set[int]:
    """Objects with one answer: one person's word has nothing to be compared with (spec 2.6)."""
    seen: set[int] = set()
    again: set[int] = set()
    for object_id, _, _ in votes:
        (again if object_id in seen else seen).add(object_id)
    return seen - again


def _comments(ground: Ground, one: Answered) -> list[str]:
    found: list[str] = []
    for answer in one.answers:
        try:
            choice: Choice = reading.read(ground.facts, answer.content)
        except FAULTS:  # told of by `one_class`
            continue
        if choice.comment:
            found.append(choice.comment)
    return found


def _in_order(
    chunk: Sequence[Answered],
    places: dict[int, int],
    faults: dict[int, list[str]],
    outcome: Callable[[int], Outcome | OneMore],
) -> list[Outcome | Unusable | OneMore]:
    return [
        outcome(one.object_id) if one.object_id in places else unusable(faults.get(one.object_id, [])) for one in chunk
    ]
