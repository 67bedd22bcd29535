"""Numbers and what they become in float16 (by numpy) and in bfloat16 (by ml_dtypes), as bits, into small_floats.json.

usage: make_small_floats.py     (made with numpy 2.4.6 and ml_dtypes as told in the file)
"""
import json, os
import ml_dtypes
import numpy as np

random = np.random.default_rng(7)
edges = [0.0, -0.0, 1.0, 65504.0, 65519.9, 65520.0, 2.0**-14, 2.0**-24, 2.0**-25, 2.0**-25 * (1 + 2**-20), 3 * 2.0**-25,
         1 + 2.0**-11, 1 + 3 * 2.0**-11, 1 + 2.0**-11 + 2.0**-40, 2.0**-126, 2.0**-133, 2.0**-134, 3.3895e38, 3.4e38,
         1 + 2.0**-8, 1 + 3 * 2.0**-8, 2.0**-149, float("inf"), 1e-300]
spread = random.standard_normal(300) * 2.0 ** random.integers(-30, 18, 300)
wide = random.standard_normal(200) * 2.0 ** random.integers(-140, 127, 200)
doubles = np.concatenate([edges, -np.array(edges), spread, wide])
with np.errstate(over="ignore", under="ignore"):
    halves = doubles.astype(np.float16)
    # Exactly representable as float32 first, so that nobody rounds twice.
    singles = doubles.astype(np.float32)
    brains = singles.astype(ml_dtypes.bfloat16)
whole = np.arange(65536, dtype=np.uint16).view(np.float16).astype(np.float32)
# float32 bits of every float16 but NaN, folded into one number that any difference changes.
fold = 0
for bits in whole[~np.isnan(whole)].view(np.uint32).tolist():
    fold = (fold * 1_000_003 + bits) % 2**61
json.dump({
    "versions": {"numpy": np.__version__, "ml_dtypes": ml_dtypes.__version__},
    "doubles": [f"{b:016x}" for b in doubles.view(np.uint64).tolist()],
    "float16": halves.view(np.uint16).tolist(),
    "singles": singles.view(np.uint32).tolist(),
    "bfloat16": brains.view(np.uint16).tolist(),
    "foldOfAllFloat16": fold,
}, open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "small_floats.json"), "w"), indent=0)
