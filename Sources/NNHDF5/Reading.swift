import NNCHDF5

extension HDF5Dataset {
    /// Reads the block that begins at `start` and has the lengths `count`, row-major, each number converted by libhdf5
    /// to `Number`. Memory beyond `buffer` is bounded by `HDF5Limits`.
    ///
    /// - Parameter buffer: as many numbers as the block has.
    /// - Throws: `HDF5Error` where the elements are no numbers, or reading fails.
    public func read<Number: HDF5Number>(
        start: [Int], count: [Int], into buffer: UnsafeMutableBufferPointer<Number>
    ) throws(HDF5Error) {
        precondition(product(count) == buffer.count, "the buffer must fit the block")
        guard case .number = type else {
            throw HDF5Error(file: file, place: path, .wrongType(expected: "numbers", found: type.description))
        }
        guard !buffer.isEmpty else { return }
        try withHDF5 { () throws(HDF5Error) in
            let block = try Block(start: start, count: count, of: self)
            let status = H5Dread(
                handle.id, Number.numberType.memoryType, block.memory.id, block.file.id, NNH5P_DEFAULT(),
                buffer.baseAddress)
            guard status >= 0 else { throw readFailure() }
        }
    }

    /// All elements as they are stored, row-major, numbers in little-endian order: bit for bit, NaN with its payload.
    ///
    /// - Throws: `HDF5Error` where the elements are neither numbers nor opaque, or reading fails.
    public func readBytes() throws(HDF5Error) -> [UInt8] {
        try withHDF5 { () throws(HDF5Error) in
            let size: Int
            switch type {
            case .number(let number): size = number.byteCount
            case .opaque(let byteCount): size = byteCount
            default: throw HDF5Error(file: file, place: path, .wrongType(expected: "numbers", found: type.description))
            }
            guard elementCount > 0 else { return [] }
            guard let memory = Handle(H5Tcopy(fileType.id), closedBy: H5Tclose) else { throw readFailure() }
            if case .number = type, H5Tset_order(memory.id, H5T_ORDER_LE) < 0 { throw readFailure() }
            var isRead = false
            let bytes = [UInt8](unsafeUninitializedCapacity: elementCount * size) { buffer, count in
                isRead =
                    H5Dread(handle.id, memory.id, NNH5S_ALL(), NNH5S_ALL(), NNH5P_DEFAULT(), buffer.baseAddress) >= 0
                count = isRead ? elementCount * size : 0
            }
            guard isRead else { throw readFailure() }
            return bytes
        }
    }

    func readFailure() -> HDF5Error {
        .library(file: file, place: path, doing: "read it")
    }
}

/// A hyperslab: one block of elements in the file, and as many in memory side by side.
struct Block: ~Copyable {
    let file: Handle
    let memory: Handle

    init(start: [Int], count: [Int], of dataset: borrowing HDF5Dataset) throws(HDF5Error) {
        let shape = dataset.shape
        precondition(start.count == shape.count && count.count == shape.count, "one number an axis")
        precondition(
            shape.indices.allSatisfy { start[$0] >= 0 && count[$0] > 0 && count[$0] <= shape[$0] - start[$0] },
            "the block must lie inside the data set")
        guard let file = Handle(H5Dget_space(dataset.handle.id), closedBy: H5Sclose),
            H5Sselect_hyperslab(
                file.id, H5S_SELECT_SET, start.map(hsize_t.init), nil, count.map(hsize_t.init), nil) >= 0,
            // Of the block's own shape: libhdf5 copies runs between equal shapes, but walks element by element else.
            let memory = Handle(H5Screate_simple(Int32(count.count), count.map(hsize_t.init), nil), closedBy: H5Sclose)
        else { throw dataset.readFailure() }
        self.file = file
        self.memory = memory
    }
}
