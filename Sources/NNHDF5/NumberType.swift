import NNCHDF5

/// The types of numbers that are read: what the file stores, whatever its byte order.
public enum NumberType: String, Sendable, CaseIterable {
    /// Whole numbers from 0.
    case uint8, uint16, uint32, uint64
    /// Whole numbers in two's complement.
    case int8, int16, int32, int64
    /// IEEE 754 binary16, binary32 and binary64.
    case float16, float32, float64

    /// Bytes in one number.
    public var byteCount: Int {
        switch self {
        case .uint8, .int8: 1
        case .uint16, .int16, .float16: 2
        case .uint32, .int32, .float32: 4
        case .uint64, .int64, .float64: 8
        }
    }

    /// Whether the numbers can be fractions, NaN or infinite.
    public var isFloatingPoint: Bool {
        switch self {
        case .float16, .float32, .float64: true
        default: false
        }
    }
}

/// A Swift type that numbers of any stored type can be read into; libhdf5 converts.
public protocol HDF5Number: BitwiseCopyable, Sendable {
    /// The type of number that this one is.
    static var numberType: NumberType { get }
}

extension UInt8: HDF5Number {
    /// Unsigned, one byte.
    public static var numberType: NumberType { .uint8 }
}
extension UInt16: HDF5Number {
    /// Unsigned, two bytes.
    public static var numberType: NumberType { .uint16 }
}
extension UInt32: HDF5Number {
    /// Unsigned, four bytes.
    public static var numberType: NumberType { .uint32 }
}
extension UInt64: HDF5Number {
    /// Unsigned, eight bytes.
    public static var numberType: NumberType { .uint64 }
}
extension Int8: HDF5Number {
    /// Signed, one byte.
    public static var numberType: NumberType { .int8 }
}
extension Int16: HDF5Number {
    /// Signed, two bytes.
    public static var numberType: NumberType { .int16 }
}
extension Int32: HDF5Number {
    /// Signed, four bytes.
    public static var numberType: NumberType { .int32 }
}
extension Int64: HDF5Number {
    /// Signed, eight bytes.
    public static var numberType: NumberType { .int64 }
}
extension Float: HDF5Number {
    /// binary32.
    public static var numberType: NumberType { .float32 }
}
extension Double: HDF5Number {
    /// binary64.
    public static var numberType: NumberType { .float64 }
}

extension NumberType {
    /// libhdf5's identifier of the type in memory; it lives as long as the library and is not to be closed.
    var memoryType: hid_t {
        switch self {
        case .uint8: NNH5T_NATIVE_UINT8()
        case .uint16: NNH5T_NATIVE_UINT16()
        case .uint32: NNH5T_NATIVE_UINT32()
        case .uint64: NNH5T_NATIVE_UINT64()
        case .int8: NNH5T_NATIVE_INT8()
        case .int16: NNH5T_NATIVE_INT16()
        case .int32: NNH5T_NATIVE_INT32()
        case .int64: NNH5T_NATIVE_INT64()
        case .float16: preconditionFailure("libhdf5 knows no half precision in memory")
        case .float32: NNH5T_NATIVE_FLOAT()
        case .float64: NNH5T_NATIVE_DOUBLE()
        }
    }
}
