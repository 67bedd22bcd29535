import NNHDF5

/// The names of the classes, by index.
struct ClassNames: Sendable {
    /// The path inside the file.
    let path: String
    /// Decimal digits where the file holds numbers, else as they can be shown: control characters and what is no UTF-8 are escaped.
    let shown: [String]

    /// Reads the data set at `path`: k strings or whole numbers in one axis, or in two of which one is 1. nil for nil.
    init?(path: String?, in file: borrowing HDF5File, limits: DatasetLimits) throws(DatasetError) {
        guard let path else { return nil }
        let names = try wrappingHDF5 { () throws(HDF5Error) in try file.dataset(path) }
        let long = names.shape.filter { $0 != 1 }
        guard names.shape.count <= 2, long.count <= 1 else {
            throw DatasetError(file: file.path, place: path, .wrongShape(expected: "(classes)", found: names.shape))
        }
        guard names.elementCount > 0 else {
            throw DatasetError(file: file.path, place: path, .empty(expected: "1 or more classes", found: "0"))
        }
        guard names.elementCount <= limits.classes else {
            throw DatasetError(
                file: file.path, place: path, .limit("classes", limit: limits.classes, found: names.elementCount))
        }
        let stored: [[UInt8]]
        switch names.type {
        case .string:
            stored = try wrappingHDF5 { () throws(HDF5Error) in
                try names.readStrings(start: names.shape.map { _ in 0 }, count: names.shape)
            }
        case .number(let type) where !type.isFloatingPoint:
            var numbers = [Int64](repeating: 0, count: names.elementCount)
            try wrappingHDF5 { () throws(HDF5Error) in
                try numbers.withUnsafeMutableBufferPointer { buffer throws(HDF5Error) in
                    try names.read(start: names.shape.map { _ in 0 }, count: names.shape, into: buffer)
                }
            }
            stored = numbers.map { Array(String($0).utf8) }
        default:
            throw DatasetError(
                file: file.path, place: path,
                .wrongType(expected: "strings or whole numbers", found: names.type.description))
        }
        self.path = path
        shown = stored.map { printable(utf8: $0) }
        for (index, name) in shown.enumerated() where name.utf8.count > limits.classNameBytes {
            throw DatasetError(
                file: file.path, place: path,
                .badClassName(
                    index: index, expected: "at most \(limits.classNameBytes) bytes", found: "\(name.utf8.count)"))
        }
    }
}
