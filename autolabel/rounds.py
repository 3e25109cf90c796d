"""The loop of automated labeling. State in, decision out; a runner keeps the state and does what is decided.

People label a few objects to begin with. Each round the machine learns from what they said (T) and reads all others;
those it is least sure of go to people. At planned looks its labels are compared with people's on validation objects (V)
that it never learned from, and as many as can be certified are accepted; the rest is people's.

V is drawn by lot, and whatever takes an object out of the pool does not know whether it is of V: the strategy picks
from V and U together. So what is left of V stays a random sample of what is left, and the certificate is exact however
objects are picked. Everything is a function of what the runner keeps: one that was killed and asks again is told the same.
"""

from dataclasses import replace

import numpy as np

from autolabel import planning
from autolabel.arrays import NO_LABEL, Ints, Rows
from autolabel.guarantee.certify import certify
from autolabel.guarantee.contract import Holdout, Measure, Mode
from autolabel.pool import Decision, Look, Pool, Rules
from autolabel.reading import Machine, Reading
from autolabel.strategies.catalogue import CATALOGUE, USES_EMBEDDINGS


def decide(pool: Pool, looks: tuple[Look, ...], rules: Rules, machine: Machine) -> Decision:
    """What happens next. `looks` are those taken in this loop so far, in order."""
    if pool.waiting.any():
        return Decision(f"People are labeling {int(pool.waiting.sum()):,} objects.")
    validate = planning.drawn_for_validation(pool, rules)
    if not pool.learned_from.any():
        return _begin(pool, rules, machine, validate)
    if len(validate):
        return Decision("Objects to look with are drawn from those that have arrived.", validate=validate)
    if not pool.unlabeled.any():
        return Decision("People have labeled everything.", done=True, accept=None)
    reading = machine.read(np.flatnonzero(pool.learned_from), seed=rules.seed)
    picks = _picks(pool, rules, reading)
    return _look(pool, looks, rules, reading, picks) or _ask(pool, picks)


def best(pool: Pool, looks: tuple[Look, ...], rules: Rules) -> Look | None:
    """The look that stands for the most machine labels today, or None. All looks are promised to hold at once."""
    most = _machine_may_label(pool, rules)
    standing = [today for look in looks if 0 < len((today := _today(pool, look)).objects) <= most]
    return max(standing, key=lambda look: len(look.objects), default=None)


def _begin(pool: Pool, rules: Rules, machine: Machine, validate: Ints) -> Decision:
    """Objects to begin with, of all alike: one that had been drawn for V is no longer of V."""
    count = min(planning.first_size(rules, int(pool.here.sum())), _people_may_still(pool, rules) - len(validate))
    if count <= 0:
        return Decision("People may label too few objects for a machine to learn from.", done=True)
    first = machine.first(np.flatnonzero(pool.unlabeled), count, seed=rules.seed)
    return Decision("People begin.", label=first, validate=np.setdiff1d(validate, first))


def _picks(pool: Pool, rules: Rules, reading: Reading) -> Ints:
    """Objects to learn from next, of V and U alike, in the strategy's order until people may label no more."""
    allowed = _people_may_still(pool, rules)
    if allowed <= 0:
        return np.empty(0, np.int64)
    candidates = np.flatnonzero(pool.unlabeled | pool.validation & pool.here)
    learned = _learned(pool)
    picked = CATALOGUE[rules.strategy](
        reading.probabilities[candidates],
        _embeddings(reading, candidates, rules.strategy),
        planning.next_size(pool, rules, learned) - learned,
        np.random.default_rng([rules.seed, learned]),
    )
    order = candidates[picked]
    # It ends with the last object of U that people may label: what follows is not looked at, or the next one in the
    # strategy's order would always be of U, and what is left of V no random sample of what is left.
    before: Ints = np.cumsum(pool.unlabeled[order]) - pool.unlabeled[order]
    return np.asarray(order[before < allowed])


def _embeddings(reading: Reading, candidates: Ints, strategy: str) -> Rows | None:
    """Of the candidates, where the strategy asks for them: of a million objects they fill gigabytes."""
    if reading.embeddings is None or strategy not in USES_EMBEDDINGS:
        return None
    return np.asarray(reading.embeddings[candidates])


