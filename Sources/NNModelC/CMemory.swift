/// Memory that C programs look at: it stays where it is until this goes, and is freed then.
///
/// Filled by one thread at a time: while a model opens, and then under its lock.
final class CMemory: @unchecked Sendable {
    private var blocks: [UnsafeMutableRawPointer] = []

    deinit {
        for block in blocks { block.deallocate() }
    }

    /// UTF-8 with a zero behind it.
    func text(_ text: String) -> UnsafePointer<CChar> {
        keep(Self.copy(of: text))
    }

    /// The elements, or nil where there are none.
    func array<Element: BitwiseCopyable>(_ elements: [Element]) -> UnsafePointer<Element>? {
        guard !elements.isEmpty else { return nil }
        let copy = UnsafeMutablePointer<Element>.allocate(capacity: elements.count)
        copy.initialize(from: elements, count: elements.count)
        return keep(copy)
    }

    /// A text for the caller to free, or to keep for ever.
    static func copy(of text: String) -> UnsafeMutablePointer<CChar> {
        let bytes = text.utf8.map { CChar(bitPattern: $0) } + [0]
        let copy = UnsafeMutablePointer<CChar>.allocate(capacity: bytes.count)
        copy.initialize(from: bytes, count: bytes.count)
        return copy
    }

    private func keep<Element>(_ block: UnsafeMutablePointer<Element>) -> UnsafePointer<Element> {
        blocks.append(UnsafeMutableRawPointer(block))
        return UnsafePointer(block)
    }
}
