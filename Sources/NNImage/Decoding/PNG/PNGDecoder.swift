import NNCPNG

/// Decodes a PNG file by libpng and turns it upright by its `eXIf` chunk.
///
/// What libpng only warns of is an error too, unless the options say otherwise: a chunk that fails its checksum,
/// contradicts another, or comes too late.
func decodePNG(
    _ bytes: UnsafeRawBufferPointer, _ options: DecodingOptions, _ share: MemoryShare
) throws(ImageError.Problem) -> Image {
    let decoder = try PNGDecoder(bytes, isLenient: options.isLenient)
    let (height, width) = try decoder.header()
    let size = try options.limits.size(.png, height: height, width: width)
    share.take(size)
    let image = try decoder.image(size: size)
    try decoder.finish()
    let exif = PNGChunks(bytes).exif.flatMap { orientation(inEXIF: UnsafeRawBufferPointer(rebasing: bytes[$0])) }
    return image.turned(exif ?? .upright)
}

/// The one door to reading with libpng. Call its functions once each, in the order in which they stand.
private struct PNGDecoder: ~Copyable {
    private let state: UnsafeMutablePointer<nn_png_state>
    private let png: OpaquePointer
    private let info: OpaquePointer
    private let isLenient: Bool

    init(_ bytes: UnsafeRawBufferPointer, isLenient: Bool) throws(ImageError.Problem) {
        let state = UnsafeMutablePointer<nn_png_state>.allocate(capacity: 1)
        state.initialize(to: nn_png_state())
        state.pointee.bytes = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        state.pointee.count = bytes.count
        var png = png_create_read_struct(PNG_LIBPNG_VER_STRING, state, nn_png_failed, nn_png_warned)
        guard let reader = png, let info = png_create_info_struct(reader) else {
            png_destroy_read_struct(&png, nil, nil)
            state.deallocate()
            throw .noMemory(.png)
        }
        (self.state, self.png, self.info, self.isLenient) = (state, reader, info, isLenient)
        png_set_read_fn(reader, state, nn_png_read)
        let mismatch = isLenient ? PNG_CRC_WARN_USE : PNG_CRC_ERROR_QUIT
        png_set_crc_action(reader, mismatch, mismatch)
        // Size is for our own limits to judge.
        png_set_user_limits(reader, 0x7FFF_FFFF, 0x7FFF_FFFF)
        // Chunks that don't change the samples (profiles, texts) are passed over, their checksums aside.
        png_set_keep_unknown_chunks(reader, PNG_HANDLE_CHUNK_NEVER, nil, -1)
    }

    deinit {
        var (png, info): (OpaquePointer?, OpaquePointer?) = (png, info)
        png_destroy_read_struct(&png, &info, nil)
        state.deallocate()
    }

    func header() throws(ImageError.Problem) -> (height: Int, width: Int) {
        try check(nn_png_read_info(png, info))
        return (Int(png_get_image_height(png, info)), Int(png_get_image_width(png, info)))
    }

    func image(size: ImageSize) throws(ImageError.Problem) -> Image {
        png_set_expand(png)  // palettes to colours, 1, 2 and 4 bits to 8, tRNS to alpha
        png_set_scale_16(png)  // (value × 255 + 32895) >> 16, which is value ÷ 257 rounded
        png_set_interlace_handling(png)
        try check(nn_png_read_update_info(png, info))
        let format = try format()
        guard png_get_rowbytes(png, info) == size.width * format.channels else {
            throw .damaged(.png, message: "rows of \(png_get_rowbytes(png, info)) bytes for a width of \(size.width)")
        }
        var code: Int32 = 0
        let image = Image(size: size, format: format) { pixels, count in
            // Rows that never come are black, or clear.
            if isLenient { pixels.update(repeating: 0, count: count) }
            var rows: [UnsafeMutablePointer<UInt8>?] = (0..<size.height).map {
                pixels + $0 * size.width * format.channels
            }
            code = nn_png_read_image(png, &rows)
        }
        if !isLenient { try check(code) }
        return image
    }

    /// Reads what follows the picture, for the sake of its checksums.
    func finish() throws(ImageError.Problem) {
        // A lenient reader has nothing to learn from it, and after an error libpng could read no further.
        if !isLenient { try check(nn_png_read_end(png, info)) }
    }

    private func format() throws(ImageError.Problem) -> PixelFormat {
        switch (png_get_channels(png, info), png_get_bit_depth(png, info)) {
        case (1, 8): return .grey
        case (2, 8): return .greyAlpha
        case (3, 8): return .rgb
        case (4, 8): return .rgba
        case (let channels, let depth): throw .damaged(.png, message: "\(channels) channels of \(depth) bits")
        }
    }

    private func check(_ code: Int32) throws(ImageError.Problem) {
        let (error, warning) = (state.pointee.errorText, state.pointee.warningText)
        if code == 0, state.pointee.ends_early != 0 {
            throw .truncated(.png, length: state.pointee.count, message: error)
        }
        guard code != 0 else { throw .damaged(.png, message: error) }
        guard isLenient || warning.isEmpty else { throw .damaged(.png, message: warning) }
    }
}

extension nn_png_state {
    /// What libpng said of its last error, or nothing.
    var errorText: String { text(error) }

    /// What libpng first warned of, or nothing.
    var warningText: String { text(warning) }

    private func text<Characters>(_ characters: Characters) -> String {
        withUnsafeBytes(of: characters) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }
}
