"""Lets pytest explain failed assertions of the inherited contracts too."""

import pytest

pytest.register_assert_rewrite(
    "tests.autolabel.strategy_contract", "tests.autolabel.backbone_contract", "tests.autolabel.learner_contract"
)
