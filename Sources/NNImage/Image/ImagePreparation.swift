import NNFile

/// What a network takes an image as: everything that decides which numbers a picture becomes.
public struct ImagePreparation: Sendable, Hashable {
    /// How much of a JPEG file is decoded.
    public enum JPEGDecoding: Sendable, Hashable {
        /// Every pixel; the samples are Pillow's.
        case exact
        /// A half, a quarter or an eighth of the pixels each way, while that is still at least twice the size that is
        /// asked for, of files of 65,536 pixels or more, and not for the filters `nearest` and `area`, whose windows have
        /// hard edges. Much quicker for large files, and not the same: a block's mean stands for its pixels, whatever
        /// their weights. Specs/images.md tells how much it differs.
        case scaled
    }

    /// The size that the image is brought to.
    public var size: ImageSize
    /// The channels that it is brought to.
    public var color: ColorModel
    /// How it is resampled.
    public var filter: ResizeFilter
    /// What is done where the proportions differ.
    public var fit: ResizeFit
    /// How much of a JPEG file is decoded.
    public var jpegDecoding: JPEGDecoding

    /// A preparation as given.
    public init(
        _ size: ImageSize, color: ColorModel, filter: ResizeFilter = .bilinear, fit: ResizeFit = .stretch,
        jpegDecoding: JPEGDecoding = .exact
    ) {
        self.size = size
        self.color = color
        self.filter = filter
        self.fit = fit
        self.jpegDecoding = jpegDecoding
    }
}

extension Image {
    /// The image of a file as a network takes it: decoded, upright, over white, in a colour model and at a size.
    ///
    /// - Throws: `ImageError` where the file can't be decoded whole.
    public init(
        preparing file: FileBytes, _ preparation: ImagePreparation, options: DecodingOptions = DecodingOptions()
    ) throws(ImageError) {
        self = try DecodedImage(file, for: preparation, options).prepared(preparation)
    }

    /// The image in the bytes of a file, called `path` in errors, in the same way.
    ///
    /// - Throws: `ImageError` where they can't be decoded whole.
    public init(
        preparing bytes: UnsafeRawBufferPointer, named path: String, _ preparation: ImagePreparation,
        options: DecodingOptions = DecodingOptions()
    ) throws(ImageError) {
        self = try DecodedImage(bytes, named: path, for: preparation, options).prepared(preparation)
    }

    /// The image as a network takes it: over white, in a colour model, at a size, in this order.
    ///
    /// Training and prediction must both come here or to `init(preparing:_:options:)`, or else they see different
    /// pictures.
    public func prepared(
        _ size: ImageSize, color: ColorModel, filter: ResizeFilter = .bilinear, fit: ResizeFit = .stretch
    ) -> Image {
        prepared(
            ImagePreparation(size, color: color, filter: filter, fit: fit), content: ResizeBox(all: self.size))
    }

    /// - Parameter content: the part of the image that is the picture.
    func prepared(_ preparation: ImagePreparation, content: ResizeBox) -> Image {
        converted(to: preparation.color)
            .resized(content, to: preparation.size, filter: preparation.filter, fit: preparation.fit)
    }
}
