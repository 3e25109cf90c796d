"""A real pair of ONNX files with the inputs and outputs of Segment Anything's, which finds by colour: the thing is what is
nearer to the colour of a point on it than to that of a point beside it, within the box if there is one."""

from __future__ import annotations

from pathlib import Path

import onnx
from onnx import parser

_ENCODER = """<ir_version: 8, opset_import: ["": 18]>
encoder (float[1,3,1024,1024] images) => (float[1,256,64,64] embeddings) {
    cells = AveragePool <kernel_shape = [16, 16], strides = [16, 16]> (images)
    pads = Constant <value_ints = [0, 0, 0, 0, 0, 253, 0, 0]> ()
    embeddings = Pad (cells, pads)
}"""
# The same from pixels as they are, with any sides: normalised and padded by the network itself.
_OWN_ENCODER = """<ir_version: 8, opset_import: ["": 18]>
encoder (float[height,width,3] input_image) => (float[1,256,64,64] image_embeddings) {
    mean = Constant <value_floats = [123.675, 116.28, 103.53]> ()
    scale = Constant <value_floats = [58.395, 57.12, 57.375]> ()
    shifted = Sub (input_image, mean)
    normal = Div (shifted, scale)
    first = Transpose <perm = [2, 0, 1]> (normal)
    batch = Constant <value_ints = [0]> ()
    single = Unsqueeze (first, batch)
    square = Constant <value_ints = [1, 3, 1024, 1024]> ()
    shape = Shape (single)
    lacking = Sub (square, shape)
    before = Constant <value_ints = [0, 0, 0, 0]> ()
    around = Concat <axis = 0> (before, lacking)
    padded = Pad (single, around)
    cells = AveragePool <kernel_shape = [16, 16], strides = [16, 16]> (padded)
    pads = Constant <value_ints = [0, 0, 0, 0, 0, 253, 0, 0]> ()
    image_embeddings = Pad (cells, pads)
}"""
_DECODER = """<ir_version: 8, opset_import: ["": 18]>
decoder (float[1,256,64,64] image_embeddings, float[1,points,2] point_coords, float[1,points] point_labels,
    float[1,1,256,256] mask_input, float[1] has_mask_input, float[2] orig_im_size)
    => (float[1,1,h,w] masks, float[1,1] iou_predictions, float[1,1,256,256] low_res_masks) {
    zero = Constant <value_ints = [0]> ()
    one = Constant <value_ints = [1]> ()
    three = Constant <value_ints = [3]> ()
    line = Constant <value_ints = [3, -1]> ()
    first = Slice (image_embeddings, zero, three, one)
    flat = Reshape (first, line)
    colours = Transpose <perm = [1, 0]> (flat)

    far = Constant <value_float = 9999.0> ()
    nowhere = Constant <value_float = -9999.0> ()
    half = Constant <value_float = 0.5> ()
    twice = Constant <value_floats = [2.0]> ()
    thrice = Constant <value_floats = [3.0]> ()
    on_mark = Constant <value_floats = [1.0]> ()
    off_mark = Constant <value_floats = [0.0]> ()
    coords = Squeeze (point_coords, zero)
    labels = Squeeze (point_labels, zero)
    is_first = Equal (labels, twice)
    is_last = Equal (labels, thrice)
    first_column = Unsqueeze (is_first, one)
    last_column = Unsqueeze (is_last, one)
    firsts = Where (first_column, coords, nowhere)
    lasts = Where (last_column, coords, far)
    upper_left = ReduceMax (firsts, zero)
    lower_right = ReduceMin (lasts, zero)
    corners = Add (upper_left, lower_right)
    middle = Mul (corners, half)

    all_coords = Concat <axis = 0> (coords, middle)
    boxed_all = Greater (upper_left, nowhere)
    boxed_first = Slice (boxed_all, zero, one, one)
    boxed = Reshape (boxed_first, one)
    none_mark = Constant <value_floats = [-1.0]> ()
    middle_label = Where (boxed, on_mark, none_mark)
    all_labels = Concat <axis = 0> (labels, middle_label)

    cell = Constant <value_float = 16.0> ()
    in_cells = Div (all_coords, cell)
    floored = Floor (in_cells)
    least = Constant <value_float = 0.0> ()
    most = Constant <value_float = 63.0> ()
    clipped = Clip (floored, least, most)
    strides = Constant <value_floats = [1.0, 64.0]> ()
    strided = Mul (clipped, strides)
    places = ReduceSum <keepdims = 0> (strided, one)
    indices = Cast <to = 7> (places)
    theirs = Gather <axis = 0> (colours, indices)
    left = Unsqueeze (colours, one)
    right = Unsqueeze (theirs, zero)
    difference = Sub (left, right)
    two_axis = Constant <value_ints = [2]> ()
    distances = ReduceL2 <keepdims = 0> (difference, two_axis)

    is_on = Equal (all_labels, on_mark)
    is_off = Equal (all_labels, off_mark)
    ons = Where (is_on, distances, far)
    offs = Where (is_off, distances, far)
    nearest_on = ReduceMin <keepdims = 0> (ons, one)
    nearest_off = ReduceMin <keepdims = 0> (offs, one)
    alike = Constant <value_float = 0.8> ()
    margin = Sub (nearest_off, nearest_on)
    slack = Sub (alike, nearest_on)
    by_colour = Min (margin, slack)
    sheet = Constant <value_ints = [1, 1, 64, 64]> ()
    coarse = Reshape (by_colour, sheet)
    sizes = Constant <value_ints = [1, 1, 256, 256]> ()
    fine = Resize <mode = "nearest"> (coarse, , , sizes)

    start = Constant <value_float = 2.0> ()
    end = Constant <value_float = 1024.0> ()
    step = Constant <value_float = 4.0> ()
    middles = Range (start, end, step)
    across = Constant <value_ints = [1, 1, 1, 256]> ()
    down = Constant <value_ints = [1, 1, 256, 1]> ()
    x = Reshape (middles, across)
    y = Reshape (middles, down)
    left_edge = Slice (upper_left, zero, one, one)
    two = Constant <value_ints = [2]> ()
    top_edge = Slice (upper_left, one, two, one)
    right_edge = Slice (lower_right, zero, one, one)
    bottom_edge = Slice (lower_right, one, two, one)
    from_left = Sub (x, left_edge)
    from_top = Sub (y, top_edge)
    to_right = Sub (right_edge, x)
    to_bottom = Sub (bottom_edge, y)
    low_res_masks = Min (fine, from_left, from_top, to_right, to_bottom)

    whole_sizes = Constant <value_ints = [1, 1, 1024, 1024]> ()
    whole = Resize <mode = "nearest"> (low_res_masks, , , whole_sizes)
    size = Cast <to = 7> (orig_im_size)
    nil = Constant <value_ints = [0, 0]> ()
    last_axes = Constant <value_ints = [2, 3]> ()
    masks = Slice (whole, nil, size, last_axes)
    iou_predictions = Constant <value = float[1,1] {0.9}> ()
}"""


def encoder(*, own: bool = False) -> onnx.ModelProto:
    """Takes pictures in the usual form, or (`own`) as they are."""
    return parser.parse_model(_OWN_ENCODER if own else _ENCODER)


def decoder() -> onnx.ModelProto:
    return parser.parse_model(_DECODER)


def write_pair(folder: Path) -> Path:
    """Both files under their usual names; returns the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    onnx.save(encoder(), str(folder / "encoder.onnx"))
    onnx.save(decoder(), str(folder / "decoder.onnx"))
    return folder
