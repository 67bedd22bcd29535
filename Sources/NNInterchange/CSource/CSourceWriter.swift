import NNModel

/// Writes a model as a header in C99.
struct CSourceWriter {
    private let model: Model
    private let prefix: String
    private let c: CPrecision
    /// The source.
    private(set) var text = ""

    init(_ model: Model, prefix: String) {
        self.model = model
        self.prefix = prefix
        c = CPrecision(isDouble: model.isDouble)
        write()
    }

    private var inputs: Int { model.input.featureCount }
    private var units: Int { model.layers.last?.units ?? inputs }

    private mutating func write() {
        var description = JSONText()
        description.object { text in
            ModelDescription(of: model).write(to: &text)
            text.key("layers")
            text.array { text in
                for layer in model.layers {
                    text.array { text in
                        text.string(layer.activation.description)
                        for size in layer.weights.shape { text.integer(size) }
                        for tensor in [layer.weights, layer.biases] { text.string(tensor.dataType.name) }
                    }
                }
            }
        }
        let guardName = prefix.uppercased() + "_H"
        text += CSourceFormat.mark + Self.ascii(String(decoding: description.bytes, as: UTF8.self)) + "\n"
        text += """
            // A network of \(model.layers.count) layers with \(model.parameterCount) parameters, written by nnconvert.
            //
            //     \(c.type) answers[\(prefix.uppercased())_OUTPUTS];
            //     \(prefix)_predict(numbers, answers);
            #ifndef \(guardName)
            #define \(guardName)

            #include <math.h>

            #define \(prefix.uppercased())_INPUTS \(inputs)
            #define \(prefix.uppercased())_OUTPUTS \(units)


            """
        writeClasses()
        for (index, layer) in model.layers.enumerated() {
            write(layer.weights, as: "W\(index + 1)")
            write(layer.biases, as: "b\(index + 1)")
        }
        let scaling = model.input.scaling
        if scaling != .none {
            write(Tensor(scaling.offsets, shape: [scaling.offsets.count]), as: "offset")
            write(Tensor(scaling.divisors, shape: [scaling.divisors.count]), as: "divisor")
        }
        writeLayer()
        for (index, layer) in model.layers.enumerated() { writeActivation(layer.activation, index + 1) }
        writePrediction()
        text += "\n#endif\n"
    }

    /// JSON without characters that compilers warn of in comments.
    private static func ascii(_ json: String) -> String {
        json.unicodeScalars.reduce(into: "") { text, scalar in
            if scalar.isASCII { return text.unicodeScalars.append(scalar) }
            for unit in String(scalar).utf16 {
                let digits = String(unit, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            }
        }
    }

    private mutating func writeClasses() {
        guard !model.output.classNames.isEmpty else { return }
        let names = model.output.classNames.map { name in
            // Octal digits end after three, hexadecimal ones with the first letter that is none.
            name.utf8.reduce(into: "\"") { text, byte in
                let isPlain = (0x20...0x7E).contains(byte) && !"\"\\?".utf8.contains(byte)
                let octal = String(byte, radix: 8)
                text +=
                    isPlain
                    ? String(Unicode.Scalar(byte)) : "\\" + String(repeating: "0", count: 3 - octal.count) + octal
            } + "\""
        }
        text += "// The names of the classes, in order.\n"
        text += "static const char *const \(prefix)_classes[\(names.count)] = {\(names.joined(separator: ", "))};\n\n"
    }

    private mutating func write(_ tensor: Tensor, as name: String) {
        let isScaling = name == "offset" || name == "divisor"
        let type = isScaling ? c.type : tensor.dataType == .float64 ? "double" : "float"
        let numbers =
            isScaling
            ? tensor.scalars(as: Double.self).map(c.number)
            : tensor.dataType == .float64
                ? tensor.scalars(as: Double.self).map(CPrecision.literal)
                : tensor.scalars(as: Float.self).map(CPrecision.literal)
        text += "static const \(type) \(prefix)_\(name)[\(numbers.count)] = {"
        for (index, number) in numbers.enumerated() {
            if index % 8 == 0 { text += "\n   " }
            text += " \(number),"
        }
        text += "\n};\n\n"
    }

    /// One function for the layers of each pair of types of weights and biases.
    private mutating func writeLayer() {
        var written: Set<[String]> = []
        for layer in model.layers {
            let types = [layer.weights, layer.biases].map { $0.dataType == .float64 ? "double" : "float" }
            guard written.insert(types).inserted else { continue }
            text += """
                static inline void \(layerFunction(types))(
                    const \(types[0]) *w, const \(types[1]) *b, int inputs, int units, const \(c.type) *a, \(c.type) *z) {
                    int unit, i;
                    for (unit = 0; unit < units; unit++) {
                        \(c.type) sum = 0;
                        for (i = 0; i < inputs; i++) sum += w[(long)unit * inputs + i] * a[i];
                        z[unit] = sum + b[unit];
                    }
                }


                """
        }
    }

    private func layerFunction(_ types: [String]) -> String { "\(prefix)_layer_\(types[0])_\(types[1])" }

    private mutating func writeActivation(_ activation: Activation, _ layer: Int) {
        guard let body = CActivations.body(activation, c) else { return }
        text += "// \(activation.description)\n"
        text += "static inline void \(prefix)_g\(layer)(\(c.type) *z, int n) {\n    int i;\n    \(body)\n}\n\n"
    }

    private mutating func writePrediction() {
        let scaling = model.input.scaling
        text += "// What the network makes of \(inputs) numbers, given in the order of the shape "
        text +=
            model.input.shape.map(String.init).joined(separator: " x ") + " and as they come, before preprocessing.\n"
        text += "static inline void \(prefix)_predict(const \(c.type) *numbers, \(c.type) *answers) {\n"
        // The layers go back and forth between the two.
        let sizes = [inputs] + model.layers.map(\.units)
        let widest = [0, 1].map { parity in sizes.indices.filter { $0 % 2 == parity }.map { sizes[$0] }.max() ?? 0 }
        text += "    \(c.type) a[\(widest[0])], z[\(widest[1])];\n    int i;\n"
        if scaling == .none {
            text += "    for (i = 0; i < \(inputs); i++) a[i] = numbers[i];\n"
        } else {
            let index =
                scaling.offsets.count == 1
                ? "0"
                : scaling.offsets.count == inputs
                    ? "i" : "i % \(scaling.offsets.count)"
            text += "    for (i = 0; i < \(inputs); i++)\n"
            text += "        a[i] = (numbers[i] - \(prefix)_offset[\(index)]) / \(prefix)_divisor[\(index)];\n"
        }
        for (index, layer) in model.layers.enumerated() {
            let types = [layer.weights, layer.biases].map { $0.dataType == .float64 ? "double" : "float" }
            let (from, to) = index % 2 == 0 ? ("a", "z") : ("z", "a")
            text += "    \(layerFunction(types))(\(prefix)_W\(index + 1), \(prefix)_b\(index + 1), "
            text += "\(layer.inputs), \(layer.units), \(from), \(to));\n"
            if CActivations.body(layer.activation, c) != nil {
                text += "    \(prefix)_g\(index + 1)(\(to), \(layer.units));\n"
            }
        }
        text += "    for (i = 0; i < \(units); i++) answers[i] = \(model.layers.count % 2 == 0 ? "a" : "z")[i];\n}\n"
    }
}
