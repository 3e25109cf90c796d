"""How many texts the machine marks words in by itself, with a certificate, and how right it is.

    python -m benchmarks.marking [--sets mails tweets] [--seeds 5] [--target 0.8] [--texts 2000]

Two real sets: paragraphs of SpamAssassin's mails, in which rules name mail addresses, dates and amounts (the truth is a
rule's, so this is what a machine can learn of people who mark by rule); and the tweets of WNUT 2017 (../shared/data), whose
names few texts share. Each line is a mean over seeds, each with texts drawn anew and people who are always right. "broken"
counts the runs whose machine labels missed the target; a certificate of 90 % may do so in a tenth of them.
"""

from __future__ import annotations

import argparse
import math
import re
import sys
import time
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import mean, stdev

import numpy as np

from autolabel.arrays import NO_LABEL, Floats, Ints, Rows
from autolabel.backbones.catalogue import backbone
from autolabel.learners.marks import Marks, likeness
from autolabel.learners.spans import SpanLearner
from autolabel.learners.tokens import Tokens, tokens_of
from autolabel.pool import Pool, Rules
from autolabel.reading import Reading, in_part
from autolabel.rounds import decide
from autolabel.strategies.cold_start import central
from benchmarks.autolabel_data import SCRATCH, DataMissing
from benchmarks.figures import Figure, show
from config.demo import packages

TWEETS = Path(__file__).resolve().parents[2] / "shared" / "data" / "wnut17"
FILES = ("wnut17train.conll", "emerging.dev.conll", "emerging.test.annotated")
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
RULES = {
    "mail": re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
    "date": re.compile(
        rf"\b\d{{1,2}} {_MONTH}(?: \d{{4}})?\b|\b{_MONTH} \d{{1,2}}(?:, \d{{4}})?\b|\b\d{{4}}-\d\d-\d\d\b"
    ),
    "amount": re.compile(r"[$£€] ?\d[\d,.]*\d?(?: (?:million|billion))?|\b\d[\d,.]* (?:dollars|euros|pounds|cents)\b"),
}
_WORDS = 8, 60  # a paragraph has so many


@dataclass(frozen=True, eq=False)
class Marked:
    """Texts, what is to be marked in each, and how many classes there are."""

    texts: list[str]
    truth: list[Marks]
    class_count: int


@dataclass(frozen=True)
class Outcome:
    """The share that the machine labeled, and the mean likeness of its labels to the truth."""

    auto: float
    right: float


@dataclass(eq=False)
class Machine:
    """The product's learner; what people have said is the truth of the labeled."""

    tokens: Tokens
    rows: Rows
    data: Marked
    labels: Ints
    right: Floats | None = None

    def read(self, learned_from: Ints, *, seed: int) -> Reading:
        truth = [self.data.truth[at] for at in learned_from]
        model = SpanLearner().fit(self.tokens, learned_from, truth, self.data.class_count, seed=seed)
        found = model.read(self.tokens, np.arange(len(self.labels)))
        self.right = np.array([likeness(one, truth) for (one, _), truth in zip(found, self.data.truth, strict=True)])
        trust = np.array([sure for _, sure in found])
        said = np.where(self.labels == NO_LABEL, np.nan, self.right)
        return replace(in_part(trust, said, [], self.rows), details=None)

    def first(self, objects: Ints, count: int, *, seed: int) -> Ints:
        return central(self.rows, objects, count, seed=seed)


