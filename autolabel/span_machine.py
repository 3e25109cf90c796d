"""The machine for words marked in texts: it learns which tokens begin and end a span, and is as right as people's marks
say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from autolabel import marked_words
from autolabel.arrays import NO_LABEL, Detail, Flags, Ints, Rows
from autolabel.features import Features
from autolabel.knowledge import HEADS
from autolabel.learners.marks import Marks, likeness
from autolabel.learners.spans import SpanLearner, SpanModel
from autolabel.learners.tokens import Tokens
from autolabel.pool import Pool
from autolabel.reading import Reading, in_part
from autolabel.said import contents
from autolabel.strategies.cold_start import central
from jobs.facts import facts_of
from jobs.models import LabelingJob

LEARNER = SpanLearner()
_NOTHING: Detail = np.empty((0, 4))


@dataclass(frozen=True, slots=True, eq=False)
class SpanMachine:
    """As `rounds.Machine`, for marked words; `said` are people's by object, `rows` (n, d) say which texts are alike."""

    tokens: Tokens
    rows: Rows
    usable: Flags
    said: Mapping[int, Marks]
    class_count: int
    learner: SpanLearner

    def read(self, learned_from: Ints, *, seed: int) -> Reading:
        """A reading after learning from these objects (t,)."""
        _, model = self.learn(learned_from, seed=seed)
        count, texts = len(self.usable), np.flatnonzero(self.usable)
        trust, qualities = np.zeros(count), np.full(count, np.nan)
        tables = [_NOTHING] * count
        for number, (found, sure) in zip(texts.tolist(), model.read(self.tokens, texts), strict=True):
            trust[number], tables[number] = sure, marked_words.table_of(found)
            if number in self.said:
                qualities[number] = likeness(found, self.said[number])
        return in_part(trust, qualities, tables, self.rows)

    def first(self, objects: Ints, count: int, *, seed: int) -> Ints:
        """Objects that lie in the middle of what the pool holds."""
        return central(self.rows, objects, count, seed=seed)

    def learn(self, learned_from: Ints, *, seed: int, own: bool = False) -> tuple[str, SpanModel]:
        """What is learned from these objects, or from some of them where they are many."""
        said = [self.said[number] for number in learned_from.tolist()]
        return HEADS["spans"], self.learner.fit(self.tokens, learned_from, said, self.class_count, seed=seed)


def machine_of(job: LabelingJob, features: Features, pool: Pool) -> SpanMachine:
    """The machine of a job at this state of its loop."""
    facts, labeled = facts_of(job.pk), np.flatnonzero(pool.labels != NO_LABEL)
    found = ((line, marked_words.marks_in(content, facts)) for line, content in contents(job, labeled, features.since))
    said = {line: marks for line, marks in found if marks is not None}
    rows = features.candidates[0].features
    return SpanMachine(features.read_tokens(), rows, features.usable, said, len(job.labels), LEARNER)
