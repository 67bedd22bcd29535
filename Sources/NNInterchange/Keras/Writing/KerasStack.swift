import NNModel

/// A model as a stack of Keras layers: an input, what prepares it, and dense layers, each with what makes its activation
/// where no name does.
struct KerasStack {
    /// A layer, in Keras's terms.
    struct Layer {
        let className: String
        let name: String
        var settings: [(key: String, value: Setting)] = []
        /// What the weights of a dense layer are.
        var dense: DenseLayer?
    }

    enum Setting {
        case text(String)
        case integer(Int)
        case number(Double)
        case numbers([Double])
        case flag(Bool)
        /// The lengths of the axes behind that of the examples.
        case batch([Int])
    }

    /// The version that the file says it is of: the first whose names mean what they mean here.
    static let version = "3.0.0"
    static let backend = "tensorflow"

    private(set) var layers: [Layer] = []
    let inputShape: [Int]
    private let isArchived: Bool
    private var names: Set<String> = []

    /// - Parameter isArchived: whether it is for a .keras archive; an .h5 file is written so that Keras 2 reads it too.
    init(_ model: Model, _ options: WritingOptions, isArchived: Bool) {
        self.isArchived = isArchived
        inputShape = model.input.shape
        let own = model.layers.map(\.name)
        let usesOwn = own.allSatisfy(Self.isName) && Set(own).count == own.count
        if usesOwn { names = Set(own) }
        let input = Self.isName(model.input.name) ? model.input.name : "input"
        let isWide = model.layers.first.map { $0.precision == "float64" } ?? false
        add(
            "InputLayer", named: input,
            [(isArchived ? "batch_shape" : "batch_input_shape", .batch(inputShape))],
            precision: isWide ? "float64" : "float32")
        let scaling = model.input.scaling
        let prepares = options.includesPreprocessing && scaling != .none
        // A number for each index of the last axis is one for each of its channels; a number for each element needs one axis.
        let isForEach = scaling.offsets.count > max(1, inputShape.last ?? 1)
        if prepares, !isForEach { add(scaling, isWide: isWide) }
        if inputShape.count > 1 { add("Flatten", named: "flatten") }
        if prepares, isForEach { add(scaling, isWide: isWide) }
        for (index, layer) in model.layers.enumerated() {
            let name = usesOwn ? layer.name : index == 0 ? "dense" : "dense_\(index)"
            add(layer, named: usesOwn ? name : unique(name))
        }
    }

    /// Whether Keras takes it as the name of a layer with each of its backends, of which TensorFlow takes the fewest, and
    /// HDF5 as that of a group.
    private static func isName(_ name: String) -> Bool {
        func isLetter(_ byte: UInt8) -> Bool {
            let letters = UInt8(ascii: "a")...UInt8(ascii: "z")
            return letters.contains(byte | 0x20) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        }
        let others = "_.-".utf8
        return name.isUsable && name.utf8.first.map(isLetter) ?? false
            && name.utf8.allSatisfy { isLetter($0) || others.contains($0) }
    }

    private mutating func unique(_ name: String) -> String {
        var (candidate, number) = (name, 0)
        while !names.insert(candidate).inserted {
            number += 1
            candidate = "\(name)_\(number)"
        }
        return candidate
    }

    private mutating func add(
        _ className: String, named name: String, _ settings: [(key: String, value: Setting)] = [],
        precision: String = "float32"
    ) {
        let name = unique(name)
        layers.append(
            Layer(
                className: className, name: name,
                settings: [("name", .text(name)), ("dtype", .text(precision))] + settings))
    }

    /// (x − offset) / divisor = x · (1/divisor) + (−offset/divisor)
    private mutating func add(_ scaling: Scaling, isWide: Bool) {
        let (scales, shifts) = (
            scaling.divisors.map { 1 / $0 }, zip(scaling.offsets, scaling.divisors).map { $0 == 0 ? 0 : -$0 / $1 }
        )
        add(
            "Rescaling", named: "rescaling",
            scales.count == 1
                ? [("scale", .number(scales[0])), ("offset", .number(shifts[0]))]
                : [("scale", .numbers(scales)), ("offset", .numbers(shifts))],
            precision: isWide ? "float64" : "float32")
    }

    private mutating func add(_ layer: DenseLayer, named name: String) {
        let form = KerasActivation.form(of: layer.activation, isArchived: isArchived)
        layers.append(
            Layer(
                className: "Dense", name: name,
                settings: [
                    ("name", .text(name)), ("dtype", .text(layer.precision)), ("units", .integer(layer.units)),
                    ("activation", .text(form.name)), ("use_bias", .flag(true)),
                ], dense: layer))
        for (className, settings) in form.layers {
            add(className, named: "\(name)_\(className.lowercased())", settings, precision: layer.precision)
        }
    }
}

extension DenseLayer {
    /// The type that Keras is to compute in: none narrower than float32, however narrow the numbers are that are stored.
    fileprivate var precision: String {
        weights.dataType == .float64 || biases.dataType == .float64 ? "float64" : "float32"
    }
}
