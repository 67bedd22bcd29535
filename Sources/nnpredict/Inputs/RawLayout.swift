import NNCommand
import NNFile
import NNModel

/// How a file without a header is laid out: `64x64x3`, `64x64x3:f32`.
struct RawLayout: ParameterValue, Sendable {
    let shape: [Int]
    let type: ExampleElementType

    static let expectation = "sizes and a type, as 64x64x3, 64x64x3:f32 or 784:f64"
    private static let types: [(name: String, type: ExampleElementType)] = [
        ("u8", .uint8), ("f32", .float32), ("f64", .float64),
    ]

    init?(argument: String) {
        let parts = argument.split(separator: ":", omittingEmptySubsequences: false)
        let lengths = parts[0].split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
        let name = parts.count > 1 ? String(parts[1]) : "u8"
        var count = 1
        for length in lengths {
            guard let length, length > 0 else { return nil }
            let (product, overflow) = count.multipliedReportingOverflow(by: length)
            guard !overflow, product <= ExampleStreamLimits.features else { return nil }
            count = product
        }
        guard parts.count <= 2, let type = Self.types.first(where: { $0.name == name })?.type else { return nil }
        shape = lengths.compactMap { $0 }
        self.type = type
    }

    var argument: String { type == .uint8 ? sizes(shape) : "\(sizes(shape)):\(typeName)" }

    private var typeName: String { Self.types.first { $0.type == type }?.name ?? "" }

    /// The numbers of a file.
    ///
    /// - Throws: `InputError` where the file is longer or shorter, or holds NaN or an infinity.
    func elements(of file: FileBytes) throws -> ExampleElements {
        let expected = shape.reduce(1, *) * type.size
        guard file.count == expected else {
            throw InputError(
                "\(file.path): expected \(expected) bytes for \(sizes(shape)) of \(typeName), found \(file.count)")
        }
        let elements = file.withUnsafeBytes { ExampleElements($0, type: type) }
        if let (index, value) = elements.firstNotFinite {
            throw InputError("\(file.path): expected finite numbers, found \(value) at index \(index)")
        }
        return elements
    }
}

extension Input {
    /// Whether numbers of this shape can be put in: it is the same but for axes of length 1, or one of the two is flat.
    func takes(_ other: [Int]) -> Bool {
        let (own, other) = (shape.filter { $0 != 1 }, other.filter { $0 != 1 })
        return own == other || (own.reduce(1, *) == other.reduce(1, *) && min(own.count, other.count) <= 1)
    }
}

extension ExampleElements {
    fileprivate var firstNotFinite: (index: Int, value: String)? {
        switch self {
        case .uint8: nil
        case .float32(let values): values.firstIndex { !$0.isFinite }.map { ($0, "\(values[$0])") }
        case .float64(let values): values.firstIndex { !$0.isFinite }.map { ($0, "\(values[$0])") }
        }
    }
}
