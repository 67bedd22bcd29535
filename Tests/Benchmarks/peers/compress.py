"""ZipNN on the bytes of a tensor: what the model format's codecs are compared with.

usage: compress.py RAW float32|bfloat16 THREADS

Prints one JSON object: ratio (compressed ÷ raw), seconds of decoding (the median of five, after one that isn't
counted), encode and decode in MB a second, bytes, threads.
"""

import json
import sys
import time
import warnings

warnings.simplefilter("ignore")
import zipnn

raw = open(sys.argv[1], "rb").read()
threads = int(sys.argv[3])
codec = zipnn.ZipNN(bytearray_dtype=sys.argv[2], input_format="byte", threads=threads)


def median(work):
    seconds = []
    for _ in range(6):
        start = time.perf_counter()
        result = work()
        seconds.append(time.perf_counter() - start)
    return sorted(seconds[1:])[2], result


# Compressing may write to what it is given.
encoding, compressed = median(lambda: codec.compress(bytearray(raw)))
decoding, decoded = median(lambda: codec.decompress(compressed))
assert decoded == raw
print(
    json.dumps(
        {
            "ratio": len(compressed) / len(raw),
            "seconds": decoding,
            "encode": len(raw) / encoding / 1e6,
            "decode": len(raw) / decoding / 1e6,
            "bytes": len(raw),
            "threads": threads,
        }
    )
)