def mails() -> Marked:
    """Paragraphs, two thirds of them with something to mark."""
    found: dict[str, Marks] = {}
    for file in sorted(packages.folder_of(packages.MAILS).rglob("*.txt")):
        for part in re.split(r"\n\s*\n", file.read_text(errors="replace").partition("\n\n")[2]):
            text = part.strip()
            if _WORDS[0] <= len(text.split()) <= _WORDS[1] and "<" not in text:
                found[text] = by_rules(text)
    some, none = ([text for text, marks in found.items() if bool(len(marks)) is has] for has in (True, False))
    lot = np.random.default_rng(0)
    texts = [*some, *(none[at] for at in lot.permutation(len(none))[: len(some) // 2])]
    return Marked(texts, [found[text] for text in texts], len(RULES))


def by_rules(text: str) -> Marks:
    """What the rules name; of what overlaps the first rule's."""
    taken: list[tuple[int, int, int]] = []
    for kind, rule in enumerate(RULES.values()):
        each = [one.span() for one in rule.finditer(text)]
        taken += [(start, end, kind) for start, end in each if all(end <= a or b <= start for a, b, _ in taken)]
    table = np.array(sorted(taken), np.int64).reshape(-1, 3)
    return Marks(table[:, :2], table[:, 2])


def tweets() -> Marked:
    """All three parts of the set together; a tweet is its tokens with a space between them."""
    if not TWEETS.exists():
        raise DataMissing("tweets need ../shared/data/wnut17 beside the checkout")
    blocks = [block for name in FILES for block in re.split(r"\n\s*\n", (TWEETS / name).read_text())]
    kinds: dict[str, int] = {}
    read = [tweet(block, kinds) for block in blocks if block.strip()]
    return Marked([text for text, _ in read], [marks for _, marks in read], len(kinds))


def tweet(block: str, kinds: dict[str, int]) -> tuple[str, Marks]:
    """A tweet and its marks, of `token<TAB>tag` lines; new kinds are numbered."""
    text, spans = "", []
    for line in block.strip("\n").split("\n"):
        token, tag = line.split("\t")[:2]
        start, (side, _, kind) = len(text), tag.split(",")[0].partition("-")
        text += f"{token} "
        if side == "B":
            spans.append([start, start + len(token), kinds.setdefault(kind, len(kinds))])
        elif side == "I" and spans:
            spans[-1][1] = start + len(token)
    table = np.array(spans, np.int64).reshape(-1, 3)
    return text.rstrip(), Marks(table[:, :2], table[:, 2])


def certified(data: Marked, rules: Rules) -> Outcome:
    """The product's loop to its end."""
    tokens, vectors = tokens_of(data.texts), backbone("wordllama", SCRATCH).embed(data.texts).vectors
    rows, pool, looks = np.nan_to_num(vectors.astype(np.float32)), Pool.fresh(len(data.texts)), ()
    right = {}  # by look, of all texts
    while True:
        machine = Machine(tokens, rows, data, pool.labels)
        decision = decide(pool, looks, rules, machine)
        if decision.look:
            looks, right[decision.look.learned] = (*looks, decision.look), machine.right
        if decision.done:
            break
        pool = answered(pool, decision.label, decision.validate, decision.move)
    if decision.accept is None:
        return Outcome(0.0, 1.0)
    labeled = decision.accept.objects
    return Outcome(len(labeled) / len(data.texts), float(right[decision.accept.learned][labeled].mean()))


def answered(pool: Pool, label: Ints, validate: Ints, move: Ints) -> Pool:
    """The pool when people have said what was asked."""
    training, validation, labels = pool.training.copy(), pool.validation.copy(), pool.labels.copy()
    training[label] = training[move] = validation[validate] = True
    validation[move] = False
    labels[training | validation] = 0
    return replace(pool, training=training, validation=validation, labels=labels)


def drawn(data: Marked, count: int, seed: int) -> Marked:
    """Some of the texts, by lot."""
    some = np.random.default_rng(seed).permutation(len(data.texts))[:count]
    return Marked([data.texts[at] for at in some], [data.truth[at] for at in some], data.class_count)


def figure(data: Marked, target: float, seeds: int, count: int) -> Figure:
    began = time.perf_counter()
    runs = [certified(drawn(data, count, seed), Rules(target=target, seed=seed)) for seed in range(seeds)]
    auto, missed = [run.auto for run in runs], sum(run.right < target for run in runs)
    doubt = 0.1 * seeds
    beside = (
        f"mean agreement {mean(run.right for run in runs if run.auto) if any(auto) else 1:.3f}; "
        f"broken {missed} of {seeds}; {(time.perf_counter() - began) / seeds:.0f} s a run"
    )
    measured = f"machine {mean(auto):.3f} ± {stdev(auto) if seeds > 1 else 0:.3f}"
    return Figure(f"target {target:.2f}", measured, "", missed <= doubt + 3 * math.sqrt(0.9 * doubt), beside)


SETS = {"mails": mails, "tweets": tweets}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--sets", nargs="+", choices=list(SETS), default=list(SETS))
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--target", type=float, nargs="+", default=[0.8])
    parser.add_argument("--texts", type=int, default=2_000)
    given = parser.parse_args()
    kept = True
    for name in given.sets:
        try:
            data = SETS[name]()
        except DataMissing as missing:
            print(f"\n{name}: left out, {missing}.")
            continue
        found = [figure(data, target, given.seeds, given.texts) for target in given.target]
        with_marks = mean(len(one) > 0 for one in data.truth)
        show(f"Words marked in {name}: {len(data.texts):,} texts, {with_marks:.0%} with marks", found)
        kept &= all(one.kept is not False for one in found)
    return int(not kept)


if __name__ == "__main__":
    sys.exit(main())
