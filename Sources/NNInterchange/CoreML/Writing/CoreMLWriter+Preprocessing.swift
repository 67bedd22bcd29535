import NNModel

/// Preprocessing as a part of the network.
extension CoreMLWriter {
    /// A picture as input, where the network takes pixels as they are: Core ML's are numbers from 0 to 255.
    var image: (height: Int, width: Int, channels: Int)? {
        let input = model.input
        let hasPixels = input.range == 0...255 || (input.range == nil && input.resizing != nil)
        guard includesPreprocessing, hasPixels, let size = input.imageSize, size.channels != 4 else { return nil }
        return size
    }

    /// (x − offset) ÷ divisor, for pictures with the pixels put one after the other.
    mutating func addPreprocessing() {
        let (scaling, count) = (model.input.scaling, model.input.featureCount)
        if image != nil {
            // With the channels last, as our own pictures have them.
            add("flatten", named: "pixels") { $0.add { $0.integer(1, 1) } }
            if keepsAxes { add("reshapeStatic", named: "numbers") { $0.add { $0.integer(1, count) } } }
        }
        if scaling.offsets.contains(where: { $0 != 0 }) {
            if keepsAxes, scaling.offsets.count > 1 {
                add("subtractBroadcastable", named: "shifted", each: scaling.offsets)
            } else {
                add(one: "add", each: "bias", named: "shifted", scaling.offsets.map { -$0 })
            }
        }
        if scaling.divisors.contains(where: { $0 != 1 }) {
            if keepsAxes, scaling.divisors.count > 1 {
                add("divideBroadcastable", named: "prepared", each: scaling.divisors)
            } else {
                add(one: "multiply", each: "scale", named: "prepared", scaling.divisors.map { 1 / $0 })
            }
        }
    }

    /// A layer of one number for all, or one with a number for each: the layers of the first version, of which those for each
    /// want the three axes that they are given there.
    private mutating func add(one: String, each: String, named name: String, _ numbers: [Double]) {
        if numbers.count == 1 {
            return add(one, named: name) { $0.add { $0.float(1, Float(numbers[0])) } }
        }
        let tensor = spread(numbers)
        add(each, named: name) { message in
            message.add { $0.integer(1, tensor.count) }
            message.add(2, weights: tensor)
        }
    }

    /// A layer of what it is given and a constant, as since the fourth version.
    private mutating func add(_ kind: String, named name: String, each numbers: [Double]) {
        let (taken, tensor) = (current, spread(numbers))
        add("loadConstantND", [], named: "\(name)Numbers") { message in
            message.add { $0.integer(1, tensor.count) }
            message.add(2, weights: tensor)
        }
        add(kind, [taken, current], named: name)
    }

    /// A number for each number of an example.
    private func spread(_ numbers: [Double]) -> Tensor {
        let count = model.input.featureCount
        return Tensor((0..<count).map { Float(numbers[$0 % numbers.count]) }, shape: [count])
    }
}
