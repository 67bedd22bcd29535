import NNFile

/// The formats that this library knows.
public enum Formats {
    /// All of them, in the order in which they are tried.
    public static let all: [any ModelFormat.Type] = [
        NNMFormat.self, NPZFormat.self, PyTorchFormat.self, KerasFormat.self, KerasH5Format.self,
        SafetensorsFormat.self, CoreMLFormat.self, ONNXFormat.self, GGUFFormat.self, TFLiteFormat.self, FANNFormat.self,
        CSourceFormat.self, JSONFormat.self,
    ]

    /// The format of this name, or nil.
    public static func named(_ name: String) -> (any ModelFormat.Type)? {
        all.first { $0.name == name }
    }

    /// The format of a file, by its content.
    ///
    /// - Throws: `InterchangeError` where it is none of them.
    public static func matching(_ file: FileBytes) throws(InterchangeError) -> any ModelFormat.Type {
        if let format = file.withUnsafeBytes({ bytes in all.first { $0.match(bytes) } }) { return format }
        throw InterchangeError(
            file.path,
            .unexpected(
                expected: "a model in one of the formats \(all.map { $0.name }.joined(separator: ", "))",
                found: file.withUnsafeBytes { kind(of: $0) }))
    }

    /// The format that the name of an output asks for, or nil.
    public static func forOutput(_ path: String) -> (any ModelFormat.Type)? {
        let name = path.utf8.split(separator: UInt8(ascii: "/")).last.map { String(Substring($0)) } ?? path
        guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return nil }
        let end = name[name.index(after: dot)...].lowercased()
        return all.first { $0.fileExtensions.contains(end) }
    }

    /// What a file that no format takes for its own seems to be.
    private static func kind(of bytes: UnsafeRawBufferPointer) -> String {
        let kinds: [(start: [UInt8], name: String)] = [
            ([0x89] + Array("HDF\r\n".utf8), "an HDF5 file"), (Array("PK".utf8), "a zip archive of something else"),
            (ArrayHeader.signature, "a single array in numpy's format (.npy)"),
            (PyTorchFormat.oldSignature, "a file of PyTorch before 1.6, to be saved again by a later one"),
        ]
        if bytes.isEmpty { return "an empty file" }
        return kinds.first { bytes.starts(with: $0.start) }?.name ?? "something else"
    }
}
