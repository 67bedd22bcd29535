extension Mutator {
    /// Changes a file as a sequence of chunks.
    mutating func change(_ container: inout Container, partner: Container?) -> String {
        guard !container.chunks.isEmpty else {
            container.chunks = partner?.chunks ?? []
            return "all chunks"
        }
        let index = below(container.chunks.count)
        let other = below(container.chunks.count)
        let name = String(decoding: container.chunks[index].type, as: UTF8.self)
        switch below(16) {
        case 0:
            container.chunks.insert(container.chunks[index], at: other)
            return "\(name) doubled"
        case 1:
            container.chunks.remove(at: index)
            return "\(name) removed"
        case 2:
            container.chunks.swapAt(index, other)
            return "\(name) swapped"
        case 3:
            if let partner, !partner.chunks.isEmpty {
                container.chunks.insert(element(of: partner.chunks), at: other)
                if chance(1, in: 2) { sort(&container.chunks) }
            }
            return "chunk of another"
        case 4:
            // The chunk of the same type from another file: sound by itself, and perhaps unfit here.
            let types = container.chunks[index].type
            if let fit = partner?.chunks.filter({ $0.type == types }), !fit.isEmpty {
                container.chunks[index] = element(of: fit)
            }
            return "\(name) of another"
        case 5:
            container.chunks.append(Container.Chunk(type: unknownType(), payload: randomBytes(below(100))))
            if chance(3, in: 4) { sort(&container.chunks) }
            return "unknown chunk"
        case 6:
            container.chunks[index].entry[below(4)] = UInt8(truncatingIfNeeded: 64 + below(64))
            return "type of \(name)"
        case 7: return recode(&container.chunks[index], name: name)
        case 8:
            changeField(4, at: 36, in: &container.chunks[index].entry)
            return "layer of \(name)"
        case 9:
            _ = insertOrRemove(in: &container.chunks[index].payload)
            return "length of \(name)"
        default: return changeRaw(of: &container.chunks[index], name: name)
        }
    }

    /// Changes what a chunk holds, and stores it by the codec that it had.
    private mutating func changeRaw(of chunk: inout Container.Chunk, name: String) -> String {
        guard var raw = chunk.raw, !raw.isEmpty else { return "\(name) left" }
        if chance(1, in: 4) {
            _ = insertOrRemove(in: &raw)
        } else {
            let (offset, width) = anyField(within: raw.count, from: 0)
            changeField(width, at: offset, in: &raw)
        }
        chunk.set(raw: raw, codec: chunk.codec)
        return "record of \(name)"
    }

    /// Stores what a chunk holds in another way, which may be a fit one.
    private mutating func recode(_ chunk: inout Container.Chunk, name: String) -> String {
        guard let raw = chunk.raw, !raw.isEmpty else { return "\(name) left" }
        let codec = UInt8(below(4))
        // Strategies 0 to 4 of zlib: default, filtered, Huffman only, run lengths, fixed codes.
        chunk.set(raw: raw, codec: codec, level: Int32(below(10)), strategy: Int32(below(5)))
        return "\(name) by codec \(codec)"
    }

    private mutating func unknownType() -> String {
        let letters = (0..<4).map { position in
            let letter = UInt8(65 + below(26))
            let isSmall = position == 0 ? chance(7, in: 8) : position == 2 ? false : chance(1, in: 2)
            return isSmall ? letter + 32 : letter
        }
        return String(decoding: letters, as: UTF8.self)
    }

    /// In the order that the format asks for; tensors stay as they are among themselves.
    private func sort(_ chunks: inout [Container.Chunk]) {
        let ordered = chunks.enumerated().sorted { a, b in
            a.element.type == b.element.type
                ? a.offset < b.offset : a.element.type.lexicographicallyPrecedes(b.element.type)
        }
        chunks = ordered.map(\.element)
    }
}
