/// SHA-256 (FIPS 180-4), written anew: what mends files must not share a mistake with what judges them.
func sha256(_ message: [UInt8]) -> [UInt8] {
    var state: [UInt32] = [
        0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19,
    ]
    var padded = message + [0x80]
    padded += [UInt8](repeating: 0, count: (120 - padded.count % 64) % 64)
    padded += withUnsafeBytes(of: UInt64(8 * message.count).bigEndian) { Array($0) }
    padded.withUnsafeBytes { bytes in
        withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 64) { w in
            for start in stride(from: 0, to: bytes.count, by: 64) {
                for t in 0..<16 {
                    w[t] = UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: start + 4 * t, as: UInt32.self))
                }
                for t in 16..<64 {
                    let low = rotated(w[t - 15], 7) ^ rotated(w[t - 15], 18) ^ w[t - 15] >> 3
                    let high = rotated(w[t - 2], 17) ^ rotated(w[t - 2], 19) ^ w[t - 2] >> 10
                    w[t] = w[t - 16] &+ low &+ w[t - 7] &+ high
                }
                mix(w, into: &state)
            }
        }
    }
    return state.flatMap { word in withUnsafeBytes(of: word.bigEndian) { Array($0) } }
}

private func mix(_ w: UnsafeMutableBufferPointer<UInt32>, into state: inout [UInt32]) {
    var (a, b, c, d) = (state[0], state[1], state[2], state[3])
    var (e, f, g, h) = (state[4], state[5], state[6], state[7])
    for t in 0..<64 {
        let choice = (e & f) ^ (~e & g)
        let first = h &+ (rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25)) &+ choice &+ constants[t] &+ w[t]
        let second = (rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)) &+ ((a & b) ^ (a & c) ^ (b & c))
        (h, g, f, e, d, c, b, a) = (g, f, e, d &+ first, c, b, a, first &+ second)
    }
    for (i, value) in [a, b, c, d, e, f, g, h].enumerated() { state[i] &+= value }
}

private func rotated(_ x: UInt32, _ n: UInt32) -> UInt32 { x >> n | x << (32 - n) }

/// The first 32 bits of the fractional parts of the cube roots of the first 64 primes, found by their definition.
private let constants: [UInt32] = {
    let primes = (2...311).filter { n in !(2..<n).contains { n % $0 == 0 } }
    return primes.map { prime in
        // The largest r with r³ ≤ prime · 2⁹⁶, of which the lower 32 bits are the fraction.
        var root: UInt64 = 0
        for bit in (0..<36).reversed() {
            let candidate = root | 1 << UInt64(bit)
            let cube = UInt128(candidate) * UInt128(candidate) * UInt128(candidate)
            if cube <= UInt128(prime) << 96 { root = candidate }
        }
        return UInt32(truncatingIfNeeded: root)
    }
}()
