import NNModel

/// The type of a tensor's elements, as ONNX numbers them (TensorProto.DataType).
enum ONNXElement: Int {
    case float = 1
    case uint8, int8, uint16, int16, int32, int64, string, bool, float16, double, uint32, uint64, complex64, complex128
    case bfloat16
    case float8e4m3fn, float8e4m3fnuz, float8e5m2, float8e5m2fnuz, uint4, int4, float4e2m1

    /// The type of a model's numbers; nil where it has no such type.
    var dataType: DataType? {
        switch self {
        case .float: .float32
        case .double: .float64
        case .float16: .float16
        case .bfloat16: .bfloat16
        default: nil
        }
    }

    init?(_ dataType: DataType) {
        switch dataType {
        case .float32: self = .float
        case .float64: self = .double
        case .float16: self = .float16
        case .bfloat16: self = .bfloat16
        case .int8: return nil
        }
    }

    /// Bytes an element; nil where its tensors are not read.
    var size: Int? {
        switch self {
        case .int64, .double: 8
        case .float, .int32: 4
        case .float16, .bfloat16: 2
        case .uint8, .int8, .bool: 1
        default: nil
        }
    }

    /// The field of a tensor in which the elements stand where they aren't raw.
    var field: Int {
        switch self {
        case .float, .complex64: 4
        case .string: 6
        case .int64: 7
        case .double, .complex128: 10
        case .uint32, .uint64: 11
        default: 5
        }
    }

    /// The name that people know it by.
    var name: String {
        switch self {
        case .float: "float32"
        case .double: "float64"
        default: "\(self)"
        }
    }
}
