"""JPEG files by Pillow's encoder, and by TurboJPEG where Pillow has no way to ask for it; and damaged ones."""
import ctypes
import io
import os
import struct

import numpy as np
from PIL import Image

from exif import exif
from expectations import bad, good, random, samples


def jpeg(pixels, mode="RGB", quality=85, **options):
    file = io.BytesIO()
    Image.fromarray(pixels.astype(np.uint8), mode).save(file, "JPEG", quality=quality, **options)
    return file.getvalue()


def turbo(pixels, subsampling):
    library = ctypes.CDLL("libturbojpeg.so.0")
    library.tjInitCompress.restype = ctypes.c_void_p
    buffer, size = ctypes.c_void_p(), ctypes.c_ulong()
    pixels = np.ascontiguousarray(pixels, np.uint8)
    code = library.tjCompress2(
        ctypes.c_void_p(library.tjInitCompress()), pixels.ctypes.data_as(ctypes.c_void_p), pixels.shape[1], 0,
        pixels.shape[0], 0, ctypes.byref(buffer), ctypes.byref(size), subsampling, 85, 4096)
    assert code == 0
    return ctypes.string_at(buffer, size.value)


def adobe_transform(data, transform):
    at = data.index(b"Adobe") + 11
    return data[:at] + bytes([transform]) + data[at + 1:]


def jpeg_files():
    photo = samples(37, 29, 3, 8)
    for name, subsampling in (("444", 0), ("422", 1), ("420", 2)):
        for progressive in (False, True):
            data = jpeg(photo, subsampling=subsampling, progressive=progressive)
            good(f"jpeg-{name}{'-progressive' * progressive}.jpg", data, "rgb")
    good("jpeg-440.jpg", turbo(photo, 4), "rgb")
    good("jpeg-411.jpg", turbo(photo, 5), "rgb")
    for height, width in ((1, 1), (1, 17), (8, 8), (17, 1), (16, 33)):
        good(f"jpeg-{height}x{width}.jpg", jpeg(samples(height, width, 3, 8)), "rgb")
    good("jpeg-low-quality.jpg", jpeg(photo, quality=5), "rgb")
    good("jpeg-optimized.jpg", jpeg(photo, optimize=True, quality=98), "rgb")
    good("jpeg-restarts.jpg", jpeg(photo, restart_marker_blocks=2), "rgb")
    # A frame of Motion JPEG: the standard's example tables are understood.
    plain = jpeg(photo)
    good("jpeg-without-tables.jpg", plain[:plain.index(b"\xff\xc4")] + plain[plain.index(b"\xff\xda"):], "rgb")
    good("jpeg-stored-as-rgb.jpg", jpeg(photo, keep_rgb=True), "rgb")
    good("jpeg-grey.jpg", jpeg(photo[..., 0], "L"), "grey")
    good("jpeg-grey-progressive.jpg", jpeg(photo[..., 0], "L", progressive=True), "grey")
    inks = samples(26, 21, 4, 8)
    good("jpeg-cmyk.jpg", jpeg(inks, "CMYK"), "cmyk")
    good("jpeg-cmyk-progressive.jpg", jpeg(inks, "CMYK", progressive=True), "cmyk")
    # Pillow's encoder stores inks as they are; called YCCK, the same numbers are luma, chroma and black.
    inks[..., 1:3] = 128 + (inks[..., 1:3] - 128) // 3
    good("jpeg-ycck.jpg", adobe_transform(jpeg(inks, "CMYK"), 2), "cmyk")
    good("jpeg-trailing-bytes.jpg", jpeg(photo) + b"after the end", "rgb")

    small = samples(14, 10, 3, 8)
    for orientation in range(1, 9):
        order = "<>"[orientation % 2]
        good(f"orientation-{orientation}.jpg", jpeg(small, exif=b"Exif\0\0" + exif(orientation, order)), "rgb")
    good("orientation-6-grey.jpg", jpeg(small[..., 0], "L", exif=b"Exif\0\0" + exif(6, ">")), "grey")
    good("orientation-5-cmyk.jpg", jpeg(inks, "CMYK", exif=b"Exif\0\0" + exif(5, "<")), "cmyk")
    good("orientation-3-long.jpg", jpeg(small, exif=b"Exif\0\0" + exif(3, "<", type=4)), "rgb")
    # Orientations that aren't: the image is taken as it is.
    good("orientation-0.jpg", jpeg(small, exif=b"Exif\0\0" + exif(0, "<")), "rgb")
    good("orientation-9.jpg", jpeg(small, exif=b"Exif\0\0" + exif(9, ">")), "rgb")
    upright = np.asarray(Image.open(io.BytesIO(jpeg(small))))
    for name, blob in (
        ("short", b"II*"), ("far-directory", b"II*\0\xff\xff\xff\x7f"), ("wrong-magic", b"XX" + exif(6, "<")[2:]),
        ("cut-directory", exif(6, "<")[:24]),
    ):
        good(f"orientation-malformed-{name}.jpg", jpeg(small, exif=b"Exif\0\0" + blob), "rgb", upright)
    return photo


