"""Lets pytest explain failed assertions of the inherited contract too."""

import pytest

pytest.register_assert_rewrite("tests.consolidation.contract")
