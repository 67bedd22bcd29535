/// How one number of a tensor is stored.
public enum DataType: Hashable, Sendable, CaseIterable {
    /// IEEE 754 binary64
    case float64
    /// IEEE 754 binary32
    case float32

    /// The name that people use: `float32`, `float64`.
    public var name: String {
        switch self {
        case .float64: "float64"
        case .float32: "float32"
        }
    }

    /// Bytes a number.
    public var size: Int {
        switch self {
        case .float64: 8
        case .float32: 4
        }
    }
}
