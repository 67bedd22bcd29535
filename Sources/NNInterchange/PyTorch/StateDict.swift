/// The tensors of a pickle by name: those of a dict, or of the one dict of tensors within a dict, as in
/// `{'epoch': 3, 'state_dict': …}`.
struct StateDict {
    /// In the order of the file; no name occurs twice.
    let tensors: [(name: String, tensor: PickledTensor)]
    /// What stood beside them, for people.
    let notes: [String]

    private typealias Entries = [(key: PickleValue, value: PickleValue)]

    init(_ root: PickleValue, _ heap: PickleHeap) throws(PickleReader.Problem) {
        func fail(_ expected: String, found: String) -> PickleReader.Problem {
            PickleReader.Problem(offset: 0, what: .unexpected(expected: expected, found: found))
        }
        guard case .dictionary(let index) = root else {
            throw fail("a state dict, tensors by name", found: root.kind)
        }
        var entries = heap.dictionaries[index]
        var notes: [String] = []
        if !Self.hasTensors(entries) {
            let inner = entries.filter { entry in
                if case .dictionary(let index) = entry.value {
                    Self.hasTensors(heap.dictionaries[index])
                } else {
                    false
                }
            }
            guard inner.count == 1, case .dictionary(let index) = inner[0].value else {
                let keys = entries.prefix(5).map(\.key.kind).joined(separator: ", ")
                throw fail(
                    "a dict of tensors, or one such dict within a dict",
                    found: inner.isEmpty
                        ? "no tensors" + (keys.isEmpty ? "" : " under the keys \(keys)") : "\(inner.count) within")
            }
            for entry in entries where entry.key.kind != inner[0].key.kind {
                notes.append("left out: \(entry.key.kind), which is no part of a network")
            }
            entries = heap.dictionaries[index]
        }
        var tensors: [(String, PickledTensor)] = []
        var names: Set<String> = []
        for (key, value) in entries {
            guard case .text(let name) = key else { throw fail("names of tensors", found: key.kind) }
            guard case .tensor(let index) = value else {
                throw fail("a tensor under '\(name)'", found: value.kind)
            }
            guard names.insert(name).inserted else {
                throw fail("tensors of different names", found: "two of the name '\(name)'")
            }
            tensors.append((name, heap.tensors[index]))
        }
        (self.tensors, self.notes) = (tensors, notes)
    }

    private static func hasTensors(_ entries: Entries) -> Bool {
        entries.contains { if case .tensor = $0.value { true } else { false } }
    }
}
