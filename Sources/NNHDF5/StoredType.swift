import NNCHDF5

/// What the elements of a data set or an attribute are.
public enum StoredType: Sendable, Equatable {
    /// Numbers, of either byte order.
    case number(NumberType)
    /// Strings, all of one length or each of its own.
    case string
    /// So many bytes each, of which HDF5 knows nothing.
    case opaque(byteCount: Int)
    /// Anything else, in words.
    case other(String)

    /// In words, for messages.
    public var description: String {
        switch self {
        case .number(let number): number.rawValue
        case .string: "strings"
        case .opaque(let byteCount): "opaque elements of \(byteCount) bytes"
        case .other(let words): words
        }
    }
}

extension StoredType {
    /// Reads the type with the identifier `type`.
    init(_ type: hid_t) {
        switch H5Tget_class(type) {
        case H5T_INTEGER: self = Self.integer(type)
        case H5T_FLOAT: self = Self.float(type)
        case H5T_STRING: self = .string
        case H5T_ENUM:
            // numpy's booleans are an enumeration of int8; libhdf5 converts an enumeration like its numbers.
            guard let base = Handle(H5Tget_super(type), closedBy: H5Tclose) else {
                self = .other("an enumeration"); return
            }
            self = Self.integer(base.id)
        case H5T_BITFIELD: self = .other("a bit field")
        case H5T_OPAQUE: self = .opaque(byteCount: H5Tget_size(type))
        case H5T_COMPOUND: self = .other("a compound type")
        case H5T_REFERENCE: self = .other("references")
        case H5T_VLEN: self = .other("lists of varying length")
        case H5T_ARRAY: self = .other("arrays as elements")
        default: self = .other("a type that libhdf5 doesn't know")
        }
    }

    private static func integer(_ type: hid_t) -> StoredType {
        let bytes = H5Tget_size(type)
        let isSigned = H5Tget_sign(type) == H5T_SGN_2
        let number: NumberType? =
            switch bytes {
            case 1: isSigned ? .int8 : .uint8
            case 2: isSigned ? .int16 : .uint16
            case 4: isSigned ? .int32 : .uint32
            case 8: isSigned ? .int64 : .uint64
            default: nil
            }
        guard let number, H5Tget_precision(type) == bytes * 8 else {
            return .other("integers of \(H5Tget_precision(type)) bits in \(bytes) bytes")
        }
        return .number(number)
    }

    private static func float(_ type: hid_t) -> StoredType {
        var (sign, exponent, exponentBits, mantissa, mantissaBits) = (0, 0, 0, 0, 0)
        let isRead = H5Tget_fields(type, &sign, &exponent, &exponentBits, &mantissa, &mantissaBits) >= 0
        let bytes = H5Tget_size(type)
        let number: NumberType? =
            switch (bytes, exponentBits, mantissaBits, H5Tget_ebias(type)) {
            case (2, 5, 10, 15): .float16
            case (4, 8, 23, 127): .float32
            case (8, 11, 52, 1023): .float64
            default: nil
            }
        let order = H5Tget_order(type)
        guard isRead, let number, order == H5T_ORDER_LE || order == H5T_ORDER_BE,
            (sign, exponent, mantissa) == (bytes * 8 - 1, mantissaBits, 0), H5Tget_norm(type) == H5T_NORM_IMPLIED
        else {
            return .other("floats of \(exponentBits) exponent and \(mantissaBits) mantissa bits in \(bytes) bytes")
        }
        return .number(number)
    }
}
