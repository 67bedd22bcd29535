import NNFile
import NNModel

/// A file that is ready to be written, with what it must give when it is read.
struct ConvertedFile {
    /// What was read.
    let source: Model
    /// What reading the file must give.
    let expected: Model
    let file: EncodedFile
    /// What fewer bits a number cost, where that was asked for.
    var cost: QuantizationCost?
    /// What was left out or changed, for people.
    var notes: [String] = []
}

extension Conversion {
    /// Reads the source and lays out the output.
    func converted(
        _ file: FileBytes, _ format: any ModelFormat.Type
    ) throws(InterchangeError) -> ConvertedFile {
        guard format == NNMFormat.self else {
            var reading = reading
            if reading.folder == nil { reading.folder = folder(of: input) }
            let read = try reader(file, format, reading)
            var result = try encoded(read.model, provenance: provenance(format))
            result.notes = read.notes + result.notes
            return result
        }
        let modelFile = try NNMFormat.modelFile(file, reading)
        let source = try NNMFormat.model(of: modelFile, file: file.path)
        try reading.check(source.layers.map(\.activation), file: input, place: nil)
        if outputFormat == NNMFormat.self, !changesTypes(of: source), classNames == nil {
            return try rewritten(modelFile, source)
        }
        var result = try encoded(source, provenance: [:])
        let dropped = modelFile.unknownChunks.filter { !$0.type.isSafeToCopy }
        if !dropped.isEmpty {
            let names = dropped.map(\.type.description).joined(separator: ", ")
            result.notes.append("left out: \(names), unknown and not safe to copy to a changed model")
        }
        return result
    }

    private func folder(of path: String) -> String {
        path.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(path[...$0]) } ?? "."
    }

    private var writing: WritingOptions {
        WritingOptions(compression: compression ?? .best, includesPreprocessing: includesPreprocessing)
    }

    private func changesTypes(of model: Model) -> Bool {
        guard let dataType else { return false }
        return model.layers.contains { layer in
            layer.weights.dataType != dataType || layer.biases.dataType != (dataType == .int8 ? .float32 : dataType)
        }
    }

    /// From .nnm to .nnm: every chunk that nobody asked to change stays as it is, byte for byte.
    private func rewritten(_ file: ModelFile, _ source: Model) throws(InterchangeError) -> ConvertedFile {
        var expected = source
        edit(&expected)
        let isEdited = stripsMetadata || stripsHistory || !settings.isEmpty
        do throws(ModelFileError) {
            let encoded = try file.rewritten(
                metadata: expected.metadata, history: expected.history,
                compression: compression ?? (isEdited ? nil : .best))
            return ConvertedFile(source: source, expected: expected, file: .model(encoded))
        } catch {
            throw InterchangeError(output, .model(error))
        }
    }

    private func encoded(
        _ source: Model, provenance: [String: String]
    ) throws(InterchangeError) -> ConvertedFile {
        var model = source
        var cost: QuantizationCost?
        if let dataType, changesTypes(of: source) {
            do throws(ModelConversionError) {
                model = try source.converted(to: dataType)
            } catch {
                throw InterchangeError(input, .conversion("\(error)"))
            }
            cost = QuantizationCost(of: model, from: source)
            model.metadata["conversion.tool"] = tool
            model.metadata["conversion.dtype"] = dataType.name
        }
        if let classNames { model.output.classNames = classNames }
        model.metadata.merge(provenance) { old, _ in old }
        edit(&model)
        if outputFormat == NNMFormat.self, model.verification.isEmpty {
            model = model.withVerification(seeds: [0, 1])
        }
        let carried = try outputFormat.carried(of: model, file: output)
        let file = try outputFormat.encode(carried.model, writing, file: output)
        return ConvertedFile(
            source: source, expected: carried.model, file: file, cost: cost, notes: carried.notes)
    }

    private func edit(_ model: inout Model) {
        if stripsMetadata { model.metadata = [:] }
        if stripsHistory { model.history = nil }
        for (key, value) in settings { model.metadata[key] = value }
    }

    /// Where a model that comes from elsewhere comes from.
    private func provenance(_ format: any ModelFormat.Type) -> [String: String] {
        let name = input.utf8.split(separator: UInt8(ascii: "/")).last.map { String(Substring($0)) } ?? input
        return ["tool": tool, "source.format": format.name, "source.file": name]
    }
}
