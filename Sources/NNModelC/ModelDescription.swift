import NNCModel
import NNModel

/// What the C structures say of a model, with the texts and arrays that they point to.
struct ModelDescription {
    let info: nnm_info
    let input: nnm_input
    let output: nnm_output
    let layers: [nnm_layer]

    init(_ file: ModelFile, in memory: CMemory) {
        info = nnm_info(file, in: memory)
        input = nnm_input(file.input, in: memory)
        output = nnm_output(file.output, units: file.layers.last?.units ?? 0, in: memory)
        var layers = file.layers.map { nnm_layer($0, in: memory) }
        for case let tensor? in file.chunks.map(\.tensor) {
            switch tensor.role {
            case .weights: layers[tensor.layer - 1].weights_type = nnm_data_type(tensor.dataType)
            case .biases: layers[tensor.layer - 1].biases_type = nnm_data_type(tensor.dataType)
            // The views have them applied.
            case .scales: break
            }
        }
        self.layers = layers
    }
}

extension nnm_info {
    fileprivate init(_ file: ModelFile, in memory: CMemory) {
        self.init()
        format_major = Int32(file.header.versionNeeded.major)
        format_minor = Int32(file.header.versionNeeded.minor)
        file_size = UInt64(file.header.fileLength)
        layer_count = file.layers.count
        parameter_count = file.layers.reduce(0) { $0 + UInt64($1.inputs) * UInt64($1.units) + UInt64($1.units) }
        feature_count = file.input.featureCount
        unit_count = file.layers.last?.units ?? 0
        digest = memory.text(file.header.digestText)
    }
}

extension nnm_input {
    fileprivate init(_ input: Input, in memory: CMemory) {
        self.init()
        name = memory.text(input.name)
        rank = input.shape.count
        withUnsafeMutableBytes(of: &shape) { axes in
            input.shape.withUnsafeBytes { axes.copyMemory(from: $0) }
        }
        feature_count = input.featureCount
        if let range = input.range { (has_range, low, high) = (1, range.lowerBound, range.upperBound) }
        if let resizing = input.resizing {
            filter = nnm_filter(resizing.filter)
            fit = nnm_fit(resizing.fit)
        }
        scaling_count = input.scaling.offsets.count
        offsets = memory.array(input.scaling.offsets)
        divisors = memory.array(input.scaling.divisors)
    }
}

extension nnm_output {
    fileprivate init(_ output: Output, units: Int, in memory: CMemory) {
        self.init()
        name = memory.text(output.name)
        meaning = nnm_meaning(output.meaning)
        unit_count = units
        class_count = output.meaning == .value ? 0 : max(units, 2)
        class_names = memory.array(output.classNames.map { Optional(memory.text($0)) })
        threshold = output.threshold
    }
}

extension nnm_layer {
    fileprivate init(_ layer: LayerRecord, in memory: CMemory) {
        self.init()
        let (code, parameters) = layer.activation.encoded
        name = memory.text(layer.name)
        kind = NNM_DENSE
        units = layer.units
        inputs = layer.inputs
        activation = Int32(code)
        activation_name = memory.text(layer.activation.name)
        parameter_count = parameters.count
        self.parameters = memory.array(parameters)
    }
}

extension Activation {
    /// The name without parameters.
    fileprivate var name: String {
        isRecognized ? String(description.prefix { $0 != ":" }) : "unrecognized"
    }
}
