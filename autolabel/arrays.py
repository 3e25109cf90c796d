"""Words for the arrays that go through this room."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
NO_LABEL = -1  # of an object that nobody has labeled
# Of some objects (a,), a table (parts, columns) each: what a label is made of that a number alone does not say.
Details = Callable[[Ints], list[Floats]]
