"""Asks a model about one example: predict.py MODEL NUMBER...

Python needs nothing but its standard library and libnnmodel.so.
"""

import ctypes
import sys
from ctypes import POINTER, byref, c_char, c_char_p, c_double, c_float, c_int, c_size_t, c_uint64, c_void_p

library = ctypes.CDLL("libnnmodel.so.1")


class Error(ctypes.Structure):
    """nnm_error"""

    _fields_ = [
        ("status", c_int), ("rule", c_int), ("needs_newer", c_int), ("offset", c_uint64),
        ("rule_id", c_char * 8), ("place", c_char * 32), ("message", c_char * 512),
    ]


class Output(ctypes.Structure):
    """nnm_output"""

    _fields_ = [
        ("name", c_char_p), ("meaning", c_int), ("unit_count", c_size_t), ("class_count", c_size_t),
        ("class_names", POINTER(c_char_p)), ("threshold", c_double),
    ]


library.nnm_open.argtypes = [c_char_p, c_void_p, POINTER(c_void_p), POINTER(Error)]
library.nnm_get_output.argtypes = [c_void_p, POINTER(Output), POINTER(Error)]
library.nnm_predict_f32.argtypes = [
    c_void_p, c_size_t, POINTER(c_float), c_size_t, POINTER(c_float), c_size_t, POINTER(Error)]
library.nnm_classify_f32.argtypes = [
    c_void_p, POINTER(c_float), c_size_t, POINTER(c_size_t), POINTER(c_double), c_size_t, POINTER(Error)]
library.nnm_close.argtypes = [c_void_p]
library.nnm_close.restype = None


class ModelError(Exception):
    """What nnm_error says."""


class Model:
    """A model that is open; `with Model(path) as model:` closes it."""

    def __init__(self, path):
        self.handle = c_void_p()
        self.output = Output()
        self._call(library.nnm_open, path.encode(), None, byref(self.handle))
        self._call(library.nnm_get_output, self.handle, byref(self.output))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        library.nnm_close(self.handle)
        self.handle = None

    def predict(self, raw):
        """What the last layer gives for the elements of one example."""
        activations = (c_float * self.output.unit_count)()
        self._call(
            library.nnm_predict_f32, self.handle, 1, (c_float * len(raw))(*raw), len(raw), activations,
            len(activations))
        return activations

    def class_name(self, activations):
        """The name of the class that they amount to, None where there are no names."""
        if not self.output.class_names:
            return None
        index = c_size_t()
        self._call(
            library.nnm_classify_f32, self.handle, activations, len(activations), byref(index), None, 0)
        return self.output.class_names[index.value].decode()

    @staticmethod
    def _call(function, *arguments):
        error = Error()
        if function(*arguments, byref(error)) != 0:
            raise ModelError(error.message.decode())


if __name__ == "__main__":
    try:
        with Model(sys.argv[1]) as model:
            result = model.predict([float(number) for number in sys.argv[2:]])
            for number in result:
                print(f"{number:.9g}")
            name = model.class_name(result)
            if name is not None:
                print(name)
    except ModelError as failure:
        sys.exit(f"predict.py: {failure}")
