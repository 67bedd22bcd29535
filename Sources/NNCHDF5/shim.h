#pragma once
#include <hdf5.h>

// What Swift can't see because it is a macro, each under the macro's own name behind `NN`. No logic lives here.
// The versioned calls (H5Literate, H5Lget_info) are here too, so that the sources compile with every API version.

#define NN_HDF5_CONSTANT(type, name) \
    static inline type NN##name(void) { return name; }

NN_HDF5_CONSTANT(hid_t, H5P_DEFAULT)
NN_HDF5_CONSTANT(hid_t, H5P_FILE_ACCESS)
NN_HDF5_CONSTANT(hid_t, H5P_DATASET_ACCESS)
NN_HDF5_CONSTANT(hid_t, H5P_DATASET_CREATE)
NN_HDF5_CONSTANT(hid_t, H5P_DATASET_XFER)
NN_HDF5_CONSTANT(hid_t, H5P_LINK_CREATE)
NN_HDF5_CONSTANT(hid_t, H5S_ALL)
NN_HDF5_CONSTANT(hsize_t, H5S_UNLIMITED)
NN_HDF5_CONSTANT(hid_t, H5E_DEFAULT)
NN_HDF5_CONSTANT(unsigned, H5F_ACC_RDONLY)
NN_HDF5_CONSTANT(unsigned, H5F_ACC_TRUNC)
NN_HDF5_CONSTANT(hid_t, H5T_C_S1)
NN_HDF5_CONSTANT(size_t, H5T_VARIABLE)
NN_HDF5_CONSTANT(hid_t, H5T_NATIVE_UINT8)
NN_HDF5_CONSTANT(hid_t, H5T_NATIVE_UINT16)
NN_HDF5_CONSTANT(hid_t, H5T_NATIVE_UINT32)
NN_HDF5_CONSTANT(hid_t, H5T_NATIVE_UINT64)
NN_HDF5_CONSTANT(hid_t, H5T_NATIVE_INT8)
NN_HDF5_CONSTANT(hid_t, H5T_NATIVE_INT16)
NN_HDF5_CONSTANT(hid_t, H5T_NATIVE_INT32)
NN_HDF5_CONSTANT(hid_t, H5T_NATIVE_INT64)
NN_HDF5_CONSTANT(hid_t, H5T_NATIVE_FLOAT)
NN_HDF5_CONSTANT(hid_t, H5T_NATIVE_DOUBLE)
NN_HDF5_CONSTANT(hid_t, H5T_IEEE_F32LE)
NN_HDF5_CONSTANT(hid_t, H5T_IEEE_F64LE)

#undef NN_HDF5_CONSTANT

/// The kind of the link `name` in `group`, and for a soft link the length of its target.
static inline herr_t NNH5Lget_info(hid_t group, const char *name, H5L_type_t *type, size_t *length) {
    H5L_info_t info;
    herr_t status = H5Lget_info(group, name, &info, H5P_DEFAULT);
    if (status >= 0) {
        *type = info.type;
        *length = info.type == H5L_TYPE_HARD ? 0 : info.u.val_size;
    }
    return status;
}

/// Calls `visit` with the name of each link in `group`, in the order of the names, until it returns other than 0.
static inline herr_t NNH5Literate(hid_t group, H5L_iterate_t visit, void *context) {
    hsize_t index = 0;
    return H5Literate(group, H5_INDEX_NAME, H5_ITER_INC, &index, visit, context);
}
