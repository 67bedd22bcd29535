import NNModel

/// Keys and values where C can see them, in the order of the file.
struct MetadataTexts: @unchecked Sendable {
    struct Entry {
        let key: UnsafePointer<CChar>
        let value: UnsafePointer<CChar>
        let valueSize: Int
    }

    let entries: [Entry]
    private let indices: [String: Int]

    init(_ metadata: [String: String], in memory: CMemory) {
        // Keys are ASCII, so their order as strings is that of their bytes.
        let sorted = metadata.sorted { $0.key < $1.key }
        entries = sorted.map { key, value in
            Entry(key: memory.text(key), value: memory.text(value), valueSize: value.utf8.count)
        }
        indices = Dictionary(uniqueKeysWithValues: sorted.enumerated().map { ($1.key, $0) })
    }

    subscript(key: String) -> Entry? { indices[key].map { entries[$0] } }
}
