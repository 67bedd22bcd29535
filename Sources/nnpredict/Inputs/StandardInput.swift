import NNFile

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// All bytes of standard input, from where it stands.
///
/// - Parameter limit: the most bytes; a pipe has no length that could be looked at first.
/// - Throws: `FileError` where reading fails or there are more.
func readStandardInput(limit: Int = 1 << 30) throws(FileError) -> [UInt8] {
    var bytes: [UInt8] = []
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
    defer { buffer.deallocate() }
    while true {
        let count = read(STDIN_FILENO, buffer.baseAddress, buffer.count)
        if count == 0 { return bytes }
        if count < 0 {
            if errno == EINTR { continue }
            throw FileError(path: "-", operation: .read)
        }
        guard bytes.count + count <= limit else { throw FileError(path: "-", operation: .read, code: EFBIG) }
        bytes.append(contentsOf: buffer.prefix(count))
    }
}
