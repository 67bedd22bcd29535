import NNCommand
import NNImage

/// What every picture is brought to: `64x64`, in three channels, or `28x28x1`.
struct PictureSize: ParameterValue {
    let imageSize: ImageSize
    let color: ColorModel
    /// Height, width, channels.
    let shape: [Int]

    static let expectation = "HEIGHTxWIDTH or HEIGHTxWIDTHxCHANNELS with 1 or 3 channels, as 64x64 or 28x28x1"
    /// The longest side.
    private static let side = 1 << 14

    init?(argument: String) {
        guard let lengths = Shape(argument: argument)?.lengths, (2...3).contains(lengths.count),
            lengths[0] <= Self.side, lengths[1] <= Self.side,
            let color = ColorModel(channels: lengths.count == 3 ? lengths[2] : 3)
        else { return nil }
        self.color = color
        imageSize = ImageSize(height: lengths[0], width: lengths[1])
        shape = [lengths[0], lengths[1], color == .grey ? 1 : 3]
    }

    var argument: String { shape.map(String.init).joined(separator: "x") }
}

// By the names that model files have for them.
extension ResizeFit: ParameterValue {}
extension ResizeFilter: ParameterValue {}
