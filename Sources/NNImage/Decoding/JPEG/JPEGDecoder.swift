import NNCJPEG

/// Decodes a JPEG file by libjpeg-turbo, with the same settings as Pillow, and turns it upright.
///
/// Every warning of the library is an error here, unless the options say otherwise: it warns of data that end early or
/// make no sense, and goes on with grey.
func decodeJPEG(
    _ bytes: UnsafeRawBufferPointer, for preparation: ImagePreparation?, _ options: DecodingOptions,
    _ share: MemoryShare
) throws(ImageError.Problem) -> DecodedImage {
    let segments = JPEGSegments(bytes)
    guard !segments.endEarly else {
        throw .truncated(.jpeg, length: bytes.count, message: "no scan begins")
    }
    let decoder = try JPEGDecoder(bytes)
    let (height, width, format) = try decoder.header()
    let size = try options.limits.size(.jpeg, height: height, width: width)
    let exif = segments.exif.flatMap { orientation(inEXIF: UnsafeRawBufferPointer(rebasing: bytes[$0])) }
    let upright = exif ?? .upright
    let scale = JPEGScale(of: size, swapsSides: upright.swapsSides, for: preparation)
    let decodedSize = scale.scaled(size)
    // The samples and a copy that is turned or converted; and of some files the coefficients, of two bytes each.
    let pixels = decodedSize.height * decodedSize.width + (segments.hasSeveralScans ? size.height * size.width : 0)
    share.take(pixels * 2 * format.channels)
    let image = try decoder.image(size: decodedSize, format: format, isLenient: options.isLenient)
    return DecodedImage(image.turned(upright), content: scale.content(size).turned(upright, in: image.size), share)
}

/// The one door to TurboJPEG.
private struct JPEGDecoder: ~Copyable {
    private let handle: tjhandle
    private let bytes: UnsafeBufferPointer<UInt8>

    init(_ bytes: UnsafeRawBufferPointer) throws(ImageError.Problem) {
        guard let handle = tjInitDecompress() else { throw .noMemory(.jpeg) }
        self.handle = handle
        self.bytes = bytes.assumingMemoryBound(to: UInt8.self)
    }

    deinit { tjDestroy(handle) }

    func header() throws(ImageError.Problem) -> (height: Int, width: Int, format: PixelFormat) {
        var (width, height, subsampling, colorspace) = (Int32(0), Int32(0), Int32(-1), Int32(-1))
        let code = tjDecompressHeader3(
            handle, bytes.baseAddress, UInt(bytes.count), &width, &height, &subsampling, &colorspace)
        // The library fails on sampling factors that it has no name for, after it found out all the rest; it can
        // decode these images all the same.
        guard code == 0 || subsampling == -1, width > 0, height > 0, let format = Self.format(colorspace) else {
            throw problem()
        }
        return (Int(height), Int(width), format)
    }

    /// - Parameter size: of the image, or a half, a quarter or an eighth of it; the library finds out which.
    func image(size: ImageSize, format: PixelFormat, isLenient: Bool) throws(ImageError.Problem) -> Image {
        var code: Int32 = 0
        let image = Image(size: size, format: format) { pixels, _ in
            code = tjDecompress2(
                handle, bytes.baseAddress, UInt(bytes.count), pixels, Int32(size.width), 0, Int32(size.height),
                Self.layout(format).rawValue,
                TJFLAG_ACCURATEDCT | TJFLAG_LIMITSCANS | (isLenient ? 0 : TJFLAG_STOPONWARNING))
        }
        let isWhole = code == 0 || isLenient && tjGetErrorCode(handle) == Int32(TJERR_WARNING.rawValue)
        guard isWhole else { throw problem() }
        // Files hold inks inverted, as Adobe's programs began to, and Pillow takes all for such.
        return format == .cmyk ? image.inverted() : image
    }

    private func problem() -> ImageError.Problem {
        let message = String(cString: tjGetErrorStr2(handle))
        guard message.hasPrefix("Premature end") else { return .damaged(.jpeg, message: message) }
        return .truncated(.jpeg, length: bytes.count, message: message)
    }

    private static func format(_ colorspace: Int32) -> PixelFormat? {
        switch TJCS(rawValue: .init(truncatingIfNeeded: colorspace)) {
        case TJCS_GRAY: .grey
        case TJCS_RGB, TJCS_YCbCr: .rgb
        case TJCS_CMYK, TJCS_YCCK: .cmyk
        default: nil
        }
    }

    private static func layout(_ format: PixelFormat) -> TJPF {
        switch format {
        case .grey: TJPF_GRAY
        case .cmyk: TJPF_CMYK
        default: TJPF_RGB
        }
    }
}

extension Image {
    fileprivate func inverted() -> Image {
        Image(size: size, format: format, pixels: pixels.map { ~$0 })
    }
}
