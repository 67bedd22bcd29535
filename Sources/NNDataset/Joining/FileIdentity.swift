#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What tells whether a file is still the one that it was: which one, how long, and when it was last written to.
struct FileIdentity: Sendable, Equatable {
    private let numbers: [Int]

    /// Of the file at `path` as it is now; all zero where there is none.
    init(of path: String) {
        var status = stat()
        _ = stat(path, &status)
        #if canImport(Darwin)
            let time = status.st_mtimespec
        #else
            let time = status.st_mtim
        #endif
        numbers = [
            Int(truncatingIfNeeded: status.st_dev), Int(truncatingIfNeeded: status.st_ino), Int(status.st_size),
            Int(time.tv_sec), Int(time.tv_nsec),
        ]
    }
}
