/// Reads a stream of examples, one at a time; what it reads, `ExampleStreamWriter` writes.
public struct ExampleStreamReader {
    /// What the examples are.
    public let header: ExampleStreamHeader
    private var source: Source
    private var count = 0

    /// Reads the header.
    ///
    /// - Parameter read: fills the start of a buffer that isn't empty and returns how many bytes that were, 0 at the
    ///   end only.
    /// - Throws: `ExampleStreamError` where the stream ends early or breaks a rule, or what `read` throws.
    public init(_ read: @escaping (UnsafeMutableRawBufferPointer) throws -> Int) throws {
        source = Source(read: read)
        header = try source.header()
    }

    /// The next example; nil once all were read and the stream has ended.
    ///
    /// - Throws: as the initializer does.
    public mutating func next() throws -> Example? {
        guard count < header.exampleCount else {
            try source.end()
            return nil
        }
        let place = "example \(count)"
        let elements = try source.bytes(header.featureCount * header.elementType.size, place)
            .withUnsafeBytes { ExampleElements($0, type: header.elementType) }
        let label: ExampleLabel
        switch header.labels {
        case .classes(let classes):
            let index = Int(try source.number(UInt32.self, place))
            guard index < classes else {
                throw ExampleStreamError(place, expected: "a class from 0 to \(classes - 1)", found: "\(index)")
            }
            label = .index(index)
        case .targets(let width):
            var values: [Double] = []
            for _ in 0..<width { values.append(Double(bitPattern: try source.number(UInt64.self, place))) }
            label = .targets(values)
        }
        count += 1
        return Example(elements, label: label)
    }
}

/// The bytes, taken in exact portions.
private struct Source {
    let read: (UnsafeMutableRawBufferPointer) throws -> Int
    private let buffer = Buffer()

    /// A label takes a few bytes: without a buffer each would cost a call of the system.
    private final class Buffer {
        let storage = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
        var unread = 0..<0
        deinit { storage.deallocate() }
    }

    init(read: @escaping (UnsafeMutableRawBufferPointer) throws -> Int) {
        self.read = read
    }

    func bytes(_ count: Int, _ place: String) throws -> [UInt8] {
        var bytes: [UInt8] = []
        // What the header claims is taken in steps: memory is used for bytes that came, and not for claims.
        while bytes.count < count {
            if buffer.unread.isEmpty {
                buffer.unread = 0..<(try read(buffer.storage))
                guard !buffer.unread.isEmpty else {
                    throw ExampleStreamError(place, expected: "\(count) bytes", found: "\(bytes.count) and the end")
                }
            }
            let taken = buffer.unread.prefix(count - bytes.count)
            bytes.append(contentsOf: buffer.storage[taken])
            buffer.unread = taken.upperBound..<buffer.unread.upperBound
        }
        return bytes
    }

    func number<Number: FixedWidthInteger>(_ type: Number.Type, _ place: String) throws -> Number {
        let bytes = try bytes(MemoryLayout<Number>.size, place)
        return Number(littleEndian: bytes.withUnsafeBytes { $0.loadUnaligned(as: Number.self) })
    }

    func end() throws {
        guard buffer.unread.isEmpty, try read(buffer.storage) == 0 else {
            throw ExampleStreamError("end", expected: "no more bytes", found: "more")
        }
    }

    func header() throws -> ExampleStreamHeader {
        guard try bytes(ExampleStreamHeader.signature.count, "signature") == ExampleStreamHeader.signature else {
            throw ExampleStreamError("signature", expected: "a stream of examples", found: "something else")
        }
        let version = try number(UInt32.self, "version")
        guard version == ExampleStreamHeader.version else {
            throw ExampleStreamError("version", expected: "\(ExampleStreamHeader.version)", found: "\(version)")
        }
        let typeCode = try number(UInt32.self, "element type")
        guard let type = ExampleElementType(rawValue: typeCode) else {
            throw ExampleStreamError("element type", expected: "0 to 2", found: "\(typeCode)")
        }
        let labelCode = try number(UInt32.self, "label type")
        guard labelCode <= 1 else { throw ExampleStreamError("label type", expected: "0 or 1", found: "\(labelCode)") }
        let width = Int(try number(UInt32.self, "labels"))
        let exampleCount = Int(clamping: try number(UInt64.self, "examples"))
        let rank = Int(try number(UInt32.self, "axes"))
        let nameCount = Int(try number(UInt32.self, "class names"))
        guard rank <= ExampleStreamLimits.axes, nameCount <= ExampleStreamLimits.classes else {
            throw ExampleStreamError(
                "header", expected: "at most \(ExampleStreamLimits.axes) axes and \(ExampleStreamLimits.classes) names",
                found: "\(rank) and \(nameCount)")
        }
        var shape: [Int] = []
        for _ in 0..<rank { shape.append(Int(clamping: try number(UInt64.self, "shape"))) }
        var names: [String] = []
        for _ in 0..<nameCount { names.append(try name()) }
        return try ExampleStreamHeader(
            received: shape, elementType: type,
            labels: labelCode == 0 ? .classes(count: width) : .targets(width: width),
            classNames: names, exampleCount: exampleCount)
    }

    private func name() throws -> String {
        let length = Int(try number(UInt32.self, "class name"))
        guard length <= ExampleStreamLimits.nameBytes else {
            throw ExampleStreamError(
                "class name", expected: "at most \(ExampleStreamLimits.nameBytes) bytes", found: "\(length)")
        }
        guard let name = String(validating: try bytes(length, "class name"), as: UTF8.self) else {
            throw ExampleStreamError("class name", expected: "UTF-8", found: "something else")
        }
        return name
    }
}
