internal import NNCKernels

/// The secure hash SHA-256 (FIPS 180-4), of which the format's content digest is made.
package struct SHA256 {
    private var state: [UInt32] = [
        0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19,
    ]
    private var pending: [UInt8] = []
    private var length: UInt64 = 0
    private let isPortable: Bool

    /// - Parameter isPortable: whether the processor's own instructions are left alone, as a test does.
    package init(isPortable: Bool = false) {
        self.isPortable = isPortable
    }

    package mutating func add(_ bytes: UnsafeRawBufferPointer) {
        length += UInt64(bytes.count)
        var rest = bytes[...]
        if !pending.isEmpty {
            let missing = min(64 - pending.count, rest.count)
            pending += rest.prefix(missing)
            rest = rest.dropFirst(missing)
            guard pending.count == 64 else { return }
            let block = pending
            block.withUnsafeBytes { mix($0) }
            pending = []
        }
        let whole = rest.count / 64 * 64
        mix(UnsafeRawBufferPointer(rebasing: rest.prefix(whole)))
        pending += rest.dropFirst(whole)
    }

    /// Adds to each of two hashes, for as long as both go on in the time of one: an instruction of one waits for the one
    /// before, and those of the other fill the gap.
    package static func add(
        _ bytes: UnsafeRawBufferPointer, to first: inout SHA256, _ others: UnsafeRawBufferPointer,
        to second: inout SHA256
    ) {
        let areWhole = first.pending.isEmpty && second.pending.isEmpty
        let common = areWhole ? min(bytes.count, others.count) / 64 * 64 : 0
        if common > 0, let a = bytes.baseAddress, let b = others.baseAddress {
            first.length += UInt64(common)
            second.length += UInt64(common)
            first.state.withUnsafeMutableBufferPointer { one in
                second.state.withUnsafeMutableBufferPointer { two in
                    let blocks = [a, b].map { $0.assumingMemoryBound(to: UInt8.self) as UnsafePointer? }
                    nn_sha256_pairs([one.baseAddress, two.baseAddress], blocks, common / 64)
                }
            }
        }
        first.add(UnsafeRawBufferPointer(rebasing: bytes[common...]))
        second.add(UnsafeRawBufferPointer(rebasing: others[common...]))
    }

    package mutating func add(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { add($0) }
    }

    /// The 32 bytes of the hash of all that was added.
    package consuming func finish() -> [UInt8] {
        let bits = length &* 8
        add([0x80])
        add([UInt8](repeating: 0, count: (120 - pending.count) % 64))
        add((0..<8).map { UInt8(truncatingIfNeeded: bits >> (56 - 8 * UInt64($0))) })
        return state.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> (24 - 8 * UInt32($0))) } }
    }

    package static func of(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
        var hash = SHA256()
        hash.add(bytes)
        return hash.finish()
    }

    /// A hash as everybody prints it: 64 hexadecimal digits.
    package static func text(_ hash: [UInt8]) -> String {
        hash.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    private mutating func mix(_ blocks: UnsafeRawBufferPointer) {
        guard let start = blocks.baseAddress?.assumingMemoryBound(to: UInt8.self), !blocks.isEmpty else { return }
        if isPortable {
            nn_sha256_portable_blocks(&state, start, blocks.count / 64)
        } else {
            nn_sha256_blocks(&state, start, blocks.count / 64)
        }
    }
}
