import NNModel

/// What the value of a key is.
enum GGUFValueType: UInt32 {
    case uint8 = 0
    case int8 = 1
    case uint16 = 2
    case int16 = 3
    case uint32 = 4
    case int32 = 5
    case float32 = 6
    case bool = 7
    case string = 8
    case array = 9
    case uint64 = 10
    case int64 = 11
    case float64 = 12

    /// Bytes of a value; nil where that differs.
    var size: Int? {
        switch self {
        case .uint8, .int8, .bool: 1
        case .uint16, .int16: 2
        case .uint32, .int32, .float32: 4
        case .uint64, .int64, .float64: 8
        case .string, .array: nil
        }
    }
}

/// What the numbers of a tensor are, by ggml's codes.
enum GGUFTensorType {
    static func dataType(_ code: UInt32) -> DataType? {
        switch code {
        case 0: .float32
        case 1: .float16
        case 28: .float64
        case 30: .bfloat16
        default: nil
        }
    }

    /// - Precondition: the format has the type; models have int8 only with scales, which it hasn't.
    static func code(_ type: DataType) -> UInt32 {
        switch type {
        case .float32: 0
        case .float16: 1
        case .float64: 28
        case .bfloat16: 30
        case .int8: preconditionFailure("int8 weights have scales, which no tensor of GGUF has")
        }
    }

    /// ggml's name of a type that is not read.
    static func name(_ code: UInt32) -> String {
        let names: [UInt32: String] = [
            2: "Q4_0", 3: "Q4_1", 6: "Q5_0", 7: "Q5_1", 8: "Q8_0", 9: "Q8_1", 10: "Q2_K", 11: "Q3_K", 12: "Q4_K",
            13: "Q5_K", 14: "Q6_K", 15: "Q8_K", 16: "IQ2_XXS", 17: "IQ2_XS", 18: "IQ3_XXS", 19: "IQ1_S", 20: "IQ4_NL",
            21: "IQ3_S", 22: "IQ2_S", 23: "IQ4_XS", 24: "I8", 25: "I16", 26: "I32", 27: "I64", 29: "IQ1_M",
            34: "TQ1_0", 35: "TQ2_0", 39: "MXFP4",
        ]
        return names[code] ?? "the type \(code)"
    }
}

/// A tensor as the header has it.
struct GGUFTensor {
    let name: String
    /// As PyTorch has it: (units, inputs) for weights.
    let shape: [Int]
    let dataType: DataType
    /// From the beginning of the numbers.
    let offset: Int
    /// Where it ends.
    let end: Int
}
