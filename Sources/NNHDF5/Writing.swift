import NNCHDF5

/// How a data set that grows is stored.
public struct ChunkedStorage: Sendable {
    /// The lengths of the chunks, one an axis.
    public var shape: [Int]
    /// zlib's level, 1 to 9; the bytes are shuffled first.
    public var deflateLevel: Int

    /// Storage in chunks of `shape`, shuffled and deflated.
    public init(shape: [Int], deflateLevel: Int = 6) {
        self.shape = shape
        self.deflateLevel = deflateLevel
    }
}

/// A data set being written, block by block along its first axis.
public struct HDF5Output: ~Copyable, Sendable {
    /// The path inside the file.
    public let path: String
    /// The lengths of all axes but the first.
    public let rowShape: [Int]
    /// Rows written so far.
    public private(set) var rowCount = 0
    private let file: String
    private let type: NumberType
    private let handle: Handle

    init(
        _ path: String, type: NumberType, rowShape: [Int], storage: ChunkedStorage, in file: borrowing HDF5File
    ) throws(HDF5Error) {
        precondition(storage.shape.count == rowShape.count + 1, "one chunk length an axis")
        let shape = [0] + rowShape.map(hsize_t.init)
        let most = [NNH5S_UNLIMITED()] + rowShape.map(hsize_t.init)
        guard let space = Handle(H5Screate_simple(Int32(shape.count), shape, most), closedBy: H5Sclose),
            let creation = file.creationProperties(),
            H5Pset_chunk(creation.id, Int32(shape.count), storage.shape.map(hsize_t.init)) >= 0,
            H5Pset_shuffle(creation.id) >= 0, H5Pset_deflate(creation.id, UInt32(storage.deflateLevel)) >= 0,
            let handle = file.create(path, type.memoryType, space, creation)
        else { throw .library(file: file.path, place: path, doing: "create it", writing: true) }
        self.path = path
        self.rowShape = rowShape
        self.file = file.path
        self.type = type
        self.handle = handle
    }

    /// Appends rows; whole multiples of the chunk's length are written fastest.
    /// - Throws: `HDF5Error`, on a full disk for one.
    public mutating func append<Number: HDF5Number>(_ numbers: UnsafeBufferPointer<Number>) throws(HDF5Error) {
        precondition(Number.numberType == type, "numbers of the type that the data set was made for")
        let row = rowShape.reduce(1, *)
        let rows = numbers.count / row
        precondition(rows * row == numbers.count, "whole rows")
        guard rows > 0 else { return }
        let (first, file, path, rowShape, type) = (rowCount, file, path, rowShape, type)
        try withHDF5 { () throws(HDF5Error) in
            let shape = rowShape.map(hsize_t.init)
            guard H5Dset_extent(handle.id, [hsize_t(first + rows)] + shape) >= 0,
                let space = Handle(H5Dget_space(handle.id), closedBy: H5Sclose),
                H5Sselect_hyperslab(
                    space.id, H5S_SELECT_SET, [hsize_t(first)] + shape.map { _ in 0 }, nil, [hsize_t(rows)] + shape, nil
                )
                    >= 0,
                let memory = Handle(
                    H5Screate_simple(Int32(shape.count + 1), [hsize_t(rows)] + shape, nil), closedBy: H5Sclose),
                H5Dwrite(handle.id, type.memoryType, memory.id, space.id, NNH5P_DEFAULT(), numbers.baseAddress) >= 0
            else { throw .library(file: file, place: path, doing: "write it", writing: true) }
        }
        rowCount += rows
    }
}

extension HDF5File {
    /// Makes a data set of no rows that grows as blocks are appended to it.
    /// - Throws: `HDF5Error` where libhdf5 can't.
    public func create(
        _ path: String, type: NumberType, rowShape: [Int], storage: ChunkedStorage
    ) throws(HDF5Error) -> HDF5Output {
        try withHDF5 { () throws(HDF5Error) in
            try HDF5Output(path, type: type, rowShape: rowShape, storage: storage, in: self)
        }
    }

