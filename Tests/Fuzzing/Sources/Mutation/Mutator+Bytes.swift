extension Mutator {
    /// Changes a file in place: anywhere, or in a field of its header, its directory, a chunk or a block.
    mutating func changeBytes(of bytes: inout [UInt8], partner: [UInt8]) -> String {
        guard !bytes.isEmpty else {
            bytes = partner
            return "replaced"
        }
        switch below(16) {
        case 0:
            let index = below(bytes.count)
            bytes[index] ^= 1 << below(8)
            return "bit of \(index)"
        case 1:
            let index = below(bytes.count)
            bytes[index] = UInt8(truncatingIfNeeded: random.next())
            return "byte \(index)"
        case 2:
            bytes.removeLast(chance(1, in: 2) ? 1 + below(bytes.count) : min(bytes.count, 1 + below(64)))
            return "cut to \(bytes.count)"
        case 3: return insertOrRemove(in: &bytes)
        case 4:
            let (end, start) = (below(bytes.count), below(partner.count + 1))
            bytes = Array(bytes[..<end]) + (chance(1, in: 2) ? partner.dropFirst(end) : partner[start...])
            return "spliced at \(end)"
        case 5...6: return changeHeader(of: &bytes)
        case 7...10: return changeEntry(in: &bytes)
        case 11: return changeBlock(in: &bytes)
        default: return changePayload(in: &bytes)
        }
    }

    mutating func insertOrRemove(in bytes: inout [UInt8]) -> String {
        let range = range(within: bytes.count)
        switch below(4) {
        case 0:
            bytes.removeSubrange(range)
            return "removed \(range)"
        case 1:
            bytes.insert(contentsOf: Array(bytes[range]), at: range.lowerBound)
            return "doubled \(range)"
        case 2:
            let zeros = [UInt8](repeating: 0, count: chance(1, in: 2) ? 64 : range.count)
            bytes.insert(contentsOf: zeros, at: range.lowerBound)
            return "zeros at \(range.lowerBound)"
        default:
            bytes.insert(contentsOf: randomBytes(range.count), at: range.lowerBound)
            return "inserted at \(range.lowerBound)"
        }
    }

    private mutating func changeHeader(of bytes: inout [UInt8]) -> String {
        let (offset, width) = element(of: [
            (below(8), 1), (8, 2), (10, 2), (12, 2), (14, 2), (16, 8), (24, 8), (32, 8), (40, 8), (48, 4), (52, 4),
            (56 + below(32), 1), (88, 4), (92, 4),
        ])
        changeField(width, at: offset, in: &bytes)
        return "header + \(offset)"
    }

    private mutating func changeEntry(in bytes: inout [UInt8]) -> String {
        guard let entry = anyEntry(in: bytes) else { return changeHeader(of: &bytes) }
        let (offset, width) = element(of: [
            (below(4), 1), (4, 1), (4, 1), (5, 1), (5, 1), (6, 1), (7, 1), (8, 8), (16, 8), (24, 8), (24, 8), (32, 4),
            (36, 4), (40, 4), (44, 4), (48, 4), (52, 4), (56, 8),
        ])
        changeField(width, at: entry + offset, in: &bytes)
        return "entry \(entry) + \(offset)"
    }

    private mutating func changeBlock(in bytes: inout [UInt8]) -> String {
        let compressed = Layout.entries(of: bytes).filter { bytes[$0 + 4] != 0 }
        guard !compressed.isEmpty, let payload = Layout.payload(ofEntryAt: element(of: compressed), in: bytes) else {
            return changePayload(in: &bytes)
        }
        // The table of blocks, and behind it the lengths of the streams: all of them 4 bytes.
        let place = payload.lowerBound + 4 * below(12)
        changeField(4, at: place, in: &bytes)
        return "block field \(place)"
    }

    private mutating func changePayload(in bytes: inout [UInt8]) -> String {
        guard let entry = anyEntry(in: bytes), let payload = Layout.payload(ofEntryAt: entry, in: bytes) else {
            return changeHeader(of: &bytes)
        }
        let (place, width) =
            chance(1, in: 6)
            // The chunk's own header and the padding behind it are places too.
            ? (payload.lowerBound - 32 + element(of: [0, 4, 5, 8, 16, 24, 28, 32 + payload.count + below(32)]), 1)
            : anyField(within: payload.count, from: payload.lowerBound)
        changeField(width, at: place, in: &bytes)
        return "\(width) bytes at \(place)"
    }

    /// A field as they stand in records: aligned numbers, or any byte.
    mutating func anyField(within count: Int, from start: Int) -> (offset: Int, width: Int) {
        let width = element(of: [1, 1, 2, 4, 4, 8])
        // Records say at their start what they hold: that is where most readers go wrong.
        let reach = chance(1, in: 2) ? min(count, 64) : count
        return (start + below(max(1, reach / width)) * width, width)
    }

    private mutating func anyEntry(in bytes: [UInt8]) -> Int? {
        let entries = Array(Layout.entries(of: bytes))
        return entries.isEmpty ? nil : element(of: entries)
    }
}
