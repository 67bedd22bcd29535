"""Pictures that are flipped, turned, moved and made brighter, by numpy, scipy and Pillow.

usage: make_augmentation.py > augmentation.json

The pixels are Numbers(seed).bits() % 256, or for floats uniforms(count, 3), row by row, channels innermost. Flipping is
numpy's flip; moving and turning, each channel by itself, scipy's affine_transform with order 1 and mode "nearest"; where
a picture is only moved, numpy's pad with mode "edge", which the other must equal. Degrees count against the clock, which
Pillow's rotate must agree with wherever it needs no pixel from beyond the edge. Brightness multiplies all channels but
the fourth, and clips whole pixels to 0...255.
"""
import json, sys
import numpy as np
import PIL
import scipy
from PIL import Image
from scipy.ndimage import affine_transform
from reference_numbers import Numbers


def plane(image, right, down, degrees):
    height, width = image.shape
    angle = np.deg2rad(degrees)
    back = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])  # of (y, x)
    centre = np.array([(height - 1) / 2, (width - 1) / 2])
    moved = affine_transform(
        image, back, centre - back @ (centre + [down, right]), order=1, mode="nearest", output=np.float64)
    if degrees == 0:
        padded = np.pad(image, ((abs(down), abs(down)), (abs(right), abs(right))), mode="edge")
        y, x = abs(down) - down, abs(right) - right
        assert np.array_equal(padded[y : y + height, x : x + width], moved)
    elif right == down == 0 and min(height, width) > 6:
        pillow = Image.fromarray(image.astype(np.float32)).rotate(degrees, Image.BILINEAR)
        inside = Image.fromarray(np.ones_like(image, dtype=np.float32)).rotate(degrees, Image.BILINEAR)
        # Pillow takes a pixel for inside up to half a pixel beyond the outermost centres.
        inner = np.zeros_like(image, dtype=bool)
        inner[2:-2, 2:-2] = True
        inner &= np.asarray(inside) > 0.999
        assert inner.sum() >= 4 and np.allclose(np.asarray(pillow)[inner], moved[inner], atol=1e-3)
    return moved


def case(seed, shape, is_bytes, flipped=False, right=0, down=0, degrees=0.0, brightness=1.0):
    numbers, count = Numbers(seed), int(np.prod(shape))
    if is_bytes:
        image = np.array([numbers.bits() % 256 for _ in range(count)], dtype=np.float64)
    else:
        image = np.array(numbers.uniforms(count, 3))
    image = image.reshape(shape if len(shape) == 3 else shape + [1])
    if flipped:
        image = np.flip(image, 1)
    result = np.stack([plane(image[..., c], right, down, degrees) for c in range(image.shape[2])], 2)
    colours = min(3, image.shape[2])
    result[..., :colours] *= brightness
    if is_bytes:
        result = np.clip(result, 0, 255)
    return {
        "seed": seed, "shape": shape, "isBytes": is_bytes, "isFlipped": flipped, "right": right, "down": down,
        "degrees": degrees, "brightness": brightness, "result": [round(v, 9) for v in result.flatten().tolist()],
    }


cases = []
for shape in ([7, 9, 3], [6, 5], [8, 8, 4], [5, 4, 1], [1, 6, 3], [6, 1]):
    most = min(shape[:2]) - 1
    for is_bytes in (True, False):
        for options in (
            {}, {"flipped": True}, {"right": most, "down": -most}, {"flipped": True, "right": -1 if most else 0},
            {"degrees": 10.0}, {"degrees": -33.5, "flipped": True}, {"degrees": 180.0}, {"brightness": 1.25},
            {"degrees": 90.0, "right": min(1, most), "down": min(2, most)},
            {"flipped": True, "right": most, "down": min(1, most), "degrees": 7.25, "brightness": 0.8},
        ):
            cases.append(case(900 + len(cases), shape, is_bytes, **options))
print(
    json.dumps(
        {
            "made by": "make_augmentation.py",
            "versions": {
                "python": sys.version.split()[0], "numpy": np.__version__, "scipy": scipy.__version__,
                "pillow": PIL.__version__,
            },
            "cases": cases,
        },
        separators=(",", ":"),
    ).replace('{"seed"', '\n{"seed"')
)
