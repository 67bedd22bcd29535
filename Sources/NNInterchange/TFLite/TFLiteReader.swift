import NNFile
import NNModel

/// Finds the network in a graph, operator by operator, as `GraphReader` does in ONNX's.
struct TFLiteReader {
    enum Value {
        case constant(TFLiteTensor)
        /// The numbers of an example on their way, and what became of them since the last change for good, which had
        /// this number.
        case flow(ElementwiseFunction, version: Int)
    }

    private let source: TFLiteModel
    let file: FileBytes
    /// By the numbers of tensors; nil for what no operator has made yet.
    private var values: [Value?]
    var draft: NetworkDraft
    /// The axes of what is on its way, without that of the examples; nil where the file doesn't say.
    var axes: [Int]?
    private(set) var version = 0
    /// The layer that was read last, which may stand there again: see `layerAgain`.
    var lastLayer: (input: Int, weights: Tensor, biases: Tensor?, version: Int)?
    /// Bytes that may still be copied out of the file.
    private var budget: Int
    /// What was left out or changed, for people.
    var notes: [String] = []
    /// Operators that do nothing to a prediction, and how many of each were left out.
    var vanished: [String: Int] = [:]

    init(_ source: TFLiteModel, in file: FileBytes, budget: Int) {
        (self.source, self.file, self.budget) = (source, file, budget)
        values = source.tensors.map { _ in nil }
        draft = NetworkDraft(budget: budget)
    }

    mutating func read(_ options: ReadingOptions) throws(InterchangeError) -> ReadModel {
        guard source.inputs.count == 1, source.outputs.count == 1 else {
            throw InterchangeError(
                file.path,
                .unexpected(
                    expected: "one input and one output", found: "\(source.inputs.count) and \(source.outputs.count)"))
        }
        let (input, output) = (source.tensors[source.inputs[0]], source.tensors[source.outputs[0]])
        try checkType(of: input, place: "the input '\(input.name)'")
        let shape = input.signature.isEmpty ? input.shape : input.signature
        guard shape.count >= 2 else {
            throw InterchangeError(
                file.path, "the input '\(input.name)'",
                .unexpected(expected: "an axis of examples and one of numbers", found: "\(shape.count) axes"))
        }
        // Where a length isn't fixed, it is what the first layer takes.
        let lengths = Array(shape.dropFirst())
        if lengths.allSatisfy({ $0 > 0 }), elementCount(lengths) != nil { axes = lengths }
        let inputAxes = axes
        values[source.inputs[0]] = .flow(.identity, version: 0)
        let operators = needed()
        for one in operators { try read(one) }
        let (layers, scaling) = try finish(output, features: inputAxes.flatMap { elementCount($0) })
        var model = Model(layers, scaling, axes: inputAxes, input: input.name, output: output.name)
        try options.check(model.layers.map(\.activation), file: file.path, place: "the graph")
        if !source.description.isEmpty, source.description.utf8.count <= Limits.metadataValueBytes {
            model.metadata["tflite.description"] = source.description
        }
        note(leftOut: source.operators.count - operators.count)
        return try ReadModel(model, file: file.path, notes: notes)
    }

    private mutating func note(leftOut count: Int) {
        if count > 0 { notes.append("left out: \(count) operators that the output doesn't need") }
        for (name, count) in vanished.sorted(by: { $0.key < $1.key }) {
            notes.append("left out: \(count) × \(name), which changes no prediction")
        }
        if draft.foldedNodes > 0 { notes.append("folded into weights and biases: \(draft.foldedNodes) operators") }
        if !source.metadata.isEmpty {
            let names = source.metadata.prefix(5).map { "'\($0)'" }.joined(separator: ", ")
            notes.append("left out: the file's metadata \(names)" + (source.metadata.count > 5 ? ", …" : ""))
        }
    }

    /// The operators that have a part in the output. They stand in the order of computation, so one look backwards
    /// finds them.
    private func needed() -> [TFLiteOperator] {
        var tensors = Set(source.outputs)
        var found: [TFLiteOperator] = []
        for one in source.operators.reversed() where one.outputs.contains(where: tensors.contains) {
            found.append(one)
            tensors.formUnion(one.inputs)
        }
        return found.reversed()
    }

    private mutating func read(_ one: TFLiteOperator) throws(InterchangeError) {
        guard one.outputs.count == 1 else { throw one.fail("one output", found: "\(one.outputs.count)") }
        let output = one.outputs[0]
        let value = try result(of: one)
        // Comparisons give 1 and 0 here.
        let isChoice = source.tensors[output].type == .bool && Arithmetic(tflite: one.kind)?.isComparison == true
        if case .flow = value, !isChoice { try checkType(of: source.tensors[output], place: one.place) }
        guard values[output] == nil, source.tensors[output].range == nil else {
            throw one.fail("each tensor to be made once", found: "\(source.tensors[output].place) again")
        }
        values[output] = value
    }

