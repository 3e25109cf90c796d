"""The consolidation functions by the name that a kind of job, and later a requester, chooses them with."""

from consolidation.functions.contract import ClassFunction
from consolidation.functions.dawid_skene import dawid_skene
from consolidation.functions.glad import glad
from consolidation.functions.mace import mace
from consolidation.functions.majority import majority
from consolidation.functions.modified_dawid_skene import modified_dawid_skene
from consolidation.functions.one_coin import one_coin
from consolidation.functions.pooled_prior import pooled_prior_dawid_skene
from consolidation.merging import drawings, judgements, masks, pages, recordings, spans, writing
from consolidation.merging.contract import Merge, first

# For answers that choose classes.
CATALOGUE: dict[str, ClassFunction] = {
    "majority": majority,
    "dawid-skene": dawid_skene,
    "modified-dawid-skene": modified_dawid_skene,
    "pooled-prior-dawid-skene": pooled_prior_dawid_skene,
    "one-coin": one_coin,
    "glad": glad,
    "mace": mace,
}
# For all others.
CONTENTS: dict[str, Merge] = {
    "first-answer": first,
    "boxes": drawings.boxes,
    "polygons": drawings.polygons,
    "polylines": drawings.polylines,
    "keypoints": drawings.keypoints,
    "masks": masks.masks,
    "staple": masks.staple,
    "instances": masks.instances,
    "spans": spans.spans,
    "segments": recordings.segments,
    "transcripts": recordings.transcripts,
    "corrections": writing.corrections,
    "texts": writing.texts,
    "preferences": judgements.preferences,
    "ratings": judgements.ratings_given,
    "pages": pages.pages,
}
