import NNFile
import NNModel

/// Finds the dense layers in a Core ML network, layer by layer in the order of computation.
///
/// As in ONNX, each name stands for a constant, or for the numbers of an example on their way from input to output. These
/// take one way: a layer may use them as they are, or as what became of the same weighted inputs (z · sigmoid(z)), and not
/// as they were before.
struct CoreMLNetworkReader {
    enum Value {
        case constant(CoreMLWeights, shape: [Int])
        case flow(Flow)
        /// ln Σ eᶻ over the weighted inputs of the last layer.
        case logSumExp(version: Int)
    }

    /// The numbers of an example on their way.
    struct Flow {
        /// What became of them since the last change for good.
        let function: ElementwiseFunction
        /// How many of these there were.
        let version: Int
        let axes: CoreMLAxes
    }

    let file: FileBytes
    private var values: [String: Value] = [:]
    private(set) var draft: NetworkDraft
    /// The axes of what the layer takes that is being read, and of what it gives.
    var axes: CoreMLAxes
    private var version = 0
    /// The layer that made the last function, which is to blame where no activation is it.
    private var author: CoreMLLayer?
    /// Types of layers that do nothing to a prediction, and how many of each were left out.
    var vanished: [String: Int] = [:]
    /// Whether the last numbers are 1 − p and p, for two classes of one unit.
    var givesBothClasses = false
    /// What people are to be told.
    var notes: [String] = []
    /// Bytes that may still be copied out of the file, or passed over.
    private var budget: Int

    /// - Parameter budget: bytes that may be copied, and numbers that may be changed.
    init(input: String, axes: CoreMLAxes, file: FileBytes, budget: Int) {
        (self.axes, self.file, self.budget) = (axes, file, budget)
        draft = NetworkDraft(budget: budget)
        values[input] = .flow(Flow(function: .identity, version: 0, axes: axes))
    }

    mutating func read(_ layer: CoreMLLayer) throws(InterchangeError) {
        guard layer.outputs.count == 1, let output = layer.outputs.first else {
            guard CoreMLKind.layers.values.contains(layer.kind) else { throw layer.refuse(Self.unknown) }
            throw layer.fail("one output", found: "\(layer.outputs.count)")
        }
        let value = try result(of: layer)
        guard values.updateValue(value, forKey: output) == nil else {
            throw layer.fail("each output to be made once", found: "'\(output)' again")
        }
    }

    static let unknown = "this layer is none that a dense network is made of"

    private mutating func result(of layer: CoreMLLayer) throws(InterchangeError) -> Value {
        switch layer.kind {
        case "innerProduct", "batchedMatmul": return try dense(layer)
        case "batchnorm": return try normalized(layer)
        case "scale", "bias": return try scaled(layer)
        case "loadConstant", "loadConstantND": return try constant(layer)
        case "softmax", "softmaxND": return try softmax(layer)
        case "reduceLogSumExp": return try logSumExp(layer)
        case "concat", "concatND": return try bothClasses(layer)
        case "flatten", "flattenTo2D", "reshape", "reshapeStatic", "rankPreservingReshape", "squeeze", "expandDims",
            "permute", "transpose":
            return try reshaped(layer)
        case "copy":
            vanished[layer.kind, default: 0] += 1
            return made(try flow(layer))
        default:
            if let operation = Arithmetic(coreML: layer.kind) { return try arithmetic(layer, operation) }
            return try function(layer)
        }
    }

    /// The network, once every layer is read.
    mutating func finish(
        output: String, features: Int
    ) throws(InterchangeError) -> (layers: [DenseLayer], scaling: Scaling) {
        let place = author?.place ?? "the output '\(output)'"
        guard case .flow(let flow)? = values[output] else {
            throw InterchangeError(
                file.path, "the output '\(output)'",
                .unexpected(
                    expected: "something that a layer makes of the input",
                    found: values[output] == nil ? "nothing of this name" : "a constant"))
        }
        guard flow.version == version else {
            throw InterchangeError(
                file.path, "the output '\(output)'", .refused("a branch: the network goes on behind its output"))
        }
        do throws(NetworkDraft.Problem) {
            try draft.commit(flow.function)
            return try draft.finish(features: features)
        } catch {
            throw InterchangeError(file.path, place, .unexpected(expected: error.expected, found: error.found))
        }
    }

    // MARK: What a layer takes

    func value(_ layer: CoreMLLayer, _ index: Int = 0) throws(InterchangeError) -> Value {
        guard layer.inputs.indices.contains(index) else {
            throw layer.fail("\(index + 1) inputs", found: "\(layer.inputs.count)")
        }
        let name = layer.inputs[index]
        guard let value = values[name] else {
            throw layer.fail("an input that the model or an earlier layer gives", found: "'\(name)'")
        }
        let isOld =
            switch value {
            case .constant: false
            case .flow(let flow): flow.version != version
            case .logSumExp(let version): version != self.version
            }
        if isOld { throw layer.refuse("a branch: '\(name)' is used again behind what was made of it") }
        return value
    }

