"""Every strategy by its name."""

from collections.abc import Mapping
from types import MappingProxyType

from autolabel.strategies.badge import badge
from autolabel.strategies.chance import chance
from autolabel.strategies.contract import Strategy
from autolabel.strategies.entropy import entropy
from autolabel.strategies.least_confidence import least_confidence
from autolabel.strategies.margin import margin

USES_EMBEDDINGS = frozenset({"badge"})
DEFAULT = "margin"
CATALOGUE: Mapping[str, Strategy] = MappingProxyType(
    {"margin": margin, "least-confidence": least_confidence, "entropy": entropy, "badge": badge, "random": chance}
)
