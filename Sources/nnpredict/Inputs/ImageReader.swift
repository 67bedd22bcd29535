import NNCommand
import NNFile
import NNImage
import NNModel

/// Turns image files into what a network takes.
struct ImageReader {
    private let size: ImageSize
    private let color: ColorModel
    private let filter: ResizeFilter
    private let fit: ResizeFit

    /// - Parameters:
    ///   - path: the model's, for messages.
    ///   - fit: replaces the model's own.
    /// - Throws: `InputError` where the model takes no images, or of a kind that can't be made.
    init(for input: Input, of path: String, fit: Resizing.Fit?) throws(InputError) {
        guard let (height, width, channels) = input.imageSize else {
            throw InputError("\(path): the input, \(sizes(input.shape)), is no image: use --raw \(sizes(input.shape))")
        }
        guard let color = ColorModel(channels: channels) else {
            throw InputError(
                "\(path): expected an input of 1 or 3 channels, found \(sizes(input.shape)): "
                    + "use --raw \(sizes(input.shape))")
        }
        let resizing = input.resizing ?? Resizing()
        guard let filter = ResizeFilter(resizing.filter) else {
            throw InputError(
                "\(path): expected the resize filter bilinear, which is all that this version has, "
                    + "found \(resizing.filter.rawValue)")
        }
        size = ImageSize(height: height, width: width)
        self.color = color
        self.filter = filter
        self.fit = ResizeFit(fit ?? resizing.fit)
    }

    /// The pixels of an image file, prepared as for training.
    func elements(of file: FileBytes) throws -> ExampleElements {
        .uint8(try Image(decoding: file).prepared(size, color: color, filter: filter, fit: fit).pixels)
    }
}

extension ResizeFilter {
    /// The filter that the model names; nil for those that are still to come.
    fileprivate init?(_ filter: Resizing.Filter) {
        switch filter {
        case .bilinear: self = .bilinear
        case .nearest, .bicubic, .lanczos, .area: return nil
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
