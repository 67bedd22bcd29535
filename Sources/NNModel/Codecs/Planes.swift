internal import NNCKernels

/// Numbers cut into their bytes: the most significant byte of each number in order, then the next one, and so on.
enum Planes {
    /// Cuts `numbers` into planes, which stand one behind the other in `planes`.
    ///
    /// - Precondition: `planes` is as long as `numbers`, whose length is a multiple of the word's and whose address of
    ///   the word's alignment.
    static func split(
        _ numbers: UnsafeRawBufferPointer, into planes: UnsafeMutableRawBufferPointer, layout: WordLayout
    ) {
        precondition(planes.count == numbers.count && numbers.count % layout.size == 0, "planes of another length")
        guard let source = numbers.baseAddress, let target = planes.baseAddress, !numbers.isEmpty else { return }
        if layout.size == 1 { return target.copyMemory(from: source, byteCount: numbers.count) }
        nn_split_planes(
            source, target.assumingMemoryBound(to: UInt8.self), numbers.count / layout.size, Int32(layout.size),
            layout.rotates ? 1 : 0)
    }

    /// Puts `planes`, each of one byte a number, together again; the inverse of `split`.
    ///
    /// - Precondition: as many planes as a word has bytes, each as long as `numbers` has words.
    static func merge(
        _ planes: [UnsafeRawBufferPointer], into numbers: UnsafeMutableRawBufferPointer, layout: WordLayout
    ) {
        let count = numbers.count / layout.size
        precondition(
            planes.count == layout.size && planes.allSatisfy { $0.count == count }, "planes of another length")
        guard let target = numbers.baseAddress, count > 0 else { return }
        if layout.size == 1 { return numbers.copyMemory(from: planes[0]) }
        let starts = planes.map { $0.baseAddress?.assumingMemoryBound(to: UInt8.self) }
        nn_merge_planes(starts, target, count, Int32(layout.size), layout.rotates ? 1 : 0)
    }
}
