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

    mutating func add(_ entry: ChunkEntry, raw: UnsafeRawBufferPointer) {
        var writer = ByteWriter()
        writer.put(entry.type.bytes)
        writer.put(entry.tensor?.dataType.code ?? 0)
        writer.put(entry.tensor?.role.rawValue ?? 0)
        writer.put(UInt8(entry.tensor?.shape.count ?? 0))
        writer.put(UInt8(0))
        writer.put(UInt32(entry.tensor?.layer ?? 0))
        writer.put(shape: entry.tensor?.shape ?? [])
        writer.put(UInt64(raw.count))
        writer.put(SHA256.of(raw))
        hash.add(writer.bytes)
    }

    consuming func finish() -> [UInt8] {
        hash.finish()
    }
}
