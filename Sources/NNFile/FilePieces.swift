/// Reads a file from its start to its end, a piece at a time.
///
/// Unlike the pages of a mapped file, what was read doesn't count as memory of this process any more.
///
/// - Parameters:
///   - length: the bytes of a piece; the last one may have fewer.
///   - body: is lent each piece in turn.
/// - Throws: `FileError` where the file is missing, unreadable or a folder, or reading fails.
public func readPieces(
    ofFile path: String, length: Int = 1 << 18, _ body: (UnsafeRawBufferPointer) -> Void
) throws(FileError) {
    precondition(length >= 1, "pieces of \(length) bytes")
    let file = try OpenFile(path)
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: length, alignment: 64)
    defer { buffer.deallocate() }
    while true {
        let count = try file.read(into: buffer)
        if count > 0 { body(UnsafeRawBufferPointer(rebasing: buffer[..<count])) }
        if count < length { return }
    }
}
