#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Asks the system for the pages behind memory that is about to be filled, all at once and large ones if there are any: to
/// hand them out one by one, as they are touched, takes as long as to decode what goes into them.
///
/// Nothing is asked for beyond 32 MiB but that pages be large: what a file claims must not become memory before it is seen
/// that there is something to fill it with.
package func prepareToFill(_ memory: UnsafeMutableRawBufferPointer) {
    #if os(Linux)
        guard let start = memory.baseAddress, memory.count >= 128 << 10 else { return }
        let page = Int(sysconf(Int32(_SC_PAGESIZE)))
        let first = start.alignedUp(toMultipleOf: page)
        let length = (memory.count - (first - start)) / page * page
        // Both are wishes; where the system doesn't grant them, nothing is lost.
        if memory.count >= 4 << 20 { _ = madvise(first, length, Int32(MADV_HUGEPAGE)) }
        if memory.count <= 32 << 20 { _ = madvise(first, length, populateForWriting) }
    #endif
}

#if os(Linux)
    /// MADV_POPULATE_WRITE, of Linux 5.14, which not every C library knows.
    private let populateForWriting: Int32 = 23
#endif
