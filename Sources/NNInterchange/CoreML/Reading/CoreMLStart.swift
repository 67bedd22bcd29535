import NNFile
import NNModel

/// What goes into the first layer: the axes that Core ML gives an input, and the shape that it has for us.
struct CoreMLStart {
    let axes: CoreMLAxes
    /// Of an example, pictures as height, width and channels.
    let shape: [Int]
    /// The order of colours of a picture; nil for an array.
    let colors: CoreMLFeature.Colors?

    var isImage: Bool { colors != nil }

    /// - Parameter network: what it goes into; nil for a model that takes an array of one axis.
    init(_ input: CoreMLFeature, _ network: CoreMLNetwork?, in file: FileBytes) throws(InterchangeError) {
        func fail(_ expected: String, _ found: String) -> InterchangeError {
            InterchangeError(
                file.path, "the input '\(input.name)'", .unexpected(expected: expected, found: found))
        }
        /// Each number has a weight behind it, of a bit or more: without a file for these nothing is made ready for them.
        func check(_ lengths: [Int]) throws(InterchangeError) {
            guard let count = elementCount(lengths), count / 8 <= file.count else {
                throw fail(
                    "no more numbers than the \(file.count) bytes of the file have weights for",
                    ONNXTensor.text(of: lengths))
            }
        }
        switch input.kind {
        case .other(let type): throw fail("an array of numbers or a picture", type)
        case .image(let width, let height, let colors):
            try check([height, width, colors.count])
            axes = CoreMLAxes(
                width: width, height: height, colors: colors, batch: network?.keepsImageAxes == true ? 1 : 2)
            shape = [height, width] + (colors == .gray ? [] : [3])
            self.colors = colors
        case .array(let lengths, let flexible):
            let keepsAxes = network?.keepsArrayAxes ?? false
            // With the axes as they are the first one of several is that of the examples.
            let batch = keepsAxes && lengths.count > 1 ? 1 : 0
            guard !lengths.isEmpty, lengths.allSatisfy({ $0 > 0 }) else {
                throw fail("axes of lengths above 0", ONNXTensor.text(of: lengths))
            }
            try check(lengths)
            guard keepsAxes || [1, 3].contains(lengths.count) else {
                throw fail("one axis, or channels, height and width", "\(lengths.count) axes")
            }
            guard flexible.allSatisfy({ $0 < batch }) else {
                throw fail("axes of fixed lengths, but for that of the examples", "an axis of no fixed length")
            }
            guard batch == 0 || lengths[0] == 1 || flexible.contains(0) else {
                throw fail("one example at a time, as the first axis", "\(lengths[0])")
            }
            shape = Array(lengths.dropFirst(batch))
            let full: [Int]
            if keepsAxes {
                full = batch == 1 ? [1] + shape : shape
            } else {
                full = [1, 1] + lengths + [Int](repeating: 1, count: 3 - lengths.count)
            }
            axes = CoreMLAxes(full)
            colors = nil
        }
    }
}
