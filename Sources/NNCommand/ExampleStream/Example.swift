/// What the elements of examples are.
public enum ExampleElementType: UInt32, Sendable, CaseIterable {
    /// Pixels and their like, 0 to 255.
    case uint8 = 0
    /// IEEE 754 binary32.
    case float32 = 1
    /// IEEE 754 binary64.
    case float64 = 2

    /// Bytes an element.
    public var size: Int {
        switch self {
        case .uint8: 1
        case .float32: 4
        case .float64: 8
        }
    }
}

/// The elements of one example, row-major, before any preprocessing.
public enum ExampleElements: Sendable, Equatable {
    case uint8([UInt8])
    case float32([Float])
    case float64([Double])

    /// Elements of a type, as they stand in memory or in a file: little-endian.
    ///
    /// - Precondition: `bytes` has whole elements.
    public init(_ bytes: UnsafeRawBufferPointer, type: ExampleElementType) {
        precondition(bytes.count.isMultiple(of: type.size), "\(bytes.count) bytes for elements of \(type.size)")
        switch type {
        case .uint8: self = .uint8(Array(bytes))
        case .float32: self = .float32(loaded(bytes))
        case .float64: self = .float64(loaded(bytes))
        }
    }

    /// What the elements are.
    public var type: ExampleElementType {
        switch self {
        case .uint8: .uint8
        case .float32: .float32
        case .float64: .float64
        }
    }

    /// How many there are.
    public var count: Int {
        switch self {
        case .uint8(let values): values.count
        case .float32(let values): values.count
        case .float64(let values): values.count
        }
    }

    /// Some of them.
    public subscript(range: Range<Int>) -> ExampleElements {
        switch self {
        case .uint8(let values): .uint8(Array(values[range]))
        case .float32(let values): .float32(Array(values[range]))
        case .float64(let values): .float64(Array(values[range]))
        }
    }

    /// Lends the elements as bytes, little-endian; the pointer must not outlive the call.
    public func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        switch self {
        case .uint8(let values): try values.withUnsafeBytes(body)
        case .float32(let values): try values.withUnsafeBytes(body)
        case .float64(let values): try values.withUnsafeBytes(body)
        }
    }
}

/// What an example is meant to give.
public enum ExampleLabel: Sendable, Equatable {
    /// A class, from 0.
    case index(Int)
    /// Numbers to come near to.
    case targets([Double])
}

/// Elements and their label.
public struct Example: Sendable, Equatable {
    /// The input.
    public let elements: ExampleElements
    /// The answer.
    public let label: ExampleLabel

    /// An example of these parts.
    public init(_ elements: ExampleElements, label: ExampleLabel) {
        self.elements = elements
        self.label = label
    }
}

private func loaded<Element: BitwiseCopyable>(_ bytes: UnsafeRawBufferPointer) -> [Element] {
    // Every machine that Swift runs on today is little-endian.
    let count = bytes.count / MemoryLayout<Element>.stride
    return [Element](unsafeUninitializedCapacity: count) { target, initialized in
        UnsafeMutableRawBufferPointer(target).copyMemory(from: bytes)
        initialized = count
    }
}
