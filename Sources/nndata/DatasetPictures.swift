import NNCommand
import NNDataset
import NNImage

/// A data set whose examples are pictures: bytes, height × width or height × width × channels.
struct DatasetPictures {
    let dataset: Dataset
    let size: ImageSize
    private let format: PixelFormat

    /// - Throws: `DatasetError`, or `InputError` where the examples are no pictures.
    init(_ dataset: Dataset) throws {
        let shape = dataset.inputShape
        let channels = shape.count == 3 ? shape[2] : 1
        guard dataset.elementType == .uint8, (2...3).contains(shape.count), channels == 1 || channels == 3,
            max(shape[0], shape[1]) <= 1_000_000
        else {
            throw InputError(
                "\(dataset.path): \(dataset.inputsPath): expected pictures, bytes of height × width or height × width × 1 "
                    + "or 3, found \(dataset.elementType) of \(shape.map(String.init).joined(separator: " × "))")
        }
        self.dataset = dataset
        size = ImageSize(height: shape[0], width: shape[1])
        format = channels == 1 ? .grey : .rgb
    }

    /// The pictures of some examples.
    func read(_ examples: Range<Int>) throws(DatasetError) -> [Image] {
        let (pixels, length) = (try dataset.inputs(examples, as: UInt8.self), dataset.featureCount)
        return (0..<examples.count).map { index in
            Image(size: size, format: format, pixels: Array(pixels[index * length..<(index + 1) * length]))
        }
    }
}
