import NNCPNG
import NNFile

extension Image {
    /// Writes the image as a PNG file, put in place when it is whole.
    ///
    /// - Precondition: the format isn't CMYK, which PNG doesn't know.
    /// - Throws: `FileError` where the file can't be created or written.
    public func write(toPNG path: String) throws(FileError) {
        let file = try AtomicFile(path: path)
        try file.write(pngData())
        try file.commit()
    }

    /// The bytes of a PNG file of the image: 8 bits a sample, not interlaced, no chunk beyond the needed ones. The same
    /// image always gives the same bytes with the same zlib.
    ///
    /// - Precondition: the format isn't CMYK, which PNG doesn't know.
    public func pngData() -> [UInt8] {
        let encoder = PNGEncoder()
        return encoder.encode(self)
    }
}

/// The one door to writing with libpng.
private struct PNGEncoder: ~Copyable {
    private let state: UnsafeMutablePointer<nn_png_state>
    private let png: OpaquePointer
    private let info: OpaquePointer
    private let output = Output()

    private final class Output {
        var bytes: [UInt8] = []
    }

    init() {
        state = .allocate(capacity: 1)
        state.initialize(to: nn_png_state())
        guard let png = png_create_write_struct(PNG_LIBPNG_VER_STRING, state, nn_png_failed, nn_png_warned),
            let info = png_create_info_struct(png)
        else { fatalError("no memory for a PNG encoder") }
        self.png = png
        self.info = info
        png_set_write_fn(
            png, Unmanaged.passUnretained(output).toOpaque(),
            { png, bytes, count in
                guard let target = png_get_io_ptr(png) else { return }
                let output = Unmanaged<Output>.fromOpaque(target).takeUnretainedValue()
                output.bytes.append(contentsOf: UnsafeBufferPointer(start: bytes, count: count))
            }, { _ in })
    }

    deinit {
        var (png, info): (OpaquePointer?, OpaquePointer?) = (png, info)
        png_destroy_write_struct(&png, &info)
        state.deallocate()
    }

    func encode(_ image: Image) -> [UInt8] {
        png_set_user_limits(png, 0x7FFF_FFFF, 0x7FFF_FFFF)
        png_set_IHDR(
            png, info, UInt32(image.size.width), UInt32(image.size.height), 8, Self.colorType(image.format),
            PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_BASE, PNG_FILTER_TYPE_BASE)
        png_set_compression_level(png, 6)
        check(nn_png_write_info(png, info))
        image.pixels.withUnsafeBufferPointer { pixels in
            guard let start = pixels.baseAddress else { return }
            let rowBytes = image.size.width * image.channels
            // libpng asks for mutable rows and only reads them.
            var rows: [UnsafeMutablePointer<UInt8>?] = (0..<image.size.height).map {
                UnsafeMutablePointer(mutating: start + rowBytes * $0)
            }
            check(nn_png_write_image(png, &rows))
        }
        check(nn_png_write_end(png, info))
        return output.bytes
    }

    private func check(_ code: Int32) {
        precondition(code != 0, "PNG encoder: \(state.pointee.errorText)")
    }

    private static func colorType(_ format: PixelFormat) -> Int32 {
        switch format {
        case .grey: PNG_COLOR_TYPE_GRAY
        case .greyAlpha: PNG_COLOR_TYPE_GRAY_ALPHA
        case .rgb: PNG_COLOR_TYPE_RGB
        case .rgba: PNG_COLOR_TYPE_RGB_ALPHA
        case .cmyk: preconditionFailure("PNG knows no CMYK")
        }
    }
}