    /// Makes a contiguous data set of one axis with these numbers.
    /// - Throws: `HDF5Error` where libhdf5 can't.
    public func write<Number: HDF5Number>(_ numbers: [Number], to path: String) throws(HDF5Error) {
        try withHDF5 { () throws(HDF5Error) in
            try write(numbers, count: numbers.count, type: Number.numberType.memoryType, to: path)
        }
    }

    /// Makes a contiguous data set of one axis with these strings, as fixed-length ones padded with zeros, in UTF-8.
    /// - Throws: `HDF5Error` where libhdf5 can't.
    public func write(strings: [String], to path: String) throws(HDF5Error) {
        try withHDF5 { () throws(HDF5Error) in
            let width = max(strings.map(\.utf8.count).max() ?? 0, 1)
            let bytes = strings.flatMap { Array($0.utf8) + [UInt8](repeating: 0, count: width - $0.utf8.count) }
            guard let type = Self.fixedString(width: width, isASCII: bytes.allSatisfy { $0 < 0x80 }) else {
                throw .library(file: self.path, place: path, doing: "create it", writing: true)
            }
            try write(bytes, count: strings.count, type: type.id, to: path)
        }
    }

    /// Gives the object at `path` an attribute with one string.
    /// - Throws: `HDF5Error` where libhdf5 can't.
    public func setAttribute(_ name: String, of path: String, to text: String) throws(HDF5Error) {
        try withHDF5 { () throws(HDF5Error) in
            let bytes = Array(text.utf8)
            let object = try openObject(path)
            guard let type = Self.fixedString(width: max(bytes.count, 1), isASCII: bytes.allSatisfy { $0 < 0x80 }),
                let space = Handle(H5Screate(H5S_SCALAR), closedBy: H5Sclose),
                let attribute = Handle(
                    H5Acreate2(object.id, name, type.id, space.id, NNH5P_DEFAULT(), NNH5P_DEFAULT()),
                    closedBy: H5Aclose),
                H5Awrite(attribute.id, type.id, bytes.isEmpty ? [0] : bytes) >= 0
            else {
                throw .library(file: self.path, place: "\(path): attribute \(name)", doing: "write it", writing: true)
            }
        }
    }

    private func write<Element: BitwiseCopyable>(
        _ elements: [Element], count: Int, type: hid_t, to path: String
    ) throws(HDF5Error) {
        guard let space = Handle(H5Screate_simple(1, [hsize_t(count)], nil), closedBy: H5Sclose),
            let creation = creationProperties(), let handle = create(path, type, space, creation),
            H5Dwrite(handle.id, type, NNH5S_ALL(), NNH5S_ALL(), NNH5P_DEFAULT(), elements) >= 0
        else { throw .library(file: self.path, place: path, doing: "write it", writing: true) }
    }

    func create(
        _ path: String, _ type: hid_t, _ space: borrowing Handle, _ creation: borrowing Handle
    ) -> Handle? {
        Handle(
            H5Dcreate2(handle.id, path, type, space.id, NNH5P_DEFAULT(), creation.id, NNH5P_DEFAULT()),
            closedBy: H5Dclose)
    }

    /// Without times, so that the same data gives the same bytes.
    func creationProperties() -> Handle? {
        guard let creation = Handle(H5Pcreate(NNH5P_DATASET_CREATE()), closedBy: H5Pclose),
            H5Pset_obj_track_times(creation.id, false) >= 0
        else { return nil }
        return creation
    }

    private static func fixedString(width: Int, isASCII: Bool) -> Handle? {
        guard let type = Handle(H5Tcopy(NNH5T_C_S1()), closedBy: H5Tclose), H5Tset_size(type.id, width) >= 0,
            H5Tset_strpad(type.id, H5T_STR_NULLPAD) >= 0,
            H5Tset_cset(type.id, isASCII ? H5T_CSET_ASCII : H5T_CSET_UTF8) >= 0
        else { return nil }
        return type
    }
}
