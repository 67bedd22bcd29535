/// The chunk `mETa`: keys and values, sorted by the bytes of the keys.
enum MetadataRecord {
    /// The record; `parse` reads it back.
    static func encode(_ metadata: [String: String]) -> [UInt8] {
        var writer = ByteWriter()
        writer.put(UInt32(metadata.count))
        let sorted = metadata.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
        for (key, value) in sorted {
            writer.put(name: key)
            writer.put(UInt32(value.utf8.count))
            writer.put(Array(value.utf8))
        }
        return writer.bytes
    }

    /// What is wrong with a key, or nil. Printable ASCII, since Unicode has several spellings of one text, of which a
    /// dictionary would keep one and lose the others.
    static func keyProblem(_ key: String) -> String? {
        key.isEmpty ? "none" : key.utf8.allSatisfy { (0x21...0x7E).contains($0) } ? nil : "'\(key)'"
    }

    /// Reads the record.
    static func parse(_ reader: inout ByteReader) throws(Violation) -> [String: String] {
        let count = try reader.get(UInt32.self)
        var metadata: [String: String] = [:]
        var last: String?
        for _ in 0..<count {
            let at = reader.position
            let key = try reader.name()
            if let problem = keyProblem(key) {
                throw reader.violation(.metadata, at: at, expected: "a key of printable ASCII", found: problem)
            }
            guard last.map({ $0.utf8.lexicographicallyPrecedes(key.utf8) }) ?? true else {
                throw reader.violation(
                    .metadata, at: at, expected: "keys in ascending order, each once",
                    found: "'\(key)' after '\(last ?? "")'")
            }
            let length = try reader.get(UInt32.self)
            guard length <= Limits.metadataValueBytes else {
                throw reader.violation(
                    .metadata, at: reader.position - 4,
                    expected: "a value of at most \(Limits.metadataValueBytes) bytes",
                    found: "\(length)")
            }
            metadata[key] = try reader.text(count: Int(length))
            last = key
        }
        try reader.end()
        return metadata
    }
}
