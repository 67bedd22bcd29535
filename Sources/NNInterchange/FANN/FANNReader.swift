import NNFile
import NNModel

/// Reads the text that libfann saves: lines of a key and its value, then the units, then what each is connected to.
///
/// Everything is read in the order in which it stands, and nothing is kept for what a number claims before the rest of the
/// file has been seen to have room for it.
enum FANNReader {
    static let typesKey = "nnm_types"
    static let descriptionKey = "nnm_description"

    /// - Throws: `InterchangeError` where the file is damaged, or of a network that isn't made of connected layers.
    static func read(_ file: FileBytes, _ limits: InterchangeLimits) throws(InterchangeError) -> FANNNetwork {
        try file.withUnsafeBytes { bytes throws(InterchangeError) in
            var text = FANNText(bytes, file: file.path)
            return try read(&text, limits)
        }
    }

    private static func read(
        _ text: inout FANNText, _ limits: InterchangeLimits
    ) throws(InterchangeError) -> FANNNetwork {
        let version = try text.line("line 1")
        guard ["FANN_FLO_2.1", "FANN_FLO_2.0"].contains(version) else {
            let isFixed = version.hasPrefix("FANN_FIX")
            throw isFixed
                ? text.refuse("line 1", "a network of whole numbers (FANN_FIX): save it with fann_save")
                : text.fail("line 1", "FANN_FLO_2.1", found: "'\(version)'")
        }
        let header = try FANNHeader(&text)
        let sizes = header.sizes
        let (layers, count) = try units(&text, sizes)
        guard count <= limits.bytes / 8 else {
            throw InterchangeError(
                text.file, "neurons", .limit("numbers", limit: limits.bytes / 8, found: "\(count)"))
        }
        let connected = try connections(&text, layers, sizes)
        try text.endLine("connections")
        let (types, description) = try own(&text, layers: layers.count)
        return FANNNetwork(
            file: text.file, inputs: sizes[0] - 1, layers: connected, inputScale: header.inputScale,
            outputScale: header.outputScale, types: types, description: description)
    }

    /// The units of each layer but the first, without connections, and how many of those there must be.
    private static func units(
        _ text: inout FANNText, _ sizes: [Int]
    ) throws(InterchangeError) -> (layers: [FANNNetwork.Layer], connections: Int) {
        try text.expect("neurons (num_inputs, activation_function, activation_steepness)=", "neurons")
        var (layers, total, number) = ([FANNNetwork.Layer](), 0, 0)
        for (index, size) in sizes.enumerated() {
            var layer = FANNNetwork.Layer()
            for unit in 0..<size {
                let place = "neuron \(number)"
                number += 1
                try text.expect("(", place)
                let inputs = try text.int(place)
                try text.expect(",", place)
                let function = try text.int(place)
                try text.expect(",", place)
                let steepness = try text.number(place)
                try text.expect(")", place)
                // The first layer's units only hand on, and so does the last of each layer, which is always 1.
                let isUnit = index > 0 && unit < size - 1
                let wanted = isUnit ? sizes[index - 1] : 0
                guard inputs == wanted else {
                    throw text.fail(place, "\(wanted) inputs, one from each of the layer before", found: "\(inputs)")
                }
                guard isUnit else { continue }
                guard let known = FANNFunction(rawValue: function) else {
                    let name = FANNFunction.names.indices.contains(function) ? FANNFunction.names[function] : "unknown"
                    throw text.refuse(place, "the function \(function) (\(name)), which no activation of a model is")
                }
                guard steepness > 0, steepness.isFinite else {
                    throw text.fail(place, "a steepness above 0", found: "\(steepness)")
                }
                layer.functions.append(known)
                layer.steepnesses.append(steepness)
                let (sum, overflow) = total.addingReportingOverflow(inputs)
                guard !overflow else { throw text.fail(place, "fewer connections", found: "more than can be counted") }
                total = sum
            }
            if index > 0 { layers.append(layer) }
        }
        return (layers, total)
    }

    private static func connections(
        _ text: inout FANNText, _ layers: [FANNNetwork.Layer], _ sizes: [Int]
    ) throws(InterchangeError) -> [FANNNetwork.Layer] {
        try text.endLine("neurons")
        try text.expect("connections (connected_to_neuron, weight)=", "connections")
        var (connected, first) = (layers, 0)
        for index in layers.indices {
            let size = sizes[index]
            for unit in layers[index].functions.indices {
                for input in 0..<size {
                    let start = text.position
                    func place() -> String { "layer \(index + 1), unit \(unit + 1), byte \(start)" }
                    try text.expect("(", place())
                    let source = try text.int(place())
                    guard source == first + input else {
                        throw text.fail(
                            place(), "a connection to the neuron \(first + input): each to all of the layer before",
                            found: "one to \(source)")
                    }
                    try text.expect(",", place())
                    connected[index].connections.append(try text.number(place()))
                    try text.expect(")", place())
                }
            }
            first += size
        }
        return connected
    }

    /// What our own files say behind all that.
    private static func own(
        _ text: inout FANNText, layers: Int
    ) throws(InterchangeError) -> ([(weights: DataType, biases: DataType)]?, DescriptionText) {
        var types: [(weights: DataType, biases: DataType)]?
        if text.take(typesKey + "=") {
            let line = String(decoding: try text.rawLine(typesKey, most: 32 * Limits.layers), as: UTF8.self)
            let found = line.split(separator: " ").map { pair in
                pair.split(separator: ",", omittingEmptySubsequences: false).compactMap { name in
                    [DataType.float32, .float64].first { $0.name == name }
                }
            }
            guard found.count == layers, found.allSatisfy({ $0.count == 2 }) else {
                throw text.fail(typesKey, "float32 or float64 twice for each of \(layers) layers", found: "others")
            }
            types = found.map { ($0[0], $0[1]) }
        }
        guard text.take(descriptionKey + "=") else {
            let none = try DescriptionText(nil, activations: nil, metadata: [:], file: text.file, place: descriptionKey)
            try text.end()
            return (types, none)
        }
        let line = try text.rawLine(descriptionKey, most: DescriptionText.largest)
        let description = try DescriptionText(line, file: text.file, place: descriptionKey)
        try text.end()
        return (types, description)
    }
}
