import NNCommand
import NNModel

/// What a person wants to know of a model file first.
struct Summary {
    let file: ModelFile
    let metadata: [String: String]
    let verification: [VerificationCheck]

    private var parameterCount: Int {
        file.layers.reduce(0) { $0 + $1.parameterCount }
    }

    /// The types of the numbers of each layer.
    private var dataTypes: [DataType] {
        file.chunks.compactMap { $0.tensor?.role == .weights ? $0.tensor?.dataType : nil }
    }

    private var digest: String { file.header.digestText }

    var json: JSON {
        let layers = zip(file.layers, dataTypes).enumerated().map { index, pair in
            JSON.object([
                ("layer", .integer(index + 1)), ("inputs", .integer(pair.0.inputs)), ("units", .integer(pair.0.units)),
                ("activation", .string(pair.0.activation.description)), ("dtype", .string(pair.1.name)),
            ])
        }
        return .object([
            ("version", .string(file.header.versionNeeded.description)),
            ("layers", .array(layers)),
            ("parameters", .integer(parameterCount)),
            ("input", file.input.json),
            ("output", file.output.json),
            ("classes", .array(file.output.classNames.map { .string($0) })),
            ("digest", .string(digest)),
            ("metadata", .object(sortedMetadata.map { ($0.key, .string($0.value)) })),
            ("verification", .array(verification.map(\.json))),
            ("unknownChunks", .array(file.unknownChunks.map { .string($0.type.description) })),
            ("optionalFeatures", .string(file.header.optionalFeaturesText)),
        ])
    }

    var text: String {
        let sizes = [file.input.featureCount] + file.layers.map(\.units)
        var text = "\(file.path.escaped): \(sizes.map(grouped).joined(separator: " → ")), "
        text += "\(grouped(parameterCount)) parameters\n\n"
        var table = Table([
            ("layer", .right), ("inputs", .right), ("units", .right), ("activation", .left), ("dtype", .left),
            ("parameters", .right), ("name", .left),
        ])
        for (index, (layer, dataType)) in zip(file.layers, dataTypes).enumerated() {
            table.add([
                "\(index + 1)", grouped(layer.inputs), grouped(layer.units), layer.activation.description,
                dataType.name, grouped(layer.parameterCount), layer.name,
            ])
        }
        text += table.text + "\n"
        var facts: [(String, String)] = [
            ("input", file.input.summary), ("output", file.output.summary),
            ("format", "\(file.header.versionNeeded), \(grouped(file.header.fileLength)) bytes"), ("digest", digest),
        ]
        if !verification.isEmpty {
            let loosest = verification.map(\.tolerance).max() ?? 0
            facts.append(
                ("verification", "\(counted(verification.count, "check")), tolerance \(scientific(loosest)) at most"))
        }
        facts += file.unknownParts
        facts += sortedMetadata.map { ($0.key, $0.value) }
        let width = facts.map(\.0.count).max() ?? 0
        for (key, value) in facts {
            text += key.escaped + String(repeating: " ", count: width + 2 - key.count) + value.escaped + "\n"
        }
        return text
    }

    private var sortedMetadata: [(key: String, value: String)] { metadata.sorted { $0.key < $1.key } }
}

extension VerificationCheck {
    fileprivate var json: JSON {
        var members: [(String, JSON)] = []
        switch source {
        // As text: a number of 64 bits is more than many readers of JSON take.
        case .seed(let seed): members.append(("seed", .string(String(seed))))
        case .values(let values): members.append(("values", .array(values.map { .number($0) })))
        }
        members += [("tolerance", .number(tolerance)), ("expected", .array(expected.map { .number($0) }))]
        return .object(members)
    }
}

extension LayerRecord {
    fileprivate var parameterCount: Int { units * (inputs + 1) }
}

extension Input {
    var summary: String {
        var parts = [shape.map(String.init).joined(separator: " × ")]
        if let range { parts.append("\(short(range.lowerBound)) to \(short(range.upperBound))") }
        if scaling != .none {
            parts.append(
                scaling.offsets.count == 1
                    ? "(x − \(short(scaling.offsets[0]))) / \(short(scaling.divisors[0]))"
                    : "\(grouped(scaling.offsets.count)) offsets and divisors")
        }
        if let resizing { parts.append("images resized: \(resizing.filter.rawValue), \(resizing.fit.rawValue)") }
        return (name.isEmpty ? "" : "\(name): ") + parts.joined(separator: ", ")
    }

    fileprivate var json: JSON {
        .object([
            ("name", .string(name)), ("shape", .array(shape.map { .integer($0) })),
            ("range", range.map { .array([.number($0.lowerBound), .number($0.upperBound)]) } ?? .null),
            ("offsets", .array(scaling.offsets.map { .number($0) })),
            ("divisors", .array(scaling.divisors.map { .number($0) })),
            ("resize", JSON(resizing?.filter.rawValue)), ("fit", JSON(resizing?.fit.rawValue)),
        ])
    }
}

extension Output {
    var summary: String {
        var parts = [meaning.name]
        if !classNames.isEmpty {
            let shown = classNames.prefix(10).joined(separator: ", ")
            parts.append("\(classNames.count) classes: \(shown)\(classNames.count > 10 ? ", …" : "")")
        }
        if meaning != .value { parts.append("threshold \(threshold)") }
        return (name.isEmpty ? "" : "\(name): ") + parts.joined(separator: "; ")
    }

    fileprivate var json: JSON {
        .object([("name", .string(name)), ("meaning", .string(meaning.name)), ("threshold", .number(threshold))])
    }
}

/// A number without a needless `.0`.
private func short(_ number: Double) -> String {
    Int(exactly: number).map(String.init) ?? number.description
}
