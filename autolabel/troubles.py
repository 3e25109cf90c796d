"""What may keep a machine from deciding for a while."""

from __future__ import annotations

from autolabel.backbones.catalogue import BackboneUnknown
from autolabel.devices import DeviceMissing
from autolabel.weights import WeightsMissing
from tenants.errors import StorageError

TROUBLES = (StorageError, BackboneUnknown, DeviceMissing, WeightsMissing)
