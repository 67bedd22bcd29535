import NNFile

extension Image {
    /// Decodes a PNG or JPEG file and turns it upright by its EXIF orientation.
    ///
    /// The samples are those that Pillow gives: no gamma or colour profile is applied, JPEG uses the accurate transform
    /// and smooth upsampling, and a palette is replaced by its colours. Samples of 16 bits become value ÷ 257, rounded
    /// (Pillow cuts or clips these). A file that ends early or fails a check of its own is an error, never half a
    /// picture.
    ///
    /// - Throws: `ImageError` where the file can't be decoded whole.
    public init(decoding file: FileBytes, limits: ImageLimits = ImageLimits()) throws(ImageError) {
        self = try file.withUnsafeBytes { bytes throws(ImageError) in
            try Image(decoding: bytes, named: file.path, limits: limits)
        }
    }

    /// Decodes the bytes of a PNG or JPEG file, called `path` in errors, in the same way.
    ///
    /// - Throws: `ImageError` where they can't be decoded whole.
    public init(
        decoding bytes: UnsafeRawBufferPointer, named path: String, limits: ImageLimits = ImageLimits()
    ) throws(ImageError) {
        guard !bytes.isEmpty else { throw ImageError(path: path, problem: .empty) }
        guard let format = ImageFormat(recognising: bytes) else {
            throw ImageError(path: path, problem: .unrecognised(firstBytes: Array(bytes.prefix(8))))
        }
        do throws(ImageError.Problem) {
            self =
                switch format {
                case .png: try decodePNG(bytes, limits: limits)
                case .jpeg: try decodeJPEG(bytes, limits: limits)
                }
        } catch {
            throw ImageError(path: path, problem: error)
        }
    }
}
