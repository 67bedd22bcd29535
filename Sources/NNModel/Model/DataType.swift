/// How one number of a tensor is stored.
public enum DataType: Hashable, Sendable, CaseIterable {
    /// IEEE 754 binary64
    case float64
    /// IEEE 754 binary32
    case float32
    /// IEEE 754 binary16
    case float16
    /// The upper half of a float32: its range, with 8 bits of precision.
    case bfloat16
    /// −128 to 127, to be multiplied by the scale of the row.
    case int8

    /// The name that people use: `float32`, `int8`, …
    public var name: String {
        switch self {
        case .float64: "float64"
        case .float32: "float32"
        case .float16: "float16"
        case .bfloat16: "bfloat16"
        case .int8: "int8"
        }
    }

    /// Bytes a number.
    public var size: Int {
        switch self {
        case .float64: 8
        case .float32: 4
        case .float16, .bfloat16: 2
        case .int8: 1
        }
    }
}
