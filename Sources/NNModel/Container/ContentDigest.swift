/// The SHA-256 of what a model is: input, layers, output and tensors, whatever the encoding, the metadata and the
/// history.
///
/// It covers, for each such chunk in the order of the file, its type and the fields of its entry that say what it is,
/// its raw length, and the SHA-256 of what it holds. Hashes of hashes, so that tensors can be hashed side by side.
struct ContentDigest {
    private var hash = SHA256()

    static func covers(_ type: ChunkType) -> Bool {
        [.input, .layers, .output, .tensor].contains(type)
    }

    /// - Parameter contents: the SHA-256 of what the chunk holds.
    mutating func add(_ type: ChunkType, _ tensor: ChunkEntry.TensorEntry?, rawLength: Int, contents: [UInt8]) {
        var writer = ByteWriter()
        writer.put(type.bytes)
        writer.put(tensor?.dataType.code ?? 0)
        writer.put(tensor?.role.rawValue ?? 0)
        writer.put(UInt8(tensor?.shape.count ?? 0))
        writer.put(UInt8(0))
        writer.put(UInt32(tensor?.layer ?? 0))
        writer.put(shape: tensor?.shape ?? [])
        writer.put(UInt64(rawLength))
        writer.put(contents)
        hash.add(writer.bytes)
    }

    consuming func finish() -> [UInt8] {
        hash.finish()
    }
}
