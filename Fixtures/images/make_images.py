"""Makes the images that NNImage is tested with, and what Pillow and numpy say they hold.

    python make_images.py        (the versions that made the files are in table.json)

Writes good/ and bad/, expected.bin with the pixels, and table.json that tells which are whose. Where Pillow departs from
what the issue asks (16-bit samples, which it cuts or clips; the transparent colour of 2- and 4-bit greys, which it
compares with scaled samples), and for the kinds of BMP and PNM that it can't read, numpy says what is right, and
everywhere else both must agree.
"""
from bmp_files import bad_bmp_files, bmp_files
from expectations import bad, begin, random, write
from jpeg_files import bad_huffman_files, bad_jpeg_files, jpeg_files, misnamed_files, odd_jpeg_files
from png_files import bad_png_files, png_files
from pnm_files import bad_pnm_files, pnm_files
from resize_files import resize_files, scaled_files
from webp_files import bad_webp_files, webp_files


def other_files():
    bad("text.jpg", b"This is not an image.\n", "unrecognised", "begins with 54 68 69 73 20 69 73 20")
    bad("one-byte.jpg", b"\xff", "unrecognised", "begins with FF")
    bad("picture.gif", b"GIF89a\x01\0\x01\0\0\0\0;", "unrecognised", "begins with 47 49 46 38")
    bad("zeros.png", bytes(100), "unrecognised", "begins with 00 00")
    bad("noise.bin", bytes([7]) + random.bytes(500), "unrecognised", "begins with 07")


begin()
png_files()
photo = jpeg_files()
resize_files()
bad_png_files()
bad_jpeg_files(photo)
other_files()
scaled_files()
odd_jpeg_files(photo)
bmp_files()
pnm_files()
webp_files()
bad_bmp_files()
bad_pnm_files()
bad_webp_files()
misnamed_files(photo)
bad_huffman_files(photo)
write()
