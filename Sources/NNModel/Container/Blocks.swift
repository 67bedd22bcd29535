/// The payload of a compressed chunk: a table with the stored length and the CRC-32 of each block, then the blocks.
///
/// Each holds 1 MiB of the raw bytes, the last one what remains, so that any one can be decoded alone.
enum Blocks {
    static let rawLength = 1 << 20
    static let tableEntryLength = 8

    static func count(raw: Int) -> Int {
        raw / rawLength + (raw % rawLength == 0 ? 0 : 1)
    }

    /// Refuses lengths that no chunk can have, before anything is allocated for them.
    static func checkLengths(
        _ codec: Codec, stored: Int, raw: Int, at offset: Int, _ reader: ByteReader
    ) throws(Violation) {
        switch codec {
        case .raw:
            guard stored == raw else {
                throw reader.violation(
                    .chunkLength, at: offset, expected: "as many raw bytes as stored ones, \(stored)", found: "\(raw)")
            }
        case .deflate:
            let most = stored.multipliedReportingOverflow(by: Deflate.largestExpansion)
            guard !most.overflow, raw > 0, raw <= most.partialValue else {
                throw reader.violation(
                    .chunkLength, at: offset,
                    expected: "1 to \(most.partialValue) bytes from \(stored) compressed ones",
                    found: "\(raw)")
            }
        }
    }

    /// The payload for `raw`, or nil where it would be no smaller; `decode` gives `raw` back.
    static func encode(_ raw: UnsafeRawBufferPointer, level: Int32) -> [UInt8]? {
        var table = ByteWriter()
        var blocks: [UInt8] = []
        for start in stride(from: 0, to: raw.count, by: rawLength) {
            let block = UnsafeRawBufferPointer(rebasing: raw[start..<min(start + rawLength, raw.count)])
            guard let stored = Deflate.compress(block, level: level) else { return nil }
            table.put(UInt32(stored.count))
            table.put(stored.withUnsafeBytes { Checksum.of($0) })
            blocks += stored
        }
        let payload = table.bytes + blocks
        return payload.count < raw.count ? payload : nil
    }

    /// Decodes a payload whose lengths `checkLengths` has accepted into exactly `target`.
    ///
    /// - Parameters:
    ///   - offset: where the payload begins in the file, for messages.
    ///   - place: the chunk, for messages.
    static func decode(
        _ payload: UnsafeRawBufferPointer, into target: UnsafeMutableRawBufferPointer, place: String, offset: Int
    ) throws(Violation) {
        let count = count(raw: target.count)
        let tableLength = count * tableEntryLength
        guard payload.count >= tableLength else {
            throw Violation(
                rule: .blockTable, offset: offset, place: place, expected: "a table of \(count) blocks",
                found: "\(payload.count) bytes")
        }
        var table = ByteReader(Array(payload.prefix(tableLength)), place: place, start: offset)
        var position = tableLength
        for index in 0..<count {
            let entryOffset = table.offset
            let stored = Int(try table.get(UInt32.self))
            let checksum = try table.get(UInt32.self)
            guard stored <= payload.count - position else {
                throw Violation(
                    rule: .blockTable, offset: entryOffset, place: place,
                    expected: "block \(index + 1) of at most the \(payload.count - position) bytes that remain",
                    found: "\(stored)")
            }
            let block = UnsafeRawBufferPointer(rebasing: payload[position..<position + stored])
            let blockPlace = "\(place), block \(index + 1)"
            let computed = Checksum.of(block)
            guard computed == checksum else {
                throw Violation(
                    rule: .blockChecksum, offset: offset + position, place: blockPlace,
                    expected: "the checksum \(hexadecimal(checksum, digits: 8))",
                    found: hexadecimal(computed, digits: 8))
            }
            let start = index * rawLength
            let part = UnsafeMutableRawBufferPointer(rebasing: target[start..<min(start + rawLength, target.count)])
            do throws(Deflate.Failure) {
                try Deflate.decompress(block, into: part)
            } catch {
                throw Violation(
                    rule: .stream, offset: offset + position, place: blockPlace,
                    expected: "a deflate stream of \(part.count) bytes", found: error.text)
            }
            position += stored
        }
        guard position == payload.count else {
            throw Violation(
                rule: .blockTable, offset: offset + position, place: place, expected: "the end of the last block",
                found: "\(payload.count - position) bytes more")
        }
    }
}

extension Deflate.Failure {
    var text: String {
        switch self {
        case .invalid(let reason): reason
        case .short(let produced): "\(produced) bytes"
        case .long: "more"
        }
    }
}
