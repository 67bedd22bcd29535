import NNCommand
import NNModel

/// A tensor with its place in the model, in the forms that `dump` prints.
struct NamedTensor {
    let layer: Int
    let role: ChunkEntry.Role
    let tensor: Tensor
    /// Whether int8 numbers stand without their scales, and the bits of a bfloat16 where no float32 is needed.
    var isRaw = false

    /// What `--tensor` calls it.
    private var letter: String {
        switch role {
        case .weights: "W"
        case .biases: "b"
        case .scales: "scales"
        }
    }

    /// Every number as the shortest text that reads back as the same bits, a row of the tensor each.
    var rows: [[String]] {
        let texts: [String] =
            switch tensor.dataType {
            case .float64: tensor.scalars(as: Double.self).map(\.description)
            case .int8 where isRaw: tensor.withUnsafeBytes { $0.map { Int8(bitPattern: $0).description } }
            // What a smaller type holds is a float32 too.
            case .float32, .float16, .bfloat16, .int8: tensor.scalars(as: Float.self).map(\.description)
            }
        let width = tensor.shape.last ?? 1
        return stride(from: 0, to: texts.count, by: width).map { Array(texts[$0..<$0 + width]) }
    }

    var text: String {
        let title =
            "\(letter)[\(layer)]  \(tensor.shape.map(String.init).joined(separator: " × "))  \(tensor.dataType.name)"
        return ([title] + rows.map { $0.joined(separator: " ") }).joined(separator: "\n")
    }

    /// Numbers that JSON doesn't have, NaN and infinities, become null.
    var json: JSON {
        let rows = rows.map { row in JSON.array(row.map { .number(Double($0) ?? .nan) }) }
        return .object([
            ("layer", .integer(layer)), ("tensor", .string(letter)),
            ("shape", .array(tensor.shape.map { .integer($0) })), ("dtype", .string(tensor.dataType.name)),
            ("values", role == .weights ? .array(rows) : rows.first ?? .array([])),
        ])
    }

    /// The tensor as a file of numpy's format, version 1.0.
    var npy: [UInt8] {
        let shape = tensor.shape.map(String.init).joined(separator: ", ") + (tensor.shape.count == 1 ? "," : "")
        let (descr, numbers) = numpyNumbers
        var header = "{'descr': '\(descr)', 'fortran_order': False, 'shape': (\(shape)), }"
        // The header's length is a multiple of 64 with the ten bytes before it and the newline at its end.
        header += String(repeating: " ", count: -(10 + header.utf8.count + 1) & 63) + "\n"
        let length = UInt16(header.utf8.count)
        let start: [UInt8] = [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(length & 0xFF), UInt8(length >> 8)]
        return start + Array(header.utf8) + numbers.withUnsafeBytes { Array($0) }
    }

    /// The numbers in a type that numpy has, and its name there. It has neither bfloat16 nor scales.
    private var numpyNumbers: (descr: String, Tensor) {
        switch tensor.dataType {
        case .float16, .float32, .float64: ("<f\(tensor.dataType.size)", tensor)
        case .bfloat16 where isRaw: ("<u2", tensor)
        case .int8 where isRaw: ("|i1", tensor)
        case .bfloat16, .int8: ("<f4", Tensor(tensor.scalars(as: Float.self), shape: tensor.shape))
        }
    }
}
