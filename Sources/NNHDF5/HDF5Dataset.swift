import NNCHDF5

/// A data set that has been found fit to read: stored in this file alone, wholly, and in a way that is known.
///
/// It keeps the file open by itself.
public struct HDF5Dataset: ~Copyable, Sendable {
    /// The path of the file, for messages.
    public let file: String
    /// The path inside the file.
    public let path: String
    /// The length of each axis; empty for a single value, where whoever opened it allows one.
    public let shape: [Int]
    /// What the elements are.
    public let type: StoredType
    /// The lengths of the chunks, or nil where it isn't stored in chunks.
    public let chunkShape: [Int]?
    /// The product of `shape`.
    public let elementCount: Int
    let limits: HDF5Limits
    let handle: Handle
    /// The type as it is in the file.
    let fileType: Handle

    /// Opens the data set at `path`, soft links within the file followed.
    /// - Throws: `HDF5Error` where there is none, a link leads out of the file, or it is virtual, stored elsewhere, not
    ///   wholly written, compressed with an unknown filter, or beyond a limit.
    init(
        _ path: String, in file: borrowing HDF5File, chunkCacheBytes: Int, allowsSingleValue: Bool
    ) throws(HDF5Error) {
        let name = file.path
        let object = try file.open(path, as: .dataset)
        // First where its bytes are: even asking a virtual data set for its shape opens other files.
        let storage = try Storage(of: object, file: name, path: path, limits: file.limits)
        let shape = try Self.shape(of: object, file: name, path: path, allowsSingleValue: allowsSingleValue)
        guard let type = Handle(H5Dget_type(object.id), closedBy: H5Tclose) else {
            throw .library(file: name, place: path, doing: "read its type")
        }
        let elementBytes = H5Tget_size(type.id)
        let elementCount = try storage.check(shape, elementBytes: elementBytes, of: object)
        let handle = try Self.withCache(
            storage.cacheBytes(for: shape, elementBytes: elementBytes, limit: chunkCacheBytes), object, file: file,
            path: path)
        self.type = StoredType(type.id)
        self.file = name
        self.path = path
        self.shape = shape
        self.elementCount = elementCount
        chunkShape = storage.chunkShape
        limits = file.limits
        fileType = type
        self.handle = handle
    }

    private static func shape(
        of object: borrowing Handle, file: String, path: String, allowsSingleValue: Bool
    ) throws(HDF5Error) -> [Int] {
        guard let space = Handle(H5Dget_space(object.id), closedBy: H5Sclose) else {
            throw .library(file: file, place: path, doing: "read its shape")
        }
        if allowsSingleValue, H5Sget_simple_extent_type(space.id) == H5S_SCALAR { return [] }
        let rank = H5Sget_simple_extent_ndims(space.id)
        guard H5Sget_simple_extent_type(space.id) == H5S_SIMPLE, rank >= 1 else {
            throw HDF5Error(
                file: file, place: path, .impossibleShape("expected one axis or more, found a single value"))
        }
        var lengths = [hsize_t](repeating: 0, count: Int(rank))
        guard H5Sget_simple_extent_dims(space.id, &lengths, nil) >= 0 else {
            throw .library(file: file, place: path, doing: "read its shape")
        }
        var shape: [Int] = []
        for length in lengths {
            guard let length = Int(exactly: length) else {
                throw HDF5Error(file: file, place: path, .impossibleShape("an axis of \(length) elements is too long"))
            }
            shape.append(length)
        }
        return shape
    }

    /// Opens it again with a cache of so many bytes, unless nil.
    private static func withCache(
        _ bytes: Int?, _ object: consuming Handle, file: borrowing HDF5File, path: String
    ) throws(HDF5Error) -> Handle {
        guard let bytes else { return object }
        let hardPath = try file.resolve(path)
        // The settings of a data set that is open already would be ignored.
        _ = consume object
        guard let access = Handle(H5Pcreate(NNH5P_DATASET_ACCESS()), closedBy: H5Pclose),
            H5Pset_chunk_cache(access.id, 10_007, bytes, 0.75) >= 0,
            let handle = Handle(H5Dopen2(file.handle.id, hardPath, access.id), closedBy: H5Dclose)
        else { throw .library(file: file.path, place: path, doing: "open it") }
        return handle
    }
}

extension HDF5File {
    /// Opens the data set at `path`.
    ///
    /// - Parameter chunkCacheBytes: the most bytes of chunks that are kept for the next read; nil for what the limits of
    ///   the file allow, 0 for whoever reads whole chunks.
    /// - Parameter allowsSingleValue: whether it may have no axes; it is then read by `readBytes` alone.
    /// - Throws: `HDF5Error` where there is none or it isn't fit to read.
    public func dataset(
        _ path: String, chunkCacheBytes: Int? = nil, allowsSingleValue: Bool = false
    ) throws(HDF5Error) -> HDF5Dataset {
        try withHDF5 { () throws(HDF5Error) in
            try HDF5Dataset(
                path, in: self, chunkCacheBytes: chunkCacheBytes ?? limits.chunkCacheBytes,
                allowsSingleValue: allowsSingleValue)
        }
    }
}
