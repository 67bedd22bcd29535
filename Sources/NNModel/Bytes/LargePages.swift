#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Asks the system for large pages behind memory that is about to be filled: to hand out and clear a large tensor in
/// pages of 4 KiB takes as long as to decode it.
func preferLargePages(_ memory: UnsafeMutableRawBufferPointer) {
    #if os(Linux)
        guard let start = memory.baseAddress, memory.count >= 4 << 20 else { return }
        let page = Int(sysconf(Int32(_SC_PAGESIZE)))
        let first = start.alignedUp(toMultipleOf: page)
        let length = (memory.count - (first - start)) / page * page
        // It is a wish; where the system doesn't grant it, nothing is lost.
        _ = madvise(first, length, Int32(MADV_HUGEPAGE))
    #endif
}