def _ask(pool: Pool, picks: Ints, look: Look | None = None) -> Decision:
    labeled = pool.validation[picks]
    count = int((~labeled).sum())
    why = f"The machine asks about {count:,} object{'s' if count != 1 else ''} that it is least sure of."
    return Decision(why, label=picks[~labeled], move=picks[labeled], look=look)


def _look(pool: Pool, looks: tuple[Look, ...], rules: Rules, reading: Reading, picks: Ints) -> Decision | None:
    """The look that is due now and what follows from it, or None."""
    sizes, learned = planning.look_sizes(pool, rules), _learned(pool)
    last = not len(picks) or learned >= sizes[-1]
    seen = looks[-1].learned if looks else -1
    expected = planning.forecast(reading.confidences[pool.unlabeled], rules, int(pool.here.sum()))
    if not last and not ((sizes > seen) & (sizes <= learned)).any():
        return None
    more = planning.drawn_for_validation(pool, rules, hard=expected < planning.HARD_BELOW)
    if len(more) and len(picks):
        return Decision("More objects to look with: the machine finds these hard.", validate=more)
    look = _certified(pool, looks, rules, reading, expected, last=last)
    before, after = best(pool, looks, rules), best(pool, (*looks, look), rules)
    ahead = sizes[sizes > learned] - learned
    reachable = _machine_may_label(pool, rules) - int(ahead[0]) if len(ahead) else 0
    fell = before is not None and len(look.objects) < len(before.objects) > reachable / 2
    why = _why_over(after, reachable, fell=fell, last=last)
    return Decision(why, look=look, accept=after, done=True) if why else _ask(pool, picks, look)


def _certified(
    pool: Pool, looks: tuple[Look, ...], rules: Rules, reading: Reading, expected: float, *, last: bool
) -> Look:
    kept_aside, unlabeled = pool.validation & pool.here, np.flatnonzero(pool.unlabeled)
    confidences = reading.confidences
    certificate = certify(
        Holdout(confidences[kept_aside], reading.qualities[kept_aside], confidences[unlabeled], reading.measure),
        target=rules.target,
        delta=planning.may_spend(rules, looks, expected, last=last),
        mode=rules.mode,
        total=int(pool.here.sum()),
        most=_machine_may_label(pool, rules),
        sureness=rules.sureness,
    )
    cut_off = np.inf if certificate.cut_off is None else certificate.cut_off
    passed = unlabeled[confidences[unlabeled] >= cut_off]
    details = reading.details(passed) if reading.details else ()
    return Look(_learned(pool), expected, certificate, passed, reading.labels[passed], confidences[passed], details)


def _today(pool: Pool, look: Look) -> Look:
    """What a look stands for now that people may have labeled some of its objects since: their errors are known."""
    still = pool.unlabeled[look.objects]
    said = pool.labels[look.objects]
    known = (said != NO_LABEL) & (said != look.labels) if look.certificate.measure is Measure.RIGHT else said < NO_LABEL
    errors = max(look.certificate.errors_at_most - float(known.sum()), 0.0)
    accepted = int(still.sum())
    if look.certificate.mode is Mode.PRECISION and errors > (1 - look.certificate.target) * accepted + 1e-9:
        still, accepted, errors = np.zeros_like(still), 0, 0.0
    certificate = replace(look.certificate, accepted=accepted, errors_at_most=min(errors, float(accepted)))
    return replace(
        look,
        certificate=certificate,
        objects=look.objects[still],
        labels=look.labels[still],
        confidences=look.confidences[still],
        details=[one for one, stands in zip(look.details, still, strict=True) if stands] if look.details else (),
    )


def _why_over(found: Look | None, reachable: int, *, fell: bool, last: bool) -> str:
    """Why there is nothing more to gain, or an empty text."""
    if found and len(found.objects) >= reachable:
        return "No later look could certify more."
    if fell:
        return "Less could be certified than before."
    if last:
        return "This was the last look." if found else "Nothing could be certified."
    return ""


def _learned(pool: Pool) -> int:
    return int((pool.training & pool.here).sum())


def _people_may_still(pool: Pool, rules: Rules) -> int:
    """Objects that people may yet be asked about."""
    return planning.people_may_label(rules, int(pool.here.sum())) - int(pool.asked.sum())


def _machine_may_label(pool: Pool, rules: Rules) -> int:
    """Objects of U, or fewer where people and machine together may not label all."""
    left = int(pool.unlabeled.sum())
    return left if rules.most_labeled is None else min(left, rules.most_labeled - int(pool.asked.sum()))
