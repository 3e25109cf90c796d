"""The consolidation functions by the name that a kind of job, and later a requester, chooses them with."""

from consolidation.functions.contract import ClassFunction
from consolidation.functions.dawid_skene import dawid_skene
from consolidation.functions.majority import majority
from consolidation.functions.modified_dawid_skene import modified_dawid_skene
from consolidation.merging.contract import Merge, first

# For answers that choose classes.
CATALOGUE: dict[str, ClassFunction] = {
    "majority": majority,
    "dawid-skene": dawid_skene,
    "modified-dawid-skene": modified_dawid_skene,
}
# For all others.
CONTENTS: dict[str, Merge] = {
    "first-answer": first,
}
