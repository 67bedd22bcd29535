import NNFile

/// The arrays of an .npz file as examples: rows along the first axis, read some at a time, in whatever order and byte
/// order they are stored.
package final class NPZArrays {
    private let archive: ZipReader

    private init(_ archive: consuming ZipReader) {
        self.archive = archive
    }

    /// What an array holds, by its header.
    package struct Description {
        /// The length of each axis; the first counts the rows.
        package let shape: [Int]
        /// What an element is.
        package let type: ElementType
        /// The type as numpy writes it.
        package let descr: String
        /// Elements in a row.
        package var width: Int { shape.dropFirst().reduce(1, *) }
    }

    /// Bytes that are read at a time where numbers come in the order of the rows.
    private static let bytesPerRead = 1 << 20

    /// Opens the archive in the bytes of a file and lends its arrays.
    ///
    /// - Throws: `InterchangeError` where it is damaged, and what `body` throws.
    package static func with<Result>(
        _ file: FileBytes, limits: InterchangeLimits, _ body: (NPZArrays) throws -> Result
    ) throws -> Result {
        try file.withUnsafeBytes { bytes in
            try body(NPZArrays(ZipReader(bytes, file: file.path, limits: limits)))
        }
    }

    /// The names of the arrays, without the `.npy` at their ends.
    package var names: [String] { archive.members.map(\.arrayName) }

    /// Reads the header of an array.
    ///
    /// - Throws: `InterchangeError` where there is none of that name, of a type that isn't read, or without rows.
    package func describe(_ name: String) throws(InterchangeError) -> Description {
        let array = try open(name)
        guard !array.header.shape.isEmpty, !array.header.shape.contains(0) else {
            throw InterchangeError(
                archive.file, name,
                .unexpected(expected: "1 or more rows", found: "the shape \(array.header.shapeText)"))
        }
        return Description(shape: array.header.shape, type: array.type, descr: array.header.descr)
    }

    /// Calls `body` with all rows, some at a time: row-major, little-endian.
    ///
    /// Where the first index runs fastest, as in Fortran, a row is all over the array. It is then read as often as its
    /// rows fill `memory`.
    ///
    /// - Parameters:
    ///   - memory: bytes of rows that are held at a time in that case; one row at least.
    ///   - body: is lent the rows, and told the number of the first.
    /// - Throws: `InterchangeError` where the array is damaged, and what `body` throws.
    package func forEachBlock(
        of name: String, memory: Int = 256 << 20, _ body: (_ first: Int, _ rows: UnsafeRawBufferPointer) throws -> Void
    ) throws {
        let array = try describe(name)
        let rowBytes = array.width * array.type.size
        let isFortranOrder = try open(name).header.isFortranOrder && array.shape.count > 1
        let step = max(1, (isFortranOrder ? memory : Self.bytesPerRead) / rowBytes)
        let buffer = UnsafeMutableRawBufferPointer.allocate(
            byteCount: min(step, array.shape[0]) * rowBytes, alignment: 16)
        defer { buffer.deallocate() }
        var stream = try open(name)
        for first in stride(from: 0, to: array.shape[0], by: step) {
            let count = min(step, array.shape[0] - first)
            let rows = UnsafeMutableRawBufferPointer(rebasing: buffer[..<(count * rowBytes)])
            if isFortranOrder {
                try gather(first..<first + count, of: name, array, into: rows)
            } else {
                try stream.stream.read(into: rows)
                if first + count == array.shape[0] { try stream.stream.finish() }
            }
            array.type.makeLittleEndian(rows)
            try body(first, UnsafeRawBufferPointer(rows))
        }
    }

    /// Picks rows out of an array of which the first index runs fastest, reading all of it.
    private func gather(
        _ rows: Range<Int>, of name: String, _ array: Description, into buffer: UnsafeMutableRawBufferPointer
    ) throws(InterchangeError) {
        let (size, width) = (array.type.size, array.width)
        var source = try open(name)
        let column = UnsafeMutableRawBufferPointer.allocate(byteCount: rows.count * size, alignment: 16)
        defer { column.deallocate() }
        var place = [Int](repeating: 0, count: array.shape.count - 1)
        let lengths = Array(array.shape.dropFirst())
        for _ in 0..<width {
            try source.stream.skip(rows.lowerBound * size)
            try source.stream.read(into: column)
            try source.stream.skip((array.shape[0] - rows.upperBound) * size)
            let feature = zip(place, lengths).reduce(0) { $0 * $1.1 + $1.0 }
            for row in 0..<rows.count {
                let target = UnsafeMutableRawBufferPointer(
                    rebasing: buffer[(row * width + feature) * size..<(row * width + feature + 1) * size])
                target.copyMemory(from: UnsafeRawBufferPointer(rebasing: column[row * size..<(row + 1) * size]))
            }
            // The next place, the first of the other indices fastest.
            for axis in place.indices {
                place[axis] += 1
                if place[axis] < lengths[axis] { break }
                place[axis] = 0
            }
        }
        try source.stream.finish()
    }

    private func open(_ name: String) throws(InterchangeError) -> ArrayStream {
        guard let member = archive.members.first(where: { $0.arrayName == name }) else {
            throw InterchangeError(
                archive.file,
                .unexpected(
                    expected: "an array '\(name)'", found: names.isEmpty ? "none" : names.joined(separator: ", ")))
        }
        return try ArrayStream(member, of: archive, for: .examples)
    }
}

extension NPZArrays.Description {
    /// The strings among rows as `forEachBlock` lends them; nil where one is no text.
    package func strings(_ rows: UnsafeRawBufferPointer) -> [String]? {
        StringArray.decode(Array(rows), type)
    }
}

extension ZipReader.Member {
    fileprivate var arrayName: String { name.hasSuffix(".npy") ? String(name.dropLast(4)) : name }
}