    private mutating func result(of one: TFLiteOperator) throws(InterchangeError) -> Value {
        if let operation = Arithmetic(tflite: one.kind) { return try arithmetic(one, operation) }
        switch one.kind {
        case "FULLY_CONNECTED": return try layer(one)
        case "RESHAPE": return try reshaped(one)
        case "SOFTMAX", "LOG_SOFTMAX": return try softmax(one)
        case "SELECT", "SELECT_V2": return try chosen(one)
        case "DEQUANTIZE":
            // Only types are changed; a model has all of those that constants are read of.
            guard case .constant(let constant) = try value(one, 0) else { throw one.refuse(Self.wholeNumbers) }
            return .constant(constant)
        case "QUANTIZE": throw one.refuse(Self.wholeNumbers)
        default: return try function(one)
        }
    }

    private static let wholeNumbers =
        "the network computes in whole numbers, which no model of ours does: convert it without full-integer quantization"

    /// What is on its way are numbers of float32.
    private func checkType(of tensor: TFLiteTensor, place: String) throws(InterchangeError) {
        guard tensor.type != .float32 else { return }
        let isWhole = [.int8, .uint8, .int16, .int32].contains(tensor.type)
        throw InterchangeError(
            file.path, place,
            .refused(
                "gives \(tensor.type) numbers" + (isWhole ? ": \(Self.wholeNumbers)" : ", where float32 is understood"))
        )
    }

    private mutating func finish(
        _ output: TFLiteTensor, features: Int?
    ) throws(InterchangeError) -> (layers: [DenseLayer], scaling: Scaling) {
        let place = "the output '\(output.name)'"
        guard case .flow(let function, let version)? = values[source.outputs[0]] else {
            throw InterchangeError(
                file.path, place,
                .unexpected(expected: "something that an operator makes of the input", found: "no such"))
        }
        guard version == self.version else {
            throw InterchangeError(file.path, place, .refused("a branch: the network goes on behind its output"))
        }
        do throws(NetworkDraft.Problem) {
            try draft.commit(function)
            return try draft.finish(features: features)
        } catch {
            throw InterchangeError(file.path, place, .unexpected(expected: error.expected, found: error.found))
        }
    }

    // MARK: What an operator takes

    func value(_ one: TFLiteOperator, _ index: Int) throws(InterchangeError) -> Value {
        guard one.inputs.indices.contains(index), one.inputs[index] >= 0 else {
            throw one.fail("\(index + 1) inputs", found: "\(one.inputs.count { $0 >= 0 })")
        }
        let tensor = source.tensors[one.inputs[index]]
        guard let value = values[one.inputs[index]] else {
            guard tensor.range != nil else {
                throw one.fail("an input that is constant, or that an earlier operator gives", found: tensor.place)
            }
            return .constant(tensor)
        }
        if case .flow(_, let version) = value, version != self.version {
            throw one.refuse("a branch: \(tensor.place) is used again behind what was made of it")
        }
        return value
    }

    func flow(_ one: TFLiteOperator) throws(InterchangeError) -> ElementwiseFunction {
        guard case .flow(let function, _) = try value(one, 0) else {
            throw one.refuse("takes a constant where only the numbers of an example are understood")
        }
        return function
    }

    func constant(_ one: TFLiteOperator, _ index: Int) throws(InterchangeError) -> TFLiteTensor {
        guard case .constant(let constant) = try value(one, index) else {
            throw one.refuse("input \(index + 1) is not a constant: it depends on the input")
        }
        return constant
    }

    mutating func numbers(_ constant: TFLiteTensor, _ one: TFLiteOperator) throws(InterchangeError) -> [Double] {
        try spend(8, constant, one)
        return try constant.numbers(in: file)
    }

    mutating func spend(
        _ size: Int, _ constant: TFLiteTensor, _ one: TFLiteOperator
    ) throws(InterchangeError) {
        let (bytes, overflow) = constant.count.multipliedReportingOverflow(by: size)
        budget -= overflow ? budget + 1 : min(bytes, budget + 1)
        guard budget >= 0 else { throw one.refuse("constants are used so often that they take many times the file") }
    }

    // MARK: What an operator does

    /// Changes the network for good; what was there before can't be used any more.
    mutating func change(
        _ one: TFLiteOperator, _ body: (inout NetworkDraft) throws(NetworkDraft.Problem) -> Void
    ) throws(InterchangeError) -> Value {
        do throws(NetworkDraft.Problem) {
            try body(&draft)
        } catch {
            throw one.fail(error.expected, found: error.found)
        }
        version += 1
        return made(.identity)
    }

    /// What became of the numbers without a change for good.
    func made(_ function: ElementwiseFunction) -> Value { .flow(function, version: version) }
}
