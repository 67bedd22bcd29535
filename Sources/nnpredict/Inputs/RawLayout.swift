import NNCommand
import NNFile
import NNModel

/// How a file without a header is laid out: `64x64x3`, `64x64x3:f32`, `64x64x3:u8:planar`.
struct RawLayout: ParameterValue, Sendable {
    let shape: [Int]
    private let type: ElementType
    /// Whether all of one channel stands before the next one, and not the channels of a pixel side by side.
    private let isPlanar: Bool

    private enum ElementType: String, CaseIterable {
        case u8, u16, f32, f64

        /// Bytes an element.
        var size: Int {
            switch self {
            case .u8: 1
            case .u16: 2
            case .f32: 4
            case .f64: 8
            }
        }
    }

    static let expectation = "sizes, a type and an order, as 64x64x3, 64x64x3:f32, 64x64x3:u16:planar or 784:f64"

    init?(argument: String) {
        var words = argument.split(separator: ":", omittingEmptySubsequences: false)[...]
        let lengths = words.removeFirst().split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
        var count = 1
        for length in lengths {
            guard let length, length > 0 else { return nil }
            let (product, overflow) = count.multipliedReportingOverflow(by: length)
            guard !overflow, product <= ExampleStreamLimits.features else { return nil }
            count = product
        }
        isPlanar = words.last == "planar"
        if isPlanar { words.removeLast() }
        guard words.count <= 1, !isPlanar || lengths.count == 3 else { return nil }
        guard let type = words.first.map({ ElementType(rawValue: String($0)) }) ?? .u8 else { return nil }
        shape = lengths.compactMap { $0 }
        self.type = type
    }

    var argument: String {
        sizes(shape) + (type == .u8 ? "" : ":\(type.rawValue)") + (isPlanar ? ":planar" : "")
    }

    /// The numbers of a file, the channels of a pixel side by side. Those of 16 bits become value ÷ 257, rounded, as they
    /// do in image files.
    ///
    /// - Throws: `InputError` where the file is longer or shorter, or holds NaN or an infinity.
    func elements(of file: FileBytes) throws -> ExampleElements {
        let expected = shape.reduce(1, *) * type.size
        guard file.count == expected else {
            throw InputError(
                "\(file.path): expected \(expected) bytes for \(sizes(shape)) of \(type.rawValue), found \(file.count)")
        }
        let elements = file.withUnsafeBytes { bytes in
            switch type {
            case .u8: ExampleElements(bytes, type: .uint8)
            case .u16: ExampleElements.uint8(reduced(bytes))
            case .f32: ExampleElements(bytes, type: .float32)
            case .f64: ExampleElements(bytes, type: .float64)
            }
        }
        if let (index, value) = elements.firstNotFinite {
            throw InputError("\(file.path): expected finite numbers, found \(value) at index \(index)")
        }
        return isPlanar ? elements.interleaved(channels: shape[2]) : elements
    }
}

/// Little-endian numbers of 16 bits as 8 bits, value ÷ 257 to the nearest.
private func reduced(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
    (0..<bytes.count / 2).map { index in
        let value = UInt16(littleEndian: bytes.loadUnaligned(fromByteOffset: 2 * index, as: UInt16.self))
        return UInt8((UInt32(value) + 128) / 257)
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

    /// Planes of one channel each, as pixels of all channels.
    fileprivate func interleaved(channels: Int) -> ExampleElements {
        func pixels<Element>(_ planes: [Element]) -> [Element] {
            let size = planes.count / channels
            return (0..<planes.count).map { planes[$0 % channels * size + $0 / channels] }
        }
        switch self {
        case .uint8(let planes): return .uint8(pixels(planes))
        case .float32(let planes): return .float32(pixels(planes))
        case .float64(let planes): return .float64(pixels(planes))
        }
    }
}
