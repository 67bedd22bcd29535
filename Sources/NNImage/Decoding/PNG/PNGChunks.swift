/// What stands in a PNG file besides the picture, as far as it matters to us.
struct PNGChunks {
    /// Where the EXIF data are; the first ones where there are several.
    private(set) var exif: Range<Int>?

    /// Walks the chunks (ISO/IEC 15948, 5.3) up to the last or the first that isn't whole. Whether they are right is for
    /// libpng to say, which isn't asked for EXIF: it takes as much memory as such a chunk says it has, file or not.
    init(_ bytes: UnsafeRawBufferPointer) {
        let file = Numbers(bytes: bytes, isBigEndian: true)
        var offset = 8
        while let length = file.u32(at: offset), length <= bytes.count - offset - 12 {
            let data = offset + 8..<offset + 8 + length
            let kind = bytes[offset + 4..<data.lowerBound]
            if kind.elementsEqual("IEND".utf8) { return }
            if kind.elementsEqual("eXIf".utf8) {
                exif = data
                return
            }
            offset = data.upperBound + 4
        }
    }
}
