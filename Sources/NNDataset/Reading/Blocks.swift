extension Dataset {
    /// All examples, in runs that are cheap to read one after the other: of whole chunks and some quarter of a million
    /// numbers each, and of a chunk at most where that is larger.
    public var blocks: [Range<Int>] {
        let chunk = examplesPerChunk
        let whole = limits.numbersPerRead / featureCount / chunk * chunk
        let step = max(1, whole, min(chunk, Self.mostNumbersPerRead / featureCount))
        return stride(from: 0, to: exampleCount, by: step).map { $0..<min($0 + step, exampleCount) }
    }

    /// Numbers that are read at a time where a chunk of the file is large.
    private static var mostNumbersPerRead: Int { 1 << 22 }

    /// Calls `body` with the inputs of all examples as they are stored, a block at a time.
    ///
    /// - Parameter body: is given the examples, and their numbers, one example a row.
    func forEachBlock<Element: InputElement>(
        as type: Element.Type, _ body: (Range<Int>, UnsafeBufferPointer<Element>) throws(DatasetError) -> Void
    ) throws(DatasetError) {
        let blocks = blocks
        let length = (blocks.first?.count ?? 0) * featureCount
        let buffer = UnsafeMutableBufferPointer<Element>.allocate(capacity: length)
        defer { buffer.deallocate() }
        for examples in blocks {
            let rows = UnsafeMutableBufferPointer(rebasing: buffer[..<(examples.count * featureCount)])
            try readUnchecked(examples: examples, into: rows)
            try body(examples, UnsafeBufferPointer(rows))
        }
    }
}
