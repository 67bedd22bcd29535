/// What a model takes and gives, and what is said about it (ModelDescription).
struct CoreMLDescription {
    private(set) var inputs: [CoreMLFeature] = []
    private(set) var outputs: [CoreMLFeature] = []
    /// The output with the probability of each class; empty for none.
    private(set) var probabilities = ""
    /// The metadata by our own keys, in the order of the file; each key once.
    private(set) var metadata: [(key: String, value: String)] = []

    /// Our keys for what Core ML has fields of its own for (Metadata), by their numbers.
    static let keys = [1: "coreml.description", 2: "coreml.version", 3: "coreml.author", 4: "coreml.license"]
    /// The number of the field of Metadata for everything else, keys with texts.
    static let userDefined = 100

    init(_ message: WireReader, file: String) throws(InterchangeError) {
        var reader = message
        while let field = try reader.next() {
            switch field.number {
            case 1:
                try check(inputs.count, "inputs", file: file)
                inputs.append(try CoreMLFeature(field.message("an input"), file: file, place: "the input"))
            case 10:
                try check(outputs.count, "outputs", file: file)
                outputs.append(try CoreMLFeature(field.message("an output"), file: file, place: "the output"))
            case 12: probabilities = try field.text()
            case 100: try read(metadata: field.message("the metadata"), file: file)
            default: break
            }
        }
    }

    private func check(_ count: Int, _ what: String, file: String) throws(InterchangeError) {
        guard count < InterchangeLimits.nodeFields else {
            throw InterchangeError(
                file, "the description", .limit(what, limit: InterchangeLimits.nodeFields, found: "more"))
        }
    }

    private mutating func read(metadata message: WireReader, file: String) throws(InterchangeError) {
        var seen = Set(metadata.map(\.key))
        var reader = message
        while let field = try reader.next() {
            let entry: (key: String, value: String)
            if let key = Self.keys[field.number] {
                entry = (key, try field.text())
            } else if field.number == Self.userDefined {
                let place = "an entry of the metadata"
                let fields = try WireFields(field.message(place), file: file, place: place)
                let value = try fields.all(2).last?.text(limit: InterchangeLimits.descriptionBytes) ?? ""
                entry = (try fields.text(1), value)
            } else {
                continue
            }
            guard seen.insert(entry.key).inserted else {
                throw InterchangeError(
                    file, "the metadata",
                    .unexpected(expected: "each key once", found: "'\(entry.key)' again"))
            }
            guard seen.count <= InterchangeLimits.strings else {
                throw InterchangeError(
                    file, .limit("keys of metadata", limit: InterchangeLimits.strings, found: "more"))
            }
            metadata.append(entry)
        }
    }
}
