"""When the machine's loop is over, people begin from its labels; what measured it was never shown one."""

from __future__ import annotations

import html
import random

import numpy as np
import pytest

from autolabel.catalogue import CATALOGUE
from autolabel.models import Round
from autolabel.records import numbers
from jobs import dispatch, ui_templates
from jobs.models import Proposal
from tests.autolabel.play import go_on, ordered_of_kind, wish
from tests.autolabel.test_several_classes import FACTS
from tests.cast import Account
from workforce.models import Worker

SURE = {"ham": ["meeting", "budget", "agenda", "minutes"], "spam": ["prize", "winner", "lottery", "cash"]}
_NOTHING = np.empty((0, 0))


def mails(count: int) -> list[tuple[str, str]]:
    """Texts of which a third say what they are with one word among many that say nothing."""
    lot, found = random.Random(4), []
    for number in range(count):
        truth = lot.choice(["ham", "spam"])
        hard = number % 3 == 0
        words = lot.choices(SURE[truth], k=1 if hard else 6)
        found.append((" ".join([*words, *lot.choices([f"w{n}" for n in range(40)], k=12 if hard else 2)]), truth))
    return found


@pytest.mark.django_db
def test_people_correct_the_machines_labels_of_what_it_could_not_certify(in_alices: Account, bob: Worker) -> None:
    given, pages = mails(240), dict[int, str]()
    lines, tags = [{"source": text} for text, _ in given], wish(backbone="wordllama", target="0.99", prefill="yes")
    job = ordered_of_kind(in_alices, "TextMultiClass", ["ham", "spam"], lines, Tags=tags)

    def say(line: int, worker: Worker) -> str:
        [turn] = dispatch.held(job.pk, worker.pk)
        pages[line] = html.unescape(ui_templates.render(turn.assignment_id, worker.pk))
        return given[line][1]

    go_on(job, [bob], say)
    kept = {one.data_object.line_no: one.value for one in Proposal.objects.select_related("data_object")}
    assert len(kept) > 20
    decided = Round.objects.filter(run__job=job)
    measured = np.concatenate([numbers(kind) for one in decided for kind in (one.label, one.validate)])
    assert set(measured.tolist()).isdisjoint(kept)
    assert sum(value == given[line][1] for line, value in kept.items()) > 0.7 * len(kept)
    for line, page in pages.items():
        assert ("\n    proposed\n" in page) is (line in kept)
        assert line not in kept or f'initial-value="{{ label: "{kept[line]}" }}"' in page
    assert (job.stage, job.labeled) == ("Completed", 240)


def test_a_class_is_proposed_where_it_is_more_likely_than_not() -> None:
    proposed = CATALOGUE["class"].proposed
    assert proposed(FACTS, 2, 0.51, _NOTHING) == "money"
    assert proposed(FACTS, 2, 0.4, _NOTHING) is None


def test_a_set_is_proposed_by_the_names_of_its_classes_or_as_none() -> None:
    proposed = CATALOGUE["classes"].proposed
    assert proposed(FACTS, 0b101, 0.3, _NOTHING) == ["sport", "money"]
    assert proposed(FACTS, 0, 0.3, _NOTHING) == []
