import NNCHDF5

/// An identifier of libhdf5's that closes itself.
struct Handle: ~Copyable, Sendable {
    let id: hid_t
    private let close: @Sendable @convention(c) (hid_t) -> herr_t

    /// Takes over `id`, or returns nil where it is negative, libhdf5's way to say that the call failed.
    init?(_ id: hid_t, closedBy close: @escaping @Sendable @convention(c) (hid_t) -> herr_t) {
        guard id >= 0 else { return nil }
        self.id = id
        self.close = close
    }

    deinit {
        let (id, close) = (id, close)
        withHDF5 {
            // Every call clears the error stack, and handles go out of scope before anybody has read why the call that
            // came after them failed.
            let errors = H5Eget_current_stack()
            _ = close(id)
            H5Eset_current_stack(errors)
        }
    }
}
