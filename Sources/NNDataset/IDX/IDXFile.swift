import NNHDF5

/// An IDX file of bytes, the format of MNIST and its kin, read from its beginning to its end; gzip is inflated on the
/// way.
///
/// The header is two zeros, the type of the numbers (8: unsigned bytes), the number of axes, and the length of each axis
/// as a big-endian 32-bit integer; the numbers follow, row-major, and nothing after them. Source: the page of the MNIST
/// database, "The IDX file format".
public struct IDXFile: ~Copyable {
    /// The path of the file.
    public let path: String
    /// The length of each axis; the first counts the examples. Never empty, no zeros.
    public let shape: [Int]
    /// The numbers of one example.
    public let featureCount: Int
    private let reader: GzipReader
    private var examplesRead = 0

    /// Opens the file and reads its header.
    /// - Throws: `DatasetError` where it is missing, no IDX file, of other numbers than bytes, empty, or beyond a limit.
    public init(path: String, limits: DatasetLimits = DatasetLimits()) throws(DatasetError) {
        let reader = try GzipReader(path)
        let start = try Self.bytes(4, of: reader)
        guard start.count == 4, start[0] == 0, start[1] == 0, start[3] > 0 else {
            throw DatasetError(file: path, .notIDX(found: Self.hexadecimal(start)))
        }
        guard start[2] == 8 else {
            throw DatasetError(
                file: path,
                .unsupportedIDX(expected: "unsigned bytes (type 8)", found: "\(Self.name(ofType: start[2]))"))
        }
        let rank = Int(start[3])
        guard rank <= 32 else { throw DatasetError(file: path, .limit("axes", limit: 32, found: rank)) }
        let lengths = try Self.bytes(4 * rank, of: reader)
        guard lengths.count == 4 * rank else {
            throw DatasetError(file: path, .truncated(expected: 4 + 4 * rank, found: 4 + lengths.count))
        }
        let shape = (0..<rank).map { axis in lengths[axis * 4..<axis * 4 + 4].reduce(0) { $0 << 8 | Int($1) } }
        guard !shape.contains(0) else {
            throw DatasetError(
                file: path, .empty(expected: "1 or more examples and features", found: "a shape of \(sizes(shape))"))
        }
        guard shape[0] <= limits.examples else {
            throw DatasetError(file: path, .limit("examples", limit: limits.examples, found: shape[0]))
        }
        let features = product(Array(shape.dropFirst())) ?? .max
        guard features <= limits.features else {
            throw DatasetError(file: path, .limit("features an example", limit: limits.features, found: features))
        }
        // Said at once where it can be, before anybody makes room for the numbers.
        if let length = reader.plainLength {
            let expected = 4 + 4 * rank + shape[0] * features
            guard length >= expected else {
                throw DatasetError(file: path, .truncated(expected: expected, found: length))
            }
        }
        self.path = path
        self.shape = shape
        featureCount = features
        self.reader = reader
    }

    /// Examples that are still to be read.
    public var remaining: Int { shape[0] - examplesRead }

    /// Reads the next examples; after the last, checks that the file ends there.
    ///
    /// - Parameter buffer: room for a whole number of examples, no more than remain.
    /// - Throws: `DatasetError` where the file is damaged, or shorter or longer than its header says.
    public mutating func read(into buffer: UnsafeMutableBufferPointer<UInt8>) throws(DatasetError) {
        let count = buffer.count / featureCount
        precondition(count * featureCount == buffer.count && count <= remaining, "whole examples, no more than remain")
        let header = 4 + 4 * shape.count
        // Both factors are capped.
        let length = header + shape[0] * featureCount
        let found = try reader.read(into: UnsafeMutableRawBufferPointer(buffer))
        guard found == buffer.count else {
            throw DatasetError(
                file: path, .truncated(expected: length, found: header + examplesRead * featureCount + found))
        }
        examplesRead += count
        guard remaining == 0 else { return }
        let rest = try Self.bytes(1, of: reader)
        guard rest.isEmpty else {
            throw DatasetError(file: path, .trailingBytes(expected: length))
        }
    }

    /// Reads the next `count` examples.
    public mutating func next(_ count: Int) throws(DatasetError) -> [UInt8] {
        var numbers = [UInt8](repeating: 0, count: count * featureCount)
        try numbers.withUnsafeMutableBufferPointer { buffer throws(DatasetError) in try read(into: buffer) }
        return numbers
    }

    private static func bytes(_ count: Int, of reader: borrowing GzipReader) throws(DatasetError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        let found = try bytes.withUnsafeMutableBufferPointer { buffer throws(DatasetError) in
            try reader.read(into: UnsafeMutableRawBufferPointer(buffer))
        }
        return Array(bytes[..<found])
    }

    private static func hexadecimal(_ bytes: [UInt8]) -> String {
        guard !bytes.isEmpty else { return "nothing" }
        return bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: " ")
    }

    private static func name(ofType type: UInt8) -> String {
        switch type {
        case 0x09: "signed bytes (type 9)"
        case 0x0B: "16-bit integers (type 11)"
        case 0x0C: "32-bit integers (type 12)"
        case 0x0D: "32-bit floats (type 13)"
        case 0x0E: "64-bit floats (type 14)"
        default: "type \(type), which IDX doesn't have"
        }
    }
}
