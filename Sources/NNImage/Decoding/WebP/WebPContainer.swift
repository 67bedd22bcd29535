/// What stands in a WebP file around the compressed picture: RIFF chunks (RFC 9649, 2.3).
struct WebPContainer {
    /// Where the EXIF data are, without a prefix.
    private(set) var exif: Range<Int>?
    /// The first frame of an animation.
    private(set) var frame: Frame?

    /// A picture to be laid on the canvas of an animation (2.7.1.1).
    struct Frame {
        let top: Int
        let left: Int
        let height: Int
        let width: Int
        /// The chunks of the picture.
        let data: Range<Int>
    }

    /// Walks the chunks; the decoder looks at those of the picture itself.
    ///
    /// - Throws: `.truncated` where the file ends before it says it does, `.damaged` where a chunk is longer than what
    ///   is around it. To a lenient reader both are the end.
    init(_ bytes: UnsafeRawBufferPointer, isLenient: Bool) throws(ImageError.Problem) {
        let file = Numbers(bytes: bytes, isBigEndian: false)
        let declaredEnd = 8 + (file.u32(at: 4) ?? 0)
        guard isLenient || declaredEnd <= bytes.count else {
            throw .truncated(.webP, length: bytes.count, message: "expected \(declaredEnd) bytes")
        }
        let end = min(declaredEnd, bytes.count)
        var offset = 12
        while offset < end {
            guard let length = file.u32(at: offset + 4), offset + 8 + length <= end else {
                if isLenient { return }
                throw .damaged(.webP, message: "a chunk that goes on beyond the file's end")
            }
            let kind = bytes[offset..<offset + 4]
            let data = offset + 8..<offset + 8 + length
            if kind.elementsEqual("EXIF".utf8), exif == nil {
                let isPrefixed = bytes[data].starts(with: exifPrefix)
                exif = isPrefixed ? data.lowerBound + exifPrefix.count..<data.upperBound : data
            } else if kind.elementsEqual("ANMF".utf8), frame == nil {
                frame = try Frame(file, data)
            }
            // Chunks begin at even places.
            offset = data.upperBound + length % 2
        }
    }
}

extension WebPContainer.Frame {
    /// Reads the 16 bytes before the picture's chunks.
    fileprivate init(_ file: Numbers, _ chunk: Range<Int>) throws(ImageError.Problem) {
        let start = chunk.lowerBound
        guard chunk.count >= 16, let left = file.u24(at: start), let top = file.u24(at: start + 3),
            let width = file.u24(at: start + 6), let height = file.u24(at: start + 9)
        else { throw .damaged(.webP, message: "expected a frame of 16 bytes or more, found \(chunk.count)") }
        // Places are counted in pairs of pixels.
        (self.top, self.left, self.height, self.width) = (top * 2, left * 2, height + 1, width + 1)
        data = start + 16..<chunk.upperBound
    }
}
