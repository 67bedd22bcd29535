import NNModel

/// What Core ML does to a picture in front of the first layer (NeuralNetworkPreprocessing).
extension CoreMLNetworkReader {
    mutating func prepare(
        _ step: WireFields, input: String, _ start: CoreMLStart
    ) throws(InterchangeError) {
        guard try step.text(1) == input || !step.has(1) else {
            throw step.fail("the name of the input, '\(input)'", found: "'\(try step.text(1))'")
        }
        guard let colors = start.colors else {
            throw InterchangeError(
                file.path, step.place, .refused("the input '\(input)' is no picture, and this is for pictures alone"))
        }
        let kinds = step.numbers.filter { $0 == 10 || $0 == 11 }
        guard kinds.count == 1 else { throw step.fail("a scaler or a mean image", found: "\(kinds.count) of them") }
        let channels = colors.count
        if let scaler = try step.fields(10, step.place) {
            let scale = Double(try scaler.float(10))
            guard scale != 0 else { throw step.fail("a channelScale other than 0", found: "0") }
            // Blue, green, red, gray.
            let numbers = colors == .gray ? [30] : colors == .redGreenBlue ? [22, 21, 20] : [20, 21, 22]
            let biases = try numbers.map { number throws(InterchangeError) in Double(try scaler.float(number)) }
            let area = axes.count / channels
            try prepare(Affine(factors: [scale], shifts: (0..<axes.count).map { biases[$0 / area] }), step)
        } else if let image = try step.fields(11, step.place) {
            var mean: [Float] = []
            for field in image.all(1) { try field.add(to: &mean, limit: axes.count) }
            guard mean.count == axes.count else {
                throw step.fail("a mean image of \(axes.count) numbers", found: "\(mean.count)")
            }
            try prepare(Affine(factors: [1], shifts: mean.map { -Double($0) }), step)
        }
    }
}
