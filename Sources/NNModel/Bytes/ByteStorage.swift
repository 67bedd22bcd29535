import NNFile
internal import NNThreads

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Bytes that are in memory, or a view into a file that stays open for as long as the view lives.
enum ByteStorage: Sendable {
    case owned([UInt8])
    case mapped(FileBytes, Range<Int>)

    /// Lends the bytes; the pointer must not outlive the call.
    func withUnsafeBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        switch self {
        case .owned(let bytes):
            return try bytes.span.bytes.withUnsafeBytes(body)
        case .mapped(let file, let range):
            return try file.withUnsafeBytes { bytes throws(Failure) in
                try body(UnsafeRawBufferPointer(rebasing: bytes[range]))
            }
        }
    }
}

// Passing over all of the bytes, of which a file may hold more than there is memory: no more of it is taken than a block.
extension ByteStorage {
    /// What a core's own cache holds, so that a block can be looked at twice.
    static let blockLength = 1 << 20
    /// What is given back at a time: less would cost a call more for each block, which interrupts all threads.
    static let stretchLength = 8 * blockLength

    /// Lends the bytes in blocks, one after the other.
    func forEachBlock<Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Void
    ) throws(Failure) {
        try withUnsafeBytes { bytes throws(Failure) in
            let stretches = Pieces(of: bytes.count, length: Self.stretchLength)
            for index in 0..<stretches.count {
                let stretch = UnsafeRawBufferPointer(rebasing: bytes[stretches[index]])
                let blocks = Pieces(of: stretch.count, length: Self.blockLength)
                for block in 0..<blocks.count { try body(UnsafeRawBufferPointer(rebasing: stretch[blocks[block]])) }
                giveBack(stretches[index])
            }
        }
    }

    /// Tells the system that a part of the bytes is not needed for now, where they are a mapped file's.
    func giveBack(_ part: Range<Int>) {
        guard case .mapped(let file, let range) = self else { return }
        file.giveBack(range.lowerBound + part.lowerBound..<range.lowerBound + part.upperBound)
    }

    /// Whether both have the same bytes; long ones are compared on all cores.
    func equals(_ other: ByteStorage) -> Bool {
        withUnsafeBytes { a in
            other.withUnsafeBytes { b in
                guard a.count == b.count else { return false }
                guard let first = a.baseAddress, let second = b.baseAddress, first != second else { return true }
                let stretches = Pieces(of: a.count, length: Self.stretchLength)
                // Lent for as long as the threads run, and only read.
                nonisolated(unsafe) let starts = (first, second)
                return concurrentMap(stretches.count, threads: availableCores) { index in
                    let stretch = stretches[index]
                    defer {
                        giveBack(stretch)
                        other.giveBack(stretch)
                    }
                    return memcmp(starts.0 + stretch.lowerBound, starts.1 + stretch.lowerBound, stretch.count) == 0
                }.allSatisfy { $0 }
            }
        }
    }
}
