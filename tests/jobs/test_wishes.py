"""Wishes: tags that mean something are understood, and nonsense is refused with what is wanted."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jobs import wishes
from jobs.actions import create_job
from tenants import scope
from tenants.errors import RequestInvalid
from tests.cast import Account


def tags(**said: object) -> list[dict[str, Any]]:
    return [{"Key": f"plumbline:{name.replace('_', '-')}", "Value": value} for name, value in said.items()]


def told(alice: Account, request: dict[str, Any]) -> dict[str, str]:
    """What the request is refused for: field → all that is wanted there."""
    with scope.tenant(alice.tenant.pk), pytest.raises(RequestInvalid) as refused:
        create_job(request, actor=alice.actor)
    return {fault.field: f"{fault.given} {fault.wanted}" for fault in refused.value.faults}


@pytest.mark.parametrize("value", ["nonsense", "", "-1", "nan", "inf", "1e999999", "9" * 256, "0x5", "½", "\u0665e400"])
@pytest.mark.parametrize("name", sorted(set(wishes._WISHES) - {"consolidation", "gold"}))
def test_nonsense_is_refused_for_every_wish(name: str, value: str) -> None:
    [fault] = wishes.faults(tags(**{name: value}))
    assert f"plumbline:{name}" in fault.given
    assert wishes.read(tags(**{name: value})) == wishes.Wishes()


@settings(deadline=None)  # a busy machine is no fault
@given(st.sampled_from(sorted(wishes._WISHES)), st.text(max_size=256))
def test_whatever_is_written_is_understood_or_refused(name: str, value: str) -> None:
    refused = list(wishes.faults(tags(**{name: value})))
    if refused:
        assert wishes.read(tags(**{name: value})) == wishes.Wishes()


def test_money_is_no_finer_than_a_millionth_so_that_a_budget_can_be_divided_by_a_price() -> None:
    assert list(wishes.faults(tags(answer_price="1e-999999")))
    read = wishes.read(tags(answer_price="0.000001", budget="1000000000"))
    assert read.budget is not None
    assert read.budget / read.answer_price == Decimal(10) ** 15


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ({"backbone": "efficientnet-lite"}, "minilm, wordllama"),
        ({"budget": "10"}, "plumbline:answer-price"),
        ({"consolidation": "boxes"}, "pooled-prior-dawid-skene"),
    ],
)
def test_a_wish_that_does_not_suit_the_job_is_refused(alice: Account, said: dict[str, str], wanted: str) -> None:
    assert (
        wanted
        in told(
            alice,
            alice.text_request(
                "spam",
                [{"source": "x"}],
            )
            | {"Tags": tags(**said)},
        )["Tags"]
    )


@pytest.mark.parametrize("backbone", ["pictures-of-ours", "efficientnet-lite-small"])
def test_a_backbone_that_reads_pictures_is_refused_for_texts_also_if_it_is_the_operators(
    alice: Account, settings: Any, backbone: str
) -> None:
    settings.AUTOLABEL_BACKBONES = {"pictures-of-ours": ("image", "a.b"), "words-of-ours": ("text", "a.c")}
    texts = alice.text_request("spam", [{"source": "x"}])
    assert "(text): minilm, wordllama, words-of-ours" in told(alice, texts | {"Tags": tags(backbone=backbone)})["Tags"]
    pictures = alice.image_request("light", ["x.png"])
    refused = told(alice, pictures | {"Tags": tags(backbone="words-of-ours")})["Tags"]
    assert "(image): efficientnet-lite, efficientnet-lite-small, pictures-of-ours" in refused
    with scope.tenant(alice.tenant.pk):
        for request, named in ((texts, "words-of-ours"), (pictures, backbone)):
            assert create_job(request | {"Tags": tags(backbone=named)}, actor=alice.actor).wishes.backbone == named


@pytest.mark.parametrize("name", ["target", "mode", "sureness", "strategy", "validation-workers", "budget"])
def test_what_a_machine_is_to_do_is_refused_where_none_labels(alice: Account, name: str) -> None:
    values = {"mode": "whole", "strategy": "badge", "validation-workers": "3", "budget": "10"}
    wished = tags(**{name: values.get(name, "0.9")}, answer_price="0.05")
    request = alice.text_request("spam", [{"source": "x"}]) | {"Tags": wished}
    assert f"plumbline:{name} = " in told(alice, request)["Tags"]
    assert "(LabelingJobAlgorithmsConfig) beside it" in told(alice, request)["Tags"]


def test_only_one_class_an_object_is_agreed_upon_early(alice: Account) -> None:
    request = alice.text_request("spam", [{"source": "x"}]) | {"Tags": tags(fewest_answers="2")}
    human = request["HumanTaskConfig"]
    consolidation = human["AnnotationConsolidationConfig"]
    for place, name in ((human, "PreHumanTaskLambdaArn"), (consolidation, "AnnotationConsolidationLambdaArn")):
        place[name] += "MultiLabel"
    assert "only one class" in told(alice, request)["Tags"]


@pytest.mark.parametrize("spoilt", [{}, {"Key": "plumbline:target"}, {"Value": "1"}, "x", {"Key": 1, "Value": 2}, []])
def test_tags_of_another_shape_are_told_and_break_nothing(alice: Account, spoilt: Any) -> None:
    request = alice.text_request("spam", [{"source": "x"}]) | {"Tags": [*tags(target="0.9"), spoilt]}
    assert any(field.startswith("Tags[1]") for field in told(alice, request))
