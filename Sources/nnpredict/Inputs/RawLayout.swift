import NNCommand
import NNFile
import NNModel

/// How a file without a header is laid out: `64x64x3`, `64x64x3:u16`, `64x64x3:f32:planar`.
struct RawLayout: ParameterValue, Sendable {
    /// How a number of the file is stored, little-endian.
    enum Storage: String, CaseIterable {
        case u8
        /// Read as an image of 16 bits is: value ÷ 257, to the nearest of 0 to 255.
        case u16
        case f32, f64

        /// Bytes a number.
        var size: Int {
            switch self {
            case .u8: 1
            case .u16: 2
            case .f32: 4
            case .f64: 8
            }
        }
    }

    /// Of the example, whatever the order in the file.
    let shape: [Int]
    let storage: Storage
    /// Whether the file has one channel, the last axis, after the other.
    let isPlanar: Bool

    static let expectation = "sizes and a type, as 64x64x3, 64x64x3:u16, 784:f64 or 64x64x3:f32:planar"

    init?(argument: String) {
        var parts = argument.split(separator: ":", omittingEmptySubsequences: false).map(String.init)[...]
        let lengths = parts.removeFirst().split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
        var count = 1
        for length in lengths {
            guard let length, length > 0 else { return nil }
            let (product, overflow) = count.multipliedReportingOverflow(by: length)
            guard !overflow, product <= ExampleStreamLimits.features else { return nil }
            count = product
        }
        shape = lengths.compactMap { $0 }
        isPlanar = parts.last == "planar"
        if isPlanar { parts.removeLast() }
        guard parts.count <= 1, let storage = Storage(rawValue: parts.first ?? "u8") else { return nil }
        self.storage = storage
        // Planes are height × width, of so many channels.
        if isPlanar && shape.count != 3 { return nil }
    }

    var argument: String { sizes(shape) + (storage == .u8 ? "" : ":\(storage)") + (isPlanar ? ":planar" : "") }

    /// The numbers of a file, row-major.
    ///
    /// - Throws: `InputError` where the file is longer or shorter, or holds NaN or an infinity.
    func elements(of file: FileBytes) throws -> ExampleElements {
        let expected = shape.reduce(1, *) * storage.size
        guard file.count == expected else {
            throw InputError(
                "\(file.path): expected \(expected) bytes for \(sizes(shape)) of \(storage), found \(file.count)")
        }
        let elements = file.withUnsafeBytes { stored($0) }
        if let (index, value) = elements.firstNotFinite {
            throw InputError("\(file.path): expected finite numbers, found \(value) at index \(index)")
        }
        return isPlanar ? elements.interleaved(channels: shape[2]) : elements
    }

    private func stored(_ bytes: UnsafeRawBufferPointer) -> ExampleElements {
        switch storage {
        case .u8: ExampleElements(bytes, type: .uint8)
        case .u16:
            .uint8(
                stride(from: 0, to: bytes.count, by: 2).map { offset in
                    let value = Int(bytes[offset]) | Int(bytes[offset + 1]) << 8
                    return UInt8((value + 128) / 257)
                })
        case .f32: ExampleElements(bytes, type: .float32)
        case .f64: ExampleElements(bytes, type: .float64)
        }
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
    /// Planes, one channel after the other, as pixels.
    fileprivate func interleaved(channels: Int) -> ExampleElements {
        func pixels<Element>(_ planes: [Element]) -> [Element] {
            let count = planes.count / channels
            return (0..<planes.count).map { planes[$0 % channels * count + $0 / channels] }
        }
        return switch self {
        case .uint8(let planes): .uint8(pixels(planes))
        case .float32(let planes): .float32(pixels(planes))
        case .float64(let planes): .float64(pixels(planes))
        }
    }

    fileprivate var firstNotFinite: (index: Int, value: String)? {
        switch self {
        case .uint8: nil
        case .float32(let values): values.firstIndex { !$0.isFinite }.map { ($0, "\(values[$0])") }
        case .float64(let values): values.firstIndex { !$0.isFinite }.map { ($0, "\(values[$0])") }
        }
    }
}
