internal import NNThreads

/// The payload of a compressed chunk: a table with the stored length and the CRC-32 of each block, then the blocks.
///
/// Each holds 1 MiB of the raw bytes, the last one what remains, so that any one can be decoded alone, and all of them
/// side by side.
enum Blocks {
    static let rawLength = 1 << 20
    static let tableEntryLength = 8

    /// Refuses lengths that no chunk can have, before anything is allocated for them.
    ///
    /// - Parameter position: where the raw length stands, for messages.
    static func checkLengths(
        _ codec: Codec, stored: Int, raw: UInt64, at position: Int, _ reader: ByteReader
    ) throws(Violation) {
        func fail(_ expected: String) -> Violation {
            reader.violation(.chunkLength, at: position, expected: expected, found: "\(raw)")
        }
        if codec == .raw {
            guard raw == UInt64(stored) else { throw fail("as many raw bytes as stored ones, \(stored)") }
            return
        }
        let smallest = UInt64(stored) + 1
        // A table entry a block bounds what any codec can claim; deflate itself bounds the others further.
        var most = UInt64(max(0, stored - 1) / tableEntryLength).multipliedReportingOverflow(by: UInt64(rawLength))
        if codec != .sparse {
            let expanded = UInt64(stored).multipliedReportingOverflow(by: UInt64(Deflate.largestExpansion))
            most = (min(most.partialValue, expanded.partialValue), most.overflow || expanded.overflow)
        }
        guard !most.overflow, raw >= smallest, raw <= most.partialValue, raw <= UInt64(Int.max) else {
            throw fail("\(smallest) to \(most.partialValue) bytes from \(stored) compressed ones")
        }
    }

    /// The payload for `raw`, or nil where it would be no smaller; `decode` gives `raw` back.
    static func encode(
        _ raw: UnsafeRawBufferPointer, _ codec: Codec, layout: WordLayout, effort: Stream.Effort, threads: Int
    ) -> [UInt8]? {
        let pieces = Pieces(of: raw.count, length: rawLength)
        // Lent for as long as the threads run, and only read.
        nonisolated(unsafe) let raw = raw
        let blocks = concurrentMap(pieces.count, threads: threads) { index in
            let block = UnsafeRawBufferPointer(rebasing: raw[pieces[index]])
            return Block.encode(block, codec, layout: layout, effort: effort)
        }
        return payload(blocks, of: raw.count)
    }

    /// The payload of encoded blocks, or nil where it would be no smaller than the `rawCount` bytes that they hold.
    static func payload(_ blocks: [[UInt8]], of rawCount: Int) -> [UInt8]? {
        let length = blocks.reduce(tableEntryLength * blocks.count) { $0 + $1.count }
        guard length < rawCount else { return nil }
        var writer = ByteWriter()
        writer.reserve(length)
        for block in blocks {
            writer.put(UInt32(block.count))
            writer.put(block.withUnsafeBytes { Checksum.of($0) })
        }
        for block in blocks { writer.put(block) }
        return writer.bytes
    }

    /// What came of decoding a payload.
    struct Outcome {
        /// The CRC-32 of the payload, which the blocks' own give for nothing.
        let checksum: UInt32
        /// The first thing that is wrong, if any; the target then holds nothing of use.
        let violation: Violation?
    }

    /// Decodes a payload whose lengths `checkLengths` has accepted into exactly `target`.
    ///
    /// - Parameters:
    ///   - offset: where the payload begins in the file, for messages.
    ///   - place: the chunk, for messages.
    static func decode(
        _ payload: UnsafeRawBufferPointer, _ codec: Codec, layout: WordLayout,
        into target: UnsafeMutableRawBufferPointer, place: String, offset: Int, threads: Int
    ) -> Outcome {
        let table: BlockTable
        do throws(Violation) {
            table = try BlockTable(payload, rawLength: target.count, place: place, offset: offset)
        } catch {
            return Outcome(checksum: Checksum.of(payload, threads: threads), violation: error)
        }
        // Lent for as long as the threads run; each writes its own part of the target.
        nonisolated(unsafe) let (payload, target) = (payload, target)
        let longest = min(rawLength, target.count)
        let blocks = concurrentMap(
            table.count, threads: threads, makingState: { Block.Scratch(rawLength: longest) }
        ) { index, scratch in
            let stored = UnsafeRawBufferPointer(rebasing: payload[table.stored[index]])
            let part = UnsafeMutableRawBufferPointer(rebasing: target[table.raw[index]])
            let checksum = Checksum.of(stored)
            var problem: BlockProblem?
            do throws(BlockProblem) {
                guard checksum == table.checksums[index] else {
                    throw BlockProblem(
                        .blockChecksum, expected: "the checksum \(hexadecimal(table.checksums[index], digits: 8))",
                        found: hexadecimal(checksum, digits: 8))
                }
                try Block.decode(stored, codec, layout: layout, into: part, scratch: scratch)
            } catch {
                problem = error
            }
            return (checksum: checksum, problem: problem)
        }
        var whole = Checksum()
        whole.add(UnsafeRawBufferPointer(rebasing: payload[..<table.length]))
        for (index, block) in blocks.enumerated() {
            whole.add(checksum: block.checksum, of: table.stored[index].count)
        }
        let violation = blocks.enumerated().first { $0.element.problem != nil }.flatMap { index, block in
            block.problem.map {
                Violation(
                    rule: $0.rule, offset: offset + table.stored[index].lowerBound,
                    place: "\(place), block \(index + 1)", expected: $0.expected, found: $0.found)
            }
        }
        return Outcome(checksum: whole.value, violation: violation)
    }
}

/// Where the blocks of a payload stand, and their checksums.
private struct BlockTable {
    let raw: Pieces
    let stored: [Range<Int>]
    let checksums: [UInt32]

    var count: Int { stored.count }
    var length: Int { stored.count * Blocks.tableEntryLength }

    init(_ payload: UnsafeRawBufferPointer, rawLength: Int, place: String, offset: Int) throws(Violation) {
        raw = Pieces(of: rawLength, length: Blocks.rawLength)
        let length = raw.count * Blocks.tableEntryLength
        func fail(_ expected: String, found: String) -> Violation {
            Violation(rule: .blockTable, offset: offset, place: place, expected: expected, found: found)
        }
        guard payload.count >= length else {
            throw fail("a table of \(raw.count) blocks", found: "\(payload.count) bytes")
        }
        var (stored, checksums) = ([Range<Int>](), [UInt32]())
        var position = length
        for index in 0..<raw.count {
            let entry = index * Blocks.tableEntryLength
            let size = UInt32(littleEndian: payload.loadUnaligned(fromByteOffset: entry, as: UInt32.self))
            guard size <= payload.count - position else {
                throw fail(
                    "block \(index + 1) of at most the \(payload.count - position) bytes that remain", found: "\(size)")
            }
            stored.append(position..<position + Int(size))
            checksums.append(
                UInt32(littleEndian: payload.loadUnaligned(fromByteOffset: entry + 4, as: UInt32.self)))
            position += Int(size)
        }
        guard position == payload.count else {
            throw fail("the end of the last block", found: "\(payload.count - position) bytes more")
        }
        (self.stored, self.checksums) = (stored, checksums)
    }
}
