import NNFile

extension Image {
    /// Decodes an image file and turns it upright by its EXIF orientation.
    ///
    /// The samples are those that Pillow gives: no gamma or colour profile is applied, JPEG uses the accurate transform
    /// and smooth upsampling, and a palette is replaced by its colours. Samples of 16 bits become value ÷ 257, rounded
    /// (Pillow cuts or clips these). A file that ends early or fails a check of its own is an error, never half a
    /// picture, unless the options say otherwise.
    ///
    /// - Throws: `ImageError` where the file can't be decoded whole.
    public init(decoding file: FileBytes, options: DecodingOptions = DecodingOptions()) throws(ImageError) {
        self = try DecodedImage(file, for: nil, options).image
    }

    /// Decodes the bytes of an image file, called `path` in errors, in the same way.
    ///
    /// - Throws: `ImageError` where they can't be decoded whole.
    public init(
        decoding bytes: UnsafeRawBufferPointer, named path: String, options: DecodingOptions = DecodingOptions()
    ) throws(ImageError) {
        self = try DecodedImage(bytes, named: path, for: nil, options).image
    }
}

/// A picture as a decoder gives it, upright.
struct DecodedImage {
    let image: Image
    /// The part of the image that is the picture: all of it, unless a JPEG file was decoded to a fraction of its size and
    /// ends within a pixel.
    let content: ResizeBox
    /// The memory that it counts for.
    private let share: MemoryShare

    /// A picture that fills its image.
    init(_ image: Image, _ share: MemoryShare) {
        self.init(image, content: ResizeBox(all: image.size), share)
    }

    init(_ image: Image, content: ResizeBox, _ share: MemoryShare) {
        (self.image, self.content, self.share) = (image, content, share)
    }

    /// The picture as a network takes it.
    func prepared(_ preparation: ImagePreparation) -> Image {
        withExtendedLifetime(share) { image.prepared(preparation, content: content) }
    }

    /// - Parameter preparation: what becomes of it, if that allows to decode less.
    init(_ file: FileBytes, for preparation: ImagePreparation?, _ options: DecodingOptions) throws(ImageError) {
        self = try file.withUnsafeBytes { bytes throws(ImageError) in
            try DecodedImage(bytes, named: file.path, for: preparation, options)
        }
    }

    init(
        _ bytes: UnsafeRawBufferPointer, named path: String, for preparation: ImagePreparation?,
        _ options: DecodingOptions
    ) throws(ImageError) {
        guard !bytes.isEmpty else { throw ImageError(path: path, problem: .empty) }
        guard let format = ImageFormat(recognising: bytes) else {
            throw ImageError(path: path, problem: .unrecognised(firstBytes: Array(bytes.prefix(8))))
        }
        let share = MemoryShare(of: options.memory)
        do throws(ImageError.Problem) {
            self =
                switch format {
                case .jpeg: try decodeJPEG(bytes, for: preparation, options, share)
                case .png: DecodedImage(try decodePNG(bytes, options, share), share)
                case .webP: DecodedImage(try decodeWebP(bytes, options, share), share)
                case .bmp: DecodedImage(try decodeBMP(bytes, options, share), share)
                case .pnm: DecodedImage(try decodePNM(bytes, options, share), share)
                }
        } catch {
            throw ImageError(path: path, problem: error)
        }
    }
}
