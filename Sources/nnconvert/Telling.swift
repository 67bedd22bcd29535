import NNCommand
import NNFile
import NNInterchange
import NNModel

extension Convert {
    func listFormats() throws {
        if json {
            let formats = Formats.all.map { format in
                JSON.object([
                    ("name", .string(format.name)),
                    ("extensions", .array(format.fileExtensions.map { .string($0) })),
                    ("direction", .string(format.direction.rawValue)), ("summary", .string(format.summary)),
                ])
            }
            return try Console.print(JSON.array(formats).text)
        }
        var table = Table([("format", .left), ("extensions", .left), ("ways", .left), ("", .left)])
        for format in Formats.all {
            table.add([
                format.name, format.fileExtensions.map { "." + $0 }.joined(separator: " "), format.ways, format.summary,
            ])
        }
        try Console.write(table.text)
    }

    func tell(
        _ report: ConversionReport, _ evaluation: Evaluation?, input: String, output: String
    ) throws {
        if json { return try Console.print(report.json(evaluation, input: input, output: output).text) }
        if isQuiet { return }
        try Console.write(report.text(input: input, output: output) + (evaluation?.text ?? ""))
        for note in report.notes { Console.report("nnconvert: note: \(note)") }
    }

    /// The names of the classes, a line each; an empty last line is none.
    func classNames(in path: String) throws -> [String] {
        let file = try FileBytes(path: path, limit: 1 << 24)
        guard let text = file.withUnsafeBytes({ String(validating: $0, as: UTF8.self) }) else {
            throw InputError("\(path): expected UTF-8 text, a class name a line, found other bytes")
        }
        var lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }.map(String.init)
        if lines.last == "" { lines.removeLast() }
        return lines
    }
}

extension ConversionReport {
    private var dataTypes: [String] {
        var names: [String] = []
        for layer in model.layers where !names.contains(layer.weights.dataType.name) {
            names.append(layer.weights.dataType.name)
        }
        return names
    }

    func text(input: String, output: String) -> String {
        var text = "\(input.escaped) → \(output.escaped): \(inputFormat) to \(outputFormat), "
        text += "\(grouped(model.layers.count)) layer\(model.layers.count == 1 ? "" : "s"), "
        text += "\(grouped(model.parameterCount)) parameters in "
        text += "\(dataTypes.joined(separator: ", ")), \(grouped(length)) bytes\n"
        if let cost, !proof.isExact {
            var table = Table([("layer", .right), ("largest error of W", .right), ("relative to W", .right)])
            for layer in cost.layers {
                table.add(["\(layer.layer)", scientific(layer.largest), scientific(layer.relative)])
            }
            text += table.text
            text += "answers: largest change \(scientific(cost.worst)), another class for \(cost.changedAnswers) of "
            text += "\(cost.examples) random inputs\n"
        }
        text += "proof: \(grouped(proof.tensors)) tensors read back bit for bit"
        text += proof.isExact ? ", no number changed; " : "; "
        text +=
            proof.examples == 0
            ? "answers not compared, since this version can't compute them\n"
            : "predictions of \(proof.examples) random inputs differ by \(scientific(proof.worst)) at most "
                + "(tolerance \(proof.tolerance))\n"
        return text
    }

    func json(_ evaluation: Evaluation?, input: String, output: String) -> JSON {
        .object([
            ("input", .string(input)), ("output", .string(output)), ("from", .string(inputFormat)),
            ("to", .string(outputFormat)), ("layers", .integer(model.layers.count)),
            ("parameters", .integer(model.parameterCount)), ("dtypes", .array(dataTypes.map { .string($0) })),
            ("bytes", .integer(length)),
            (
                "proof",
                .object([
                    ("tensors", .integer(proof.tensors)), ("exact", .bool(proof.isExact)),
                    ("examples", .integer(proof.examples)), ("worst", .number(proof.worst)),
                    ("tolerance", .number(proof.tolerance)),
                ])
            ),
            ("quantization", cost?.json ?? .null), ("evaluation", evaluation?.json ?? .null),
            ("notes", .array(notes.map { .string($0) })),
        ])
    }
}

extension QuantizationCost {
    fileprivate var json: JSON {
        .object([
            (
                "layers",
                .array(
                    layers.map { layer in
                        .object([
                            ("layer", .integer(layer.layer)), ("largest", .number(layer.largest)),
                            ("relative", .number(layer.relative)),
                        ])
                    })
            ),
            ("examples", .integer(examples)), ("worst", .number(worst)),
            ("changedAnswers", .integer(changedAnswers)),
        ])
    }
}

extension ModelFormat {
    fileprivate static var ways: String {
        switch direction {
        case .both: "in and out"
        case .input: "in"
        case .output: "out"
        }
    }
}
