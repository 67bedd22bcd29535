import NNCHDF5

/// Where and how the bytes of a data set are stored, as far as it decides whether we read them.
struct Storage {
    let chunkShape: [Int]?
    private let isFiltered: Bool
    private let file: String
    private let path: String
    private let limits: HDF5Limits

    init(of object: borrowing Handle, file: String, path: String, limits: HDF5Limits) throws(HDF5Error) {
        guard let creation = Handle(H5Dget_create_plist(object.id), closedBy: H5Pclose) else {
            throw .library(file: file, place: path, doing: "read its storage")
        }
        self.file = file
        self.path = path
        self.limits = limits
        guard H5Pget_external_count(creation.id) <= 0 else {
            throw HDF5Error(file: file, place: path, .externalStorage)
        }
        switch H5Pget_layout(creation.id) {
        case H5D_COMPACT, H5D_CONTIGUOUS:
            chunkShape = nil
        case H5D_CHUNKED:
            var lengths = [hsize_t](repeating: 0, count: 32)
            let rank = Int(H5Pget_chunk(creation.id, 32, &lengths))
            let shape = lengths.prefix(max(rank, 0)).compactMap { Int(exactly: $0) }
            guard rank > 0, shape.count == rank, shape.allSatisfy({ $0 > 0 }) else {
                throw .library(file: file, place: path, doing: "read its chunks")
            }
            chunkShape = shape
        case H5D_VIRTUAL:
            throw HDF5Error(file: file, place: path, .virtualDataset)
        default:
            throw .library(file: file, place: path, doing: "read its storage")
        }
        isFiltered = try Self.checkFilters(creation, file: file, path: path)
    }

    /// Whether there are filters; all are known ones.
    private static func checkFilters(
        _ creation: borrowing Handle, file: String, path: String
    ) throws(HDF5Error) -> Bool {
        let count = H5Pget_nfilters(creation.id)
        for index in 0..<max(count, 0) {
            var (flags, values, name, configuration) = (UInt32(0), 0, [CChar](repeating: 0, count: 128), UInt32(0))
            let filter = H5Pget_filter2(
                creation.id, UInt32(index), &flags, &values, nil, name.count - 1, &name, &configuration)
            switch filter {
            case 1, 2, 3: continue  // H5Z_FILTER_DEFLATE, _SHUFFLE, _FLETCHER32
            case ..<0: throw .library(file: file, place: path, doing: "read its filters")
            default:
                let text = printable(utf8: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) })
                throw HDF5Error(
                    file: file, place: path,
                    .unknownFilter(text.isEmpty ? "filter \(filter)" : "\(text) (filter \(filter))"))
            }
        }
        return count > 0
    }

    /// Holds the shape against what is stored, so that a file of a kilobyte can't promise a terabyte.
    /// - Returns: the number of elements.
    func check(_ shape: [Int], elementBytes: Int, of object: borrowing Handle) throws(HDF5Error) -> Int {
        guard elementBytes > 0, let elements = product(shape), let bytes = product([elements, elementBytes]) else {
            throw HDF5Error(file: file, place: path, .impossibleShape("a shape of \(sizes(shape)) is too large"))
        }
        guard bytes > 0 else { return 0 }
        let stored = Int(clamping: H5Dget_storage_size(object.id))
        if let chunkShape {
            try checkChunks(chunkShape, of: shape, elementBytes: elementBytes, object)
            let most = isFiltered ? stored.multipliedReportingOverflow(by: limits.inflation) : (stored, false)
            guard most.1 || bytes <= most.0 else {
                throw HDF5Error(
                    file: file, place: path, .neverWritten(expected: "\(bytes) bytes", found: "\(stored) stored ones"))
            }
        } else {
            guard stored >= bytes else {
                throw HDF5Error(
                    file: file, place: path, .neverWritten(expected: "\(bytes) bytes", found: "\(stored)"))
            }
        }
        return elements
    }

    private func checkChunks(
        _ chunks: [Int], of shape: [Int], elementBytes: Int, _ object: borrowing Handle
    ) throws(HDF5Error) {
        guard chunks.count == shape.count else {
            throw HDF5Error(
                file: file, place: path,
                .impossibleShape("chunks of \(sizes(chunks)) don't divide a shape of \(sizes(shape))"))
        }
        let chunkBytes = product(chunks + [elementBytes]) ?? .max
        guard chunkBytes <= limits.chunkBytes else {
            throw HDF5Error(
                file: file, place: path, .limit("bytes a chunk", limit: limits.chunkBytes, found: chunkBytes))
        }
        let expected = Self.chunkCount(chunks, shape)
        var found: hsize_t = 0
        guard let space = Handle(H5Dget_space(object.id), closedBy: H5Sclose),
            H5Dget_num_chunks(object.id, space.id, &found) >= 0
        else { throw .library(file: file, place: path, doing: "count its chunks") }
        guard found >= UInt64(expected) else {
            throw HDF5Error(
                file: file, place: path, .neverWritten(expected: "\(expected) chunks", found: "\(found)"))
        }
    }

    /// The bytes of chunk cache that let a pass over the first axis inflate every chunk once: all the chunks that one
    /// example touches, as far as the limit goes. nil where libhdf5's default will do.
    func cacheBytes(for shape: [Int], elementBytes: Int, limit: Int) -> Int? {
        guard let chunkShape, !shape.contains(0), let chunkBytes = product(chunkShape + [elementBytes]) else {
            return nil
        }
        let touched = Self.chunkCount(chunkShape.dropFirst(), shape.dropFirst())
        let wanted = min(product([touched, chunkBytes]) ?? .max, limit)
        let usual = 1 << 20
        return wanted > usual || limit < usual ? wanted : nil
    }

    /// How many chunks tile a shape without zeros; no more than it has elements, so it fits.
    private static func chunkCount(_ chunks: some Sequence<Int>, _ shape: some Sequence<Int>) -> Int {
        zip(shape, chunks).reduce(1) { $0 * (($1.0 - 1) / $1.1 + 1) }
    }
}

/// The product of lengths, or nil where it doesn't fit.
package func product(_ lengths: [Int]) -> Int? {
    var result = 1
    for length in lengths {
        let (value, overflow) = result.multipliedReportingOverflow(by: length)
        if overflow { return nil }
        result = value
    }
    return result
}

/// `209 × 64 × 64 × 3`.
package func sizes(_ shape: [Int]) -> String {
    shape.map(String.init).joined(separator: " × ")
}
