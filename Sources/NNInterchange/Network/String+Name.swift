import NNModel

extension String {
    /// Whether a model may have it as a name.
    var isUsable: Bool {
        utf8.count <= Limits.nameBytes
            && !unicodeScalars.contains { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) }
    }
}
