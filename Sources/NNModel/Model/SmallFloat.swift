/// A floating-point format of 16 bits: a sign, an exponent and a significand without its leading 1, as in IEEE 754.
///
/// By hand, since not every machine that Swift runs on has `Float16`, and none has bfloat16.
struct SmallFloat {
    let exponentBits: Int
    let significandBits: Int

    static let float16 = SmallFloat(exponentBits: 5, significandBits: 10)
    static let bfloat16 = SmallFloat(exponentBits: 8, significandBits: 7)

    private var infinity: UInt16 { (1 << exponentBits - 1) << significandBits }
    /// The exponent of the smallest normal number.
    private var smallestExponent: Int { 2 - 1 << (exponentBits - 1) }

    /// The nearest number of the format, of two equally near ones the even one; too large ones become infinite.
    ///
    /// NaN keeps the upper bits of its payload.
    func bits(nearestTo value: Double) -> UInt16 {
        let sign: UInt16 = value.sign == .minus ? 0x8000 : 0
        if value.isNaN {
            let payload = UInt16(truncatingIfNeeded: value.significandBitPattern >> UInt64(52 - significandBits))
            return sign | infinity | payload | 1 << UInt16(significandBits - 1)
        }
        if value.isInfinite { return sign | infinity }
        if value == 0 { return sign }
        let exponent = max(Int(value.exponent), smallestExponent)
        // Counted in units of the last place, where rounding is to a whole number. Powers of two scale exactly.
        let unit = Double(sign: .plus, exponent: exponent - significandBits, significand: 1)
        let units = (value.magnitude / unit).rounded(.toNearestOrEven)
        // A carry out of the significand lands in the exponent, which is where it belongs.
        let bits = (exponent - smallestExponent) << significandBits + Int(units)
        return sign | UInt16(min(bits, Int(infinity)))
    }

    /// The number that `bits` stand for, exactly.
    @inline(__always)
    func value(of bits: UInt16) -> Float {
        if significandBits == 7 { return Float(bitPattern: UInt32(bits) << 16) }
        let sign = UInt32(bits & 0x8000) << 16
        let exponent = UInt32(bits & infinity) >> UInt32(significandBits)
        let significand = UInt32(bits) & (1 << UInt32(significandBits) - 1)
        switch exponent {
        case 0:
            let magnitude = Float(significand) * 0x1p-24
            return Float(bitPattern: magnitude.bitPattern | sign)
        case 31:
            return Float(bitPattern: sign | 0x7F80_0000 | significand << 13)
        default:
            return Float(bitPattern: sign | (exponent + 112) << 23 | significand << 13)
        }
    }
}
