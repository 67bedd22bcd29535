internal import NNThreads

/// The CRC-32 and the SHA-256 of bytes.
struct Sums: Sendable {
    let checksum: UInt32
    /// Empty where nobody wanted it.
    let hash: [UInt8]

    /// Those of each of several, in one pass over each.
    ///
    /// - Parameters:
    ///   - isHashed: whether hashes are wanted, which take most of the time.
    ///   - threads: how many compute.
    static func of(_ contents: [ByteStorage], isHashed: Bool = true, threads: Int) -> [Sums] {
        guard isHashed else {
            return concurrentMap(contents.count, threads: threads) { index in
                var checksum = Checksum()
                contents[index].forEachBlock { checksum.add($0) }
                return Sums(checksum: checksum.value, hash: [])
            }
        }
        // By two, which takes little longer than one; those of about the same length together, the longest first.
        let lengths = contents.map { $0.withUnsafeBytes(\.count) }
        let order = contents.indices.sorted { (lengths[$1], $0) < (lengths[$0], $1) }
        let pairs = Pieces(of: order.count, length: 2)
        let sums = concurrentMap(pairs.count, threads: threads) { index in
            let pair = order[pairs[index]].map { contents[$0] }
            return of(pair[0], pair.count == 2 ? pair[1] : .owned([]))
        }
        var ordered = [Sums](repeating: Sums(checksum: 0, hash: []), count: contents.count)
        for (place, index) in order.enumerated() {
            ordered[index] = place % 2 == 0 ? sums[place / 2].first : sums[place / 2].second
        }
        return ordered
    }

    /// Those of two, side by side.
    private static func of(_ one: ByteStorage, _ other: ByteStorage) -> (first: Sums, second: Sums) {
        var (first, second) = (Running(), Running())
        one.withUnsafeBytes { bytes in
            other.withUnsafeBytes { others in
                let stretches = Pieces(of: max(bytes.count, others.count), length: ByteStorage.stretchLength)
                for index in 0..<stretches.count {
                    let stretch = stretches[index]
                    // The two of a block fill a core's cache together.
                    let blocks = Pieces(of: stretch.count, length: ByteStorage.blockLength / 8)
                    for block in 0..<blocks.count {
                        let start = stretch.lowerBound
                        let range = start + blocks[block].lowerBound..<start + blocks[block].upperBound
                        Running.add(bytes.part(range), to: &first, others.part(range), to: &second)
                    }
                    one.giveBack(stretch.clamped(to: 0..<bytes.count))
                    other.giveBack(stretch.clamped(to: 0..<others.count))
                }
            }
        }
        return (first.finish(), second.finish())
    }
}

/// Sums of what was added so far.
private struct Running {
    private var checksum = Checksum()
    private var hash = SHA256()

    static func add(
        _ bytes: UnsafeRawBufferPointer, to first: inout Running, _ others: UnsafeRawBufferPointer,
        to second: inout Running
    ) {
        SHA256.add(bytes, to: &first.hash, others, to: &second.hash)
        first.checksum.add(bytes)
        second.checksum.add(others)
    }

    consuming func finish() -> Sums { Sums(checksum: checksum.value, hash: hash.finish()) }
}

extension UnsafeRawBufferPointer {
    /// So much of a range as there is.
    fileprivate func part(_ range: Range<Int>) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: self[range.clamped(to: 0..<count)])
    }
}
