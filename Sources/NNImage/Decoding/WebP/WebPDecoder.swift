import NNCWebP

/// Decodes a WebP file by libwebp, with smooth upsampling as Pillow, and turns it upright. Of an animation the first
/// frame is taken, on a clear canvas (or a black one, where there is no opacity), as Pillow does.
func decodeWebP(
    _ bytes: UnsafeRawBufferPointer, _ options: DecodingOptions, _ share: MemoryShare
) throws(ImageError.Problem) -> Image {
    let container = try WebPContainer(bytes, isLenient: options.isLenient)
    let decoder = try WebPDecoder(bytes)
    let size = try options.limits.size(.webP, height: decoder.height, width: decoder.width)
    // Lossless ones take 6 more on the way.
    share.take(size, bytesPerPixel: 8 + 6)
    let format: PixelFormat = decoder.hasAlpha ? .rgba : .rgb
    let image: Image
    if decoder.isAnimation {
        guard let frame = container.frame else { throw .damaged(.webP, message: "an animation without a frame") }
        image = try decodeFrame(frame, of: bytes, on: size, format, options)
    } else {
        image = try decoder.image(size: size, format: format, isLenient: options.isLenient)
    }
    let exif = container.exif.flatMap { orientation(inEXIF: UnsafeRawBufferPointer(rebasing: bytes[$0])) }
    return image.turned(exif ?? .upright)
}

private func decodeFrame(
    _ frame: WebPContainer.Frame, of bytes: UnsafeRawBufferPointer, on canvas: ImageSize, _ format: PixelFormat,
    _ options: DecodingOptions
) throws(ImageError.Problem) -> Image {
    guard frame.top + frame.height <= canvas.height, frame.left + frame.width <= canvas.width else {
        throw .damaged(.webP, message: "a frame that leaves the canvas")
    }
    let decoder = try WebPDecoder(UnsafeRawBufferPointer(rebasing: bytes[frame.data]))
    guard !decoder.isAnimation, decoder.height == frame.height, decoder.width == frame.width else {
        throw .damaged(
            .webP, message: "a frame of \(frame.height)x\(frame.width) that holds \(decoder.height)x\(decoder.width)")
    }
    let size = ImageSize(height: frame.height, width: frame.width)
    let picture = try decoder.image(size: size, format: format, isLenient: options.isLenient)
    if size == canvas { return picture }
    return Image(size: canvas, format: format) { output, count in
        output.update(repeating: 0, count: count)
        let channels = format.channels
        picture.pixels.withUnsafeBufferPointer { pixels in
            guard let pixels = pixels.baseAddress else { return }
            for row in 0..<size.height {
                let target = output + ((frame.top + row) * canvas.width + frame.left) * channels
                target.update(from: pixels + row * size.width * channels, count: size.width * channels)
            }
        }
    }
}

/// The one door to libwebp: a file, or the chunks of a picture in one.
private struct WebPDecoder {
    private let bytes: UnsafeBufferPointer<UInt8>
    private let features: WebPBitstreamFeatures

    init(_ bytes: UnsafeRawBufferPointer) throws(ImageError.Problem) {
        self.bytes = bytes.assumingMemoryBound(to: UInt8.self)
        var features = WebPBitstreamFeatures()
        let status = WebPGetFeatures(self.bytes.baseAddress, bytes.count, &features)
        guard status == VP8_STATUS_OK else { throw Self.problem(status, length: bytes.count) }
        self.features = features
    }

    var height: Int { Int(features.height) }

    var width: Int { Int(features.width) }

    var hasAlpha: Bool { features.has_alpha != 0 }

    var isAnimation: Bool { features.has_animation != 0 }

    func image(size: ImageSize, format: PixelFormat, isLenient: Bool) throws(ImageError.Problem) -> Image {
        let (mode, stride) = (format == .rgba ? MODE_RGBA : MODE_RGB, Int32(size.width * format.channels))
        var status = VP8_STATUS_OK
        var isPartial = false
        let image = Image(size: size, format: format) { pixels, count in
            if isLenient {
                pixels.update(repeating: 0, count: count)
                (status, isPartial) = decodeInSteps(WebPINewRGB(mode, pixels, count, stride))
            } else {
                status = decode(mode, to: pixels, count, stride)
            }
        }
        guard status == VP8_STATUS_OK || isPartial else { throw Self.problem(status, length: bytes.count) }
        return image
    }

    private func decode(
        _ mode: WEBP_CSP_MODE, to pixels: UnsafeMutablePointer<UInt8>, _ count: Int, _ stride: Int32
    ) -> VP8StatusCode {
        var config = WebPDecoderConfig()
        guard WebPInitDecoderConfig(&config) != 0 else { return VP8_STATUS_INVALID_PARAM }
        config.output.colorspace = mode
        config.output.is_external_memory = 1
        config.output.u.RGBA = WebPRGBABuffer(rgba: pixels, stride: stride, size: count)
        return WebPDecode(bytes.baseAddress, bytes.count, &config)
    }

    /// Decodes as if more were to come, which leaves the rows that can be decoded.
    ///
    /// - Returns: the status, and whether there was any row.
    private func decodeInSteps(_ decoder: OpaquePointer?) -> (VP8StatusCode, isPartial: Bool) {
        guard let decoder else { return (VP8_STATUS_OUT_OF_MEMORY, false) }
        defer { WebPIDelete(decoder) }
        let status = WebPIUpdate(decoder, bytes.baseAddress, bytes.count)
        var last: Int32 = 0
        return (status, WebPIDecGetRGB(decoder, &last, nil, nil, nil) != nil && last > 0)
    }

    private static func problem(_ status: VP8StatusCode, length: Int) -> ImageError.Problem {
        switch status {
        case VP8_STATUS_NOT_ENOUGH_DATA, VP8_STATUS_SUSPENDED:
            .truncated(.webP, length: length, message: "not enough data")
        case VP8_STATUS_OUT_OF_MEMORY: .noMemory(.webP)
        case VP8_STATUS_UNSUPPORTED_FEATURE: .damaged(.webP, message: "unsupported feature")
        default: .damaged(.webP, message: "bitstream error")
        }
    }
}
