/// Writes a stream of examples; what it writes, `ExampleStreamReader` reads.
///
///     var writer = try ExampleStreamWriter(header)
///     for … { try writer.write(Example(.uint8(pixels), label: .index(class))) }
///     writer.finish()
public struct ExampleStreamWriter {
    private let header: ExampleStreamHeader
    private let sink: ([UInt8]) throws -> Void
    private var written = 0

    /// Writes the header.
    ///
    /// - Parameter sink: takes the bytes; standard output unless given.
    /// - Throws: what `sink` throws.
    public init(_ header: ExampleStreamHeader, to sink: @escaping ([UInt8]) throws -> Void = { try Console.write($0) })
        throws
    {
        self.header = header
        self.sink = sink
        try sink(header.encoded)
    }

    /// Writes the next example.
    ///
    /// - Precondition: it is of the header's shape and types, there are no more than the header says, and a class is
    ///   one of the header's.
    /// - Throws: what the sink throws.
    public mutating func write(_ example: Example) throws {
        precondition(written < header.exampleCount, "more than \(header.exampleCount) examples")
        precondition(example.elements.type == header.elementType, "\(example.elements.type), not \(header.elementType)")
        precondition(example.elements.count == header.featureCount, "\(example.elements.count) elements")
        var bytes = example.elements.withUnsafeBytes { Array($0) }
        switch (example.label, header.labels) {
        case (.index(let index), .classes(let count)):
            precondition((0..<count).contains(index), "class \(index) of \(count)")
            bytes.append(littleEndian: UInt32(index))
        case (.targets(let values), .targets(let width)):
            precondition(values.count == width, "\(values.count) targets, not \(width)")
            for value in values { bytes.append(littleEndian: value.bitPattern) }
        default:
            preconditionFailure("a label \(example.label) among \(header.labels)")
        }
        try sink(bytes)
        written += 1
    }

    /// Says that all examples are written.
    ///
    /// - Precondition: they are as many as the header says.
    public consuming func finish() {
        precondition(written == header.exampleCount, "\(written) of \(header.exampleCount) examples")
    }
}

extension ExampleStreamHeader {
    fileprivate var encoded: [UInt8] {
        let (kind, width) =
            switch labels {
            case .classes(let count): (UInt32(0), count)
            case .targets(let width): (UInt32(1), width)
            }
        var bytes = Self.signature
        bytes.append(littleEndian: Self.version)
        bytes.append(littleEndian: elementType.rawValue)
        bytes.append(littleEndian: kind)
        bytes.append(littleEndian: UInt32(width))
        bytes.append(littleEndian: UInt64(exampleCount))
        bytes.append(littleEndian: UInt32(shape.count))
        bytes.append(littleEndian: UInt32(classNames.count))
        for length in shape { bytes.append(littleEndian: UInt64(length)) }
        for name in classNames {
            bytes.append(littleEndian: UInt32(name.utf8.count))
            bytes += name.utf8
        }
        return bytes
    }
}

extension [UInt8] {
    fileprivate mutating func append(littleEndian number: some FixedWidthInteger) {
        Swift.withUnsafeBytes(of: number.littleEndian) { append(contentsOf: $0) }
    }
}
