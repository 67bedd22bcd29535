/// Lends `count` bytes of a file from `start` on, the pixels of an image without compression.
///
/// - Throws: `.truncated` where the file ends before; to a lenient reader the missing bytes are 0.
func withPixelBytes(
    _ bytes: UnsafeRawBufferPointer, from start: Int, count: Int, _ format: ImageFormat, _ options: DecodingOptions,
    _ body: (UnsafeRawBufferPointer) throws(ImageError.Problem) -> Image
) throws(ImageError.Problem) -> Image {
    let found = UnsafeRawBufferPointer(rebasing: bytes.dropFirst(start).prefix(count))
    if found.count == count { return try body(found) }
    guard options.isLenient else {
        throw .truncated(
            format, length: bytes.count, message: "expected \(count) bytes of pixels, found \(found.count)")
    }
    let filled = UnsafeMutableRawBufferPointer.allocate(byteCount: count, alignment: 1)
    defer { filled.deallocate() }
    filled.initializeMemory(as: UInt8.self, repeating: 0)
    filled.copyMemory(from: found)
    return try body(UnsafeRawBufferPointer(filled))
}