    /// The numbers on their way, for a layer that takes nothing else.
    mutating func flow(_ layer: CoreMLLayer) throws(InterchangeError) -> ElementwiseFunction {
        guard layer.inputs.count == 1 else { throw layer.fail("one input", found: "\(layer.inputs.count)") }
        guard case .flow(let flow) = try value(layer) else {
            throw layer.refuse("takes a constant where only the numbers of an example are understood")
        }
        axes = flow.axes
        return flow.function
    }

    mutating func tensor(
        _ weights: CoreMLWeights, shape: [Int], of layer: CoreMLLayer
    ) throws(InterchangeError) -> Tensor {
        try spend(weights.count, at: layer.place)
        return try weights.tensor(shape: shape, in: file)
    }

    mutating func numbers(_ weights: CoreMLWeights, of layer: CoreMLLayer) throws(InterchangeError) -> [Double] {
        try tensor(weights, shape: [weights.count], of: layer).scalars()
    }

    /// Pays for a pass over so many numbers, so that a small file can't ask for many long ones.
    mutating func spend(_ numbers: Int, at place: String) throws(InterchangeError) {
        let (bytes, overflow) = numbers.multipliedReportingOverflow(by: 4)
        budget -= overflow ? budget + 1 : min(bytes, budget + 1)
        guard budget >= 0 else {
            throw InterchangeError(
                file.path, place, .refused("numbers are touched so often that it takes many times the file"))
        }
    }

    // MARK: What a layer does

    /// Changes the network for good, behind what became of the numbers; what was there before can't be used any more.
    mutating func change(
        _ layer: CoreMLLayer, behind function: ElementwiseFunction,
        _ body: (inout NetworkDraft) throws(NetworkDraft.Problem) -> Void
    ) throws(InterchangeError) -> Value {
        do throws(NetworkDraft.Problem) {
            try draft.commit(function)
        } catch {
            throw (author ?? layer).fail(error.expected, found: error.found)
        }
        do throws(NetworkDraft.Problem) {
            try body(&draft)
        } catch {
            throw layer.fail(error.expected, found: error.found)
        }
        version += 1
        return made(.identity, layer)
    }

    /// What became of the numbers without a change for good.
    ///
    /// - Parameter layer: the one that made it, where it made anything of them.
    mutating func made(_ function: ElementwiseFunction, _ layer: CoreMLLayer? = nil) -> Value {
        author = layer ?? author
        return .flow(Flow(function: function, version: version, axes: axes))
    }

    /// The logarithm of a sum, which only the last weighted inputs can be subtracted by.
    func madeLogSumExp() -> Value { .logSumExp(version: version) }

    /// Whether nothing but preprocessing has been said yet.
    func isPreparing(_ function: ElementwiseFunction) -> Bool { draft.isEmpty && function.isIdentity }

    /// factor · x + shift for each number, or for all: preprocessing, or folded into a layer.
    mutating func apply(
        _ affine: Affine, behind function: ElementwiseFunction, _ layer: CoreMLLayer
    ) throws(InterchangeError) -> Value {
        guard (affine.factors + affine.shifts).allSatisfy(\.isFinite) else {
            throw layer.fail("finite numbers", found: "others")
        }
        try spend(axes.count, at: layer.place)
        let ordered = ordered(affine)
        let isPreparing = isPreparing(function)
        return try change(layer, behind: function) { draft throws(NetworkDraft.Problem) in
            if isPreparing, Self.prepare(&draft, ordered) { return }
            try draft.fold(ordered)
        }
    }

    /// The same in front of all layers.
    mutating func prepare(_ affine: Affine, _ step: WireFields) throws(InterchangeError) {
        try spend(axes.count, at: step.place)
        guard Self.prepare(&draft, ordered(affine)) else {
            throw step.fail("finite numbers, and none to divide by 0", found: "others")
        }
    }

    private static func prepare(_ draft: inout NetworkDraft, _ affine: Affine) -> Bool {
        let (factors, shifts) = (affine.factors, affine.shifts)
        let count = max(factors.count, shifts.count)
        let divisors = (0..<count).map { inverse(factors[$0 % factors.count]) }
        let offsets = (0..<count).map { index in
            let shift = shifts[index % shifts.count]
            return shift == 0 ? 0 : -shift * divisors[index]
        }
        return draft.prepare(offsets: offsets, divisors: divisors)
    }

    private func ordered(_ affine: Affine) -> Affine {
        func ordered(_ numbers: [Double]) -> [Double] { Self.shortened(axes.ordered(numbers)) }
        return Affine(factors: ordered(affine.factors), shifts: ordered(affine.shifts))
    }

    /// 1 ÷ a number of float32: 255 for what is nearest to 1/255.
    private static func inverse(_ factor: Double) -> Double {
        let inverse = 1 / factor
        let whole = inverse.rounded()
        return whole != 0 && Float(1 / whole) == Float(factor) ? whole : inverse
    }

    /// A single number where all are the same.
    private static func shortened(_ numbers: [Double]) -> [Double] {
        numbers.allSatisfy { $0 == numbers[0] } ? [numbers[0]] : numbers
    }
}
