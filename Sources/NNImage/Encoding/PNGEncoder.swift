import NNCPNG
import NNFile

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension Image {
    /// Writes the image as a PNG file, put in place when it is whole.
    ///
    /// - Precondition: the format isn't CMYK, which PNG doesn't know.
    /// - Throws: `FileError` where the file can't be created or written.
    public func write(toPNG path: String) throws(FileError) {
        let file = try AtomicFile(path: path)
        let bytes: [UInt8]
        do throws(ImageError) {
            bytes = try pngData()
        } catch {
            throw FileError(path: path, operation: .write, code: ENOMEM)
        }
        try file.write(bytes)
        try file.commit()
    }

    /// The bytes of a PNG file of the image: 8 bits a sample, not interlaced, no chunk beyond the needed ones. The same
    /// image always gives the same bytes with the same zlib.
    ///
    /// - Precondition: the format isn't CMYK, which PNG doesn't know.
    /// - Throws: `ImageError` where there is no memory for it.
    public func pngData() throws(ImageError) -> [UInt8] {
        do throws(ImageError.Problem) {
            let encoder = try PNGEncoder()
            return try encoder.encode(self)
        } catch {
            throw ImageError(path: "a PNG file", problem: error)
        }
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

    init() throws(ImageError.Problem) {
        let state = UnsafeMutablePointer<nn_png_state>.allocate(capacity: 1)
        state.initialize(to: nn_png_state())
        var png = png_create_write_struct(PNG_LIBPNG_VER_STRING, state, nn_png_failed, nn_png_warned)
        guard let writer = png, let info = png_create_info_struct(writer) else {
            png_destroy_write_struct(&png, nil)
            state.deallocate()
            throw .noMemory(.png)
        }
        (self.state, self.png, self.info) = (state, writer, info)
        png_set_write_fn(
            writer, Unmanaged.passUnretained(output).toOpaque(),
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

    func encode(_ image: Image) throws(ImageError.Problem) -> [UInt8] {
        png_set_user_limits(png, 0x7FFF_FFFF, 0x7FFF_FFFF)
        png_set_IHDR(
            png, info, UInt32(image.size.width), UInt32(image.size.height), 8, Self.colorType(image.format),
            PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_BASE, PNG_FILTER_TYPE_BASE)
        png_set_compression_level(png, 6)
        try check(nn_png_write_info(png, info))
        let code = image.pixels.withUnsafeBufferPointer { pixels -> Int32 in
            guard let start = pixels.baseAddress else { return 0 }
            let rowBytes = image.size.width * image.channels
            // libpng asks for mutable rows and only reads them.
            var rows: [UnsafeMutablePointer<UInt8>?] = (0..<image.size.height).map {
                UnsafeMutablePointer(mutating: start + rowBytes * $0)
            }
            return nn_png_write_image(png, &rows)
        }
        try check(code)
        try check(nn_png_write_end(png, info))
        return output.bytes
    }

    /// Of a valid image nothing but memory can be wanting.
    private func check(_ code: Int32) throws(ImageError.Problem) {
        guard code != 0 else { throw .noMemory(.png) }
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
