import NNCommand
import NNFile
import NNImage
import NNModel

/// `64x64x3` or `64x64x3:f32`: headerless pixels.
struct RawShape: ParameterValue {
    static let expectation = "sizes as HEIGHTxWIDTH[xCHANNELS], and :f32 for floats"
    let shape: [Int]
    let isFloat: Bool

    init?(argument: String) {
        let parts = argument.split(separator: ":", omittingEmptySubsequences: false)
        let sizes = parts[0].split(separator: "x", omittingEmptySubsequences: false).map { Int($0) ?? 0 }
        guard parts.count <= 2, parts.count == 1 || ["u8", "f32"].contains(parts[1]), (1...4).contains(sizes.count),
            sizes.allSatisfy({ (1...1 << 16).contains($0) })
        else { return nil }
        shape = sizes
        isFloat = parts.count == 2 && parts[1] == "f32"
    }

    var argument: String { shape.map(String.init).joined(separator: "x") + (isFloat ? ":f32" : "") }
}

/// Turns a file into the raw elements that a model takes.
struct ExampleReader {
    private let input: Input
    private let modelPath: String
    private let raw: RawShape?

    init(_ input: Input, modelPath: String, raw: RawShape?) {
        self.input = input
        self.modelPath = modelPath
        self.raw = raw
    }

    /// Whether the model takes what the files are to hold.
    /// - Throws: `InputError` where it doesn't.
    func check() throws {
        if let raw {
            guard raw.shape == input.shape || raw.shape.reduce(1, *) == input.featureCount else {
                throw InputError("\(modelPath): expected --raw of shape \(input.shape), found \(raw.shape)")
            }
            return
        }
        guard let size = input.imageSize, ColorModel(channels: size.channels) != nil else {
            throw InputError(
                "\(modelPath): takes examples of shape \(input.shape), which are no images; give them with --raw")
        }
        guard input.resizing == nil || input.resizing?.filter == .bilinear else {
            throw InputError("\(modelPath): this version resizes bilinearly only, the model asks for another filter")
        }
    }

    /// The raw elements of the file at `path`, in the order of the model's input.
    func values<Scalar: Real>(of path: String) throws -> [Scalar] {
        let file = try FileBytes(path: path == "-" ? "/dev/stdin" : path)
        guard let raw else { return try pixels(of: file, named: path).map { Scalar($0) } }
        let expected = input.featureCount * (raw.isFloat ? 4 : 1)
        guard file.count == expected else {
            throw InputError("\(path): expected \(expected) bytes for --raw \(raw.argument), found \(file.count)")
        }
        let values: [Scalar] = file.withUnsafeBytes { bytes in
            if !raw.isFloat { return bytes.map { Scalar($0) } }
            return stride(from: 0, to: bytes.count, by: 4).map {
                Scalar(
                    Float(bitPattern: UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: $0, as: UInt32.self))))
            }
        }
        guard let index = values.firstIndex(where: { !$0.isFinite }) else { return values }
        throw InputError("\(path): element \(index): expected a finite number, found \(values[index])")
    }

    private func pixels(of file: FileBytes, named path: String) throws -> [UInt8] {
        guard let size = input.imageSize, let color = ColorModel(channels: size.channels) else { return [] }
        let image = try file.withUnsafeBytes { try Image(decoding: $0, named: path) }
        let fit: ResizeFit =
            switch input.resizing?.fit {
            case .fit: .fit
            case .crop: .crop
            default: .stretch
            }
        return image.prepared(ImageSize(height: size.height, width: size.width), color: color, fit: fit).pixels
    }
}
