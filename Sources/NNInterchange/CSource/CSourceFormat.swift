import NNFile
import NNModel

/// C99 source: one header with the weights and a function that predicts, for devices that have nothing else. It allocates
/// nothing and needs the mathematical library alone.
///
/// Written only; what is written is read back for the proof, and no other C is.
public enum CSourceFormat: ModelFormat {
    public static let name = "c"
    public static let fileExtensions = ["h"]
    public static let summary = "C99 source: a header with the weights and a function that predicts"
    public static let direction = FormatDirection.output

    /// How the line begins that says of which model the rest is.
    static let mark = "// nnm-c 1 "

    public static func match(_ bytes: UnsafeRawBufferPointer) -> Bool { bytes.starts(with: mark.utf8) }

    public static func open(_ file: FileBytes, _ options: ReadingOptions) throws(InterchangeError) -> ReadModel {
        try CSourceReader(file).read()
    }

    public static func carried(of model: Model, file: String) throws(InterchangeError) -> CarriedModel {
        let carried = try CarriedModel(model, types: [.float64, .float32], file: file)
        for (index, layer) in carried.model.layers.enumerated() {
            for (role, tensor) in [("W", layer.weights), ("b", layer.biases)]
            where tensor.scalars(as: Double.self).contains(where: \.isNaN) {
                throw InterchangeError(
                    file, "\(role)[\(index + 1)]",
                    .unexpected(expected: "numbers, which C has names for", found: "NaN"))
            }
        }
        return carried
    }

    public static func encode(
        _ model: Model, _ options: WritingOptions, file: String
    ) throws(InterchangeError) -> EncodedFile {
        .bytes(Array(CSourceWriter(model, prefix: prefix(of: file)).text.utf8))
    }

    /// What every name in the file begins with: the file's own name, as far as C allows.
    private static func prefix(of file: String) -> String {
        let name = file.utf8.split(separator: UInt8(ascii: "/")).last ?? file.utf8[...]
        let allowed = name.prefix { $0 != UInt8(ascii: ".") }.map { byte -> Character in
            let scalar = Unicode.Scalar(byte)
            return ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || ("0"..."9").contains(scalar)
                ? Character(scalar) : "_"
        }
        let text = String(allowed.prefix(64))
        return text.isEmpty || text.first?.isNumber == true || text.first == "_" ? "model\(text)" : text
    }
}
