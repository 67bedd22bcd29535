#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Where matrices of as many rows go in one piece of memory: each starts a cache line, and none shares one with its
/// neighbour.
struct MemoryPlan {
    let rows: Int
    let stride: Int
    /// In elements.
    private(set) var total = 0

    var bytes: Int { total * stride }

    init(rows: Int, stride: Int) {
        self.rows = rows
        self.stride = stride
    }

    /// The place of the next matrix, in elements.
    mutating func add(_ columns: Int) throws(NetworkError) -> Int {
        let line = 64 / stride
        let (size, overflows) = columns.multipliedReportingOverflow(by: rows)
        guard !overflows, size <= Int.max / 16 - total else { throw .outOfMemory(bytes: nil) }
        defer { total += (size + line - 1) / line * line }
        return total
    }

    /// The piece of memory, filled with zeros; `free` gives it back.
    func allocate<Scalar: NetworkReal>(as: Scalar.Type) throws(NetworkError) -> UnsafeMutablePointer<Scalar> {
        var allocated: UnsafeMutableRawPointer?
        guard posix_memalign(&allocated, 64, max(64, bytes)) == 0, let memory = allocated else {
            throw .outOfMemory(bytes: bytes)
        }
        // No bits set is 0 in both precisions; code for any of them would store one number at a time.
        memset(memory, 0, bytes)
        return memory.bindMemory(to: Scalar.self, capacity: total)
    }
}
