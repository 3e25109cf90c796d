"""Words for the arrays that go through this room."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Rows = NDArray[np.floating[Any]]  # an object's numbers (n, d); float32 where all of a job is held
Flags = NDArray[np.bool_]
NO_LABEL = -1  # of an object that nobody has labeled
# What a label is made of that a number alone does not say: a table (parts, columns), or bytes (b,) of the kind's own.
Detail = NDArray[Any]
Details = Callable[[Ints], list[Detail]]  # of some objects (a,)