def odd_jpeg_files(photo):
    """Kinds that hardly anybody writes."""
    os.environ["TJ_ARITHMETIC"] = "1"
    good("jpeg-arithmetic.jpg", turbo(photo, 2), "rgb")
    os.environ["TJ_PROGRESSIVE"] = "1"
    good("jpeg-arithmetic-progressive.jpg", turbo(photo, 0), "rgb")
    del os.environ["TJ_ARITHMETIC"], os.environ["TJ_PROGRESSIVE"]
    good("jpeg-extended.jpg", jpeg(photo).replace(b"\xff\xc0", b"\xff\xc1"), "rgb")


def bad_jpeg_files(photo):
    whole = jpeg(photo)
    progressive = jpeg(photo, progressive=True)
    frame = whole.index(b"\xff\xc0")
    scan = whole.index(b"\xff\xda")
    ends = "the image goes on beyond the file's"
    bad("start-only.jpg", whole[:3], "truncated", f"{ends} 3 bytes")
    bad("cut-in-header.jpg", whole[:frame + 6], "truncated", f"{ends} {frame + 6} bytes")
    bad("cut-before-scan.jpg", whole[:scan], "truncated", ends)
    bad("cut-in-scan-header.jpg", whole[:scan + 6], "truncated", ends)
    bad("cut-after-scan-header.jpg", whole[:scan + 14], "truncated", ends)
    bad("cut-in-half.jpg", whole[:(scan + len(whole)) // 2], "truncated", f"{(scan + len(whole)) // 2} bytes")
    bad("cut-before-end.jpg", whole[:-2], "truncated", ends)
    bad("cut-in-end.jpg", whole[:-1], "truncated", ends)
    bad("progressive-cut.jpg", progressive[:len(progressive) * 3 // 4], "truncated", ends)
    bad("scan-of-noise.jpg", whole[:scan + 14] + random.bytes(2000).replace(b"\xff", b"\xfe") + b"\xff\xd9", "damaged",
        "JPEG")
    bad("end-too-soon.jpg", whole[:(scan + len(whole)) // 2] + b"\xff\xd9", "damaged", "JPEG")
    bad("no-frame.jpg", whole[:frame] + whole[scan:], "damaged", "JPEG")
    bad("no-scan.jpg", whole[:scan] + b"\xff\xd9", "damaged", "JPEG")
    bad("no-quantization-tables.jpg", whole[:whole.index(b"\xff\xdb")] + whole[frame:], "damaged",
        "Quantization table")
    fields = whole[frame + 4:frame + 10]
    for name, new, problem, text in (
        ("12-bits", b"\x0c" + fields[1:], "damaged", "precision 12"),
        ("zero-height", fields[:1] + b"\0\0" + fields[3:], "damaged", "JPEG"),
        ("zero-width", fields[:3] + b"\0\0" + fields[5:], "damaged", "JPEG"),
        ("two-components", fields[:5] + b"\2", "damaged", "JPEG"),
        ("bomb", fields[:1] + struct.pack(">HH", 60000, 60000) + fields[5:], "tooLarge", "found 60000x60000"),
    ):
        bad(f"{name}.jpg", whole[:frame + 4] + new + whole[frame + 10:], problem, text)
    bad("lossless.jpg", whole[:frame] + b"\xff\xc3" + whole[frame + 2:], "damaged", "SOF type 0xc3")
    bad("sampling-factor.jpg", whole[:frame + 11] + b"\x55" + whole[frame + 12:], "damaged", "sampling factors")


def bad_huffman_files(photo):
    """Codes that can't be, and codes that aren't there."""
    whole = jpeg(photo)
    counts = whole.index(b"\xff\xc4") + 5
    # Three codes of one bit, where two can be; and more codes than there are bytes.
    for name, new in (("overfull", bytes([3]) + whole[counts + 1:counts + 16]), ("too-many", bytes([200] * 16))):
        bad(f"huffman-{name}.jpg", whole[:counts] + new + whole[counts + 16:], "damaged", "Huffman table")
    scan = whole.index(b"\xff\xda")
    bad("huffman-undefined.jpg", whole[:scan + 6] + b"\x33" + whole[scan + 7:], "damaged", "Huffman table 0x03")


def misnamed_files(photo):
    """What a file holds decides, and not what it is called."""
    good("misnamed-jpeg.png", jpeg(photo), "rgb")
    for name, format in (("misnamed-png.jpg", "PNG"), ("misnamed-webp.bmp", "WEBP"), ("misnamed-bmp.webp", "BMP"),
                         ("misnamed-ppm.png", "PPM")):
        data = io.BytesIO()
        Image.fromarray(photo.astype(np.uint8)).save(data, format, **({"lossless": True} if format == "WEBP" else {}))
        good(name, data.getvalue(), "rgb")
