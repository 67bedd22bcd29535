/// What the writer must know of a model before it can lay out a record, and of a record before it goes into a file.
enum WriteCheck {
    /// Everything that has a fixed width in the file fits there.
    static func check(_ model: Model) throws(Violation) {
        func require(_ holds: Bool, _ rule: Rule, _ place: ChunkType, _ expected: String, _ found: String)
            throws(Violation)
        {
            guard holds else {
                throw Violation(rule: rule, offset: 0, place: "\(place)", expected: expected, found: found)
            }
        }
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
        let names: [(ChunkType, [String])] = [
            (.input, [model.input.name]), (.layers, model.layers.map(\.name)),
            (.output, [model.output.name] + model.output.classNames), (.metadata, model.metadata.keys.sorted()),
            (.history, model.history?.columns.map(\.name) ?? []),
        ]
        for (place, names) in names {
            for name in names {
                let problem = Name.problem(name)
                try require(problem == nil, .name, place, "a name", problem ?? "")
            }
        }
        for (key, value) in model.metadata.sorted(by: { $0.key < $1.key }) {
            try require(
                value.utf8.count <= Limits.metadataValueBytes, .metadata, .metadata,
                "a value of '\(key)' of at most \(Limits.metadataValueBytes) bytes", "\(value.utf8.count)")
        }
    }

    /// The reader takes the record: nothing is written that couldn't be read.
    static func check(_ record: [UInt8], as type: ChunkType) throws(Violation) {
        guard record.count <= Limits.recordBytes else {
            throw Violation(
                rule: .budget, offset: 0, place: "\(type)", expected: "at most \(Limits.recordBytes) bytes",
                found: "\(record.count)")
        }
        var reader = ByteReader(record, place: type.description, start: 0)
        switch type {
        case .input: _ = try Input(parsing: &reader)
        case .layers: _ = try LayerRecord.parse(&reader)
        case .output: _ = try Output(parsing: &reader)
        case .metadata: _ = try MetadataRecord.parse(&reader)
        case .history: _ = try History(parsing: &reader)
        default: preconditionFailure("\(type) holds no record")
        }
    }
}
