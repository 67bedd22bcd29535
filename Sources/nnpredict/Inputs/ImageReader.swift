import NNCommand
import NNFile
import NNImage
import NNModel

/// Turns image files into what a network takes.
struct ImageReader: Sendable {
    private let preparation: ImagePreparation
    private let options: DecodingOptions

    /// - Parameters:
    ///   - path: the model's, for messages.
    ///   - fit: replaces the model's own.
    /// - Throws: `InputError` where the model takes no images, or of a kind that can't be made.
    init(
        for input: Input, of path: String, fit: Resizing.Fit?, jpegDecoding: ImagePreparation.JPEGDecoding,
        options: DecodingOptions
    ) throws(InputError) {
        guard let (height, width, channels) = input.imageSize else {
            throw InputError("\(path): the input, \(sizes(input.shape)), is no image: use --raw \(sizes(input.shape))")
        }
        guard let color = ColorModel(channels: channels) else {
            throw InputError(
                "\(path): expected an input of 1 or 3 channels, found \(sizes(input.shape)): "
                    + "use --raw \(sizes(input.shape))")
        }
        let resizing = input.resizing ?? Resizing()
        preparation = ImagePreparation(
            ImageSize(height: height, width: width), color: color, filter: ResizeFilter(resizing.filter),
            fit: ResizeFit(fit ?? resizing.fit), jpegDecoding: jpegDecoding)
        self.options = options
    }

    /// The pixels of an image file, prepared as for training.
    func elements(of file: FileBytes) throws -> ExampleElements {
        do throws(ImageError) {
            return .uint8(try Image(preparing: file, preparation, options: options).pixels)
        } catch {
            guard case .tooLarge = error.problem else { throw error }
            throw InputError("\(error); --max-pixels allows more")
        }
    }
}

extension ResizeFilter {
    fileprivate init(_ filter: Resizing.Filter) {
        self =
            switch filter {
            case .nearest: .nearest
            case .bilinear: .bilinear
            case .bicubic: .bicubic
            case .lanczos: .lanczos
            case .area: .area
            }
    }
}

extension ResizeFit {
    fileprivate init(_ fit: Resizing.Fit) {
        self =
            switch fit {
            case .stretch: .stretch
            case .fit: .fit
            case .crop: .crop
            }
    }
}

extension Resizing.Fit: ParameterValue {}

/// A shape as people type it: `64x64x3`.
func sizes(_ shape: [Int]) -> String { shape.map(String.init).joined(separator: "x") }
