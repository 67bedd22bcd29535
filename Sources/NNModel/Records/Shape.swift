extension ByteReader {
    /// Four lengths of which `rank` count and the others are zero.
    ///
    /// - Parameter offset: where the rank stands, for messages.
    mutating func shape(rank: UInt8, at offset: Int) throws(Violation) -> [Int] {
        guard (1...UInt8(Limits.rank)).contains(rank) else {
            throw violation(.shape, at: offset, expected: "1 to \(Limits.rank) axes", found: "\(rank)")
        }
        var shape: [Int] = []
        for axis in 0..<Limits.rank {
            let at = position
            let length = try get(UInt32.self)
            guard (length > 0) == (axis < rank) else {
                throw violation(
                    .shape, at: at, expected: axis < rank ? "an axis of length 1 or more" : "no axis after the last",
                    found: "\(length)")
            }
            if axis < rank { shape.append(Int(length)) }
        }
        return shape
    }
}

extension ByteWriter {
    mutating func put(shape: [Int]) {
        for axis in 0..<Limits.rank { put(UInt32(axis < shape.count ? shape[axis] : 0)) }
    }
}
