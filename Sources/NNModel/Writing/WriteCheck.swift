/// What the writer must know of a model before it can lay out a record, and of a record before it goes into a file.
enum WriteCheck {
    /// Everything that has a fixed width in the file fits there.
    static func check(_ model: Model) throws(Violation) {
        let shape = model.input.shape
        try require(
            (1...Limits.rank).contains(shape.count) && shape.allSatisfy { (1...Int(UInt32.max)).contains($0) }, .shape,
            .input, "1 to \(Limits.rank) axes of length 1 or more", "\(shape)")
        try require(
            (1...Limits.layers).contains(model.layers.count), .layerCount, .layers, "1 to \(Limits.layers) layers",
            "\(model.layers.count)")
        for layer in model.layers {
            try require(
                layer.inputs > 0 && layer.units > 0 && max(layer.inputs, layer.units) <= Int(UInt32.max), .shape,
                .layers, "1 or more inputs and units", "\(layer.inputs) and \(layer.units)")
        }
        for (place, names) in [
            (ChunkType.input, [model.input.name]), (.layers, model.layers.map(\.name)),
            (.output, [model.output.name] + model.output.classNames),
        ] {
            for name in names { try check(name: name, in: place) }
        }
        try check(metadata: model.metadata, history: model.history)
        let units = model.layers.last?.units ?? 0
        for check in model.verification {
            var isFit = check.expected.count == units
            if case .values(let values) = check.source {
                isFit = isFit && values.count == model.input.featureCount && values.allSatisfy(\.isFinite)
            }
            try require(
                isFit, .verification, .verification, "finite values of an example and \(units) expected outputs",
                "others")
        }
        let types = model.extras.map(\.type)
        try require(
            Set(types).count == types.count, .chunkOrder, .directory, "extra chunks of different types",
            types.map(\.description).joined(separator: ", "))
    }

    /// What can be edited without touching the model fits into its records.
    static func check(metadata: [String: String], history: History?) throws(Violation) {
        for key in metadata.keys.sorted() { try check(name: key, in: .metadata) }
        for column in history?.columns ?? [] { try check(name: column.name, in: .history) }
        for (key, value) in metadata.sorted(by: { $0.key < $1.key }) {
            try require(
                value.utf8.count <= Limits.metadataValueBytes, .metadata, .metadata,
                "a value of '\(key)' of at most \(Limits.metadataValueBytes) bytes", "\(value.utf8.count)")
        }
    }

    /// The reader takes the record: nothing is written that couldn't be read.
    static func check(_ record: [UInt8], as type: ChunkType, of model: Model? = nil) throws(Violation) {
        try require(
            record.count <= Limits.recordBytes, .budget, type, "at most \(Limits.recordBytes) bytes",
            "\(record.count)")
        var reader = ByteReader(record, place: type.description, start: 0)
        switch type {
        case .input: _ = try Input(parsing: &reader)
        case .layers: _ = try LayerRecord.parse(&reader)
        case .output: _ = try Output(parsing: &reader)
        case .metadata: _ = try MetadataRecord.parse(&reader)
        case .history: _ = try History(parsing: &reader)
        case .verification:
            _ = try VerificationRecord.parse(
                &reader, features: model?.input.featureCount ?? 0, units: model?.layers.last?.units ?? 0)
        default: break
        }
    }

    private static func check(name: String, in place: ChunkType) throws(Violation) {
        let problem = Name.problem(name)
        try require(problem == nil, .name, place, "a name", problem ?? "")
    }

    private static func require(
        _ holds: Bool, _ rule: Rule, _ place: ChunkType, _ expected: String, _ found: @autoclosure () -> String
    ) throws(Violation) {
        guard holds else {
            throw Violation(rule: rule, offset: 0, place: "\(place)", expected: expected, found: found())
        }
    }
}
