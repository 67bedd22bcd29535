"""The inputs and labels of an .h5 file as its layout has them, for the scripts beside this one."""

import h5py
import numpy as np


def load(path, kind):
    """Inputs as float32 from 0 to 1, an example a row, and labels as they are, in one row."""
    with h5py.File(path) as file:
        inputs, labels = file[f"{kind}_set_x"][:], file[f"{kind}_set_y"][:]
    return (inputs.reshape(len(inputs), -1) / 255).astype(np.float32), labels.reshape(-1)
