"""The consolidation functions by the name a requester chooses them with."""

from consolidation.functions.contract import ClassFunction
from consolidation.functions.dawid_skene import dawid_skene
from consolidation.functions.majority import majority
from consolidation.functions.modified_dawid_skene import modified_dawid_skene

CATALOGUE: dict[str, ClassFunction] = {
    "majority": majority,
    "dawid-skene": dawid_skene,
    "modified-dawid-skene": modified_dawid_skene,
}
