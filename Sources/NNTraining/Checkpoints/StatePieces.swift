import NNModel

/// How the record of a state is cut into chunks of a model file, none of which may hold more than 16 MiB: all but the
/// last are full, and their types count up, `trAA`, `trAB`, … `trZZ`.
///
/// By the letters of these types a reader may skip the chunks, and a writer that doesn't know them drops them when it
/// changes the model, of which the state wouldn't be any more.
enum StatePieces {
    static let length = Limits.recordBytes
    /// 11 GB of state.
    static let most = 26 * 26

    /// The type of a piece, from 0; nil beyond the last.
    static func type(_ index: Int) -> ChunkType? {
        guard index < most else { return nil }
        let letters = [UInt8(ascii: "A") + UInt8(index / 26), UInt8(ascii: "A") + UInt8(index % 26)]
        return ChunkType("tr" + String(decoding: letters, as: UTF8.self))
    }
}

/// Collects the little-endian fields of a state, cut into pieces; `StateReader` reads them back.
struct StateWriter {
    private(set) var pieces: [[UInt8]] = []

    mutating func put(_ values: Int...) {
        for value in values { withUnsafeBytes(of: UInt64(value).littleEndian) { append($0) } }
    }

    mutating func put(_ values: Double...) {
        for value in values { withUnsafeBytes(of: value.bitPattern.littleEndian) { append($0) } }
    }

    /// The numbers as they are in memory: the format is little-endian, as is every machine that Swift runs on today.
    mutating func put<Scalar: TrainingReal>(_ numbers: [Scalar]) {
        numbers.withUnsafeBytes { append($0) }
    }

    private mutating func append(_ bytes: UnsafeRawBufferPointer) {
        var rest = bytes[...]
        while !rest.isEmpty {
            if pieces.last?.count ?? StatePieces.length == StatePieces.length { pieces.append([]) }
            let last = pieces.count - 1
            let part = rest.prefix(StatePieces.length - pieces[last].count)
            pieces[last] += UnsafeRawBufferPointer(rebasing: part)
            rest = rest.dropFirst(part.count)
        }
    }
}

/// Reads what `StateWriter` wrote, which nobody has checked yet, a piece at a time.
struct StateReader {
    let path: String
    /// Bytes that are left.
    private(set) var remaining: Int
    private let file: ModelFile
    private var entries: ArraySlice<ChunkEntry>
    /// The piece at hand, without what was read of it.
    private var piece: ArraySlice<UInt8> = []

    /// - Throws: `CheckpointError` where the file has no state, or not all pieces of it.
    init(_ file: ModelFile) throws(CheckpointError) {
        self.file = file
        path = file.path
        let known = Set((0..<StatePieces.most).compactMap { StatePieces.type($0) })
        entries = file.unknownChunks.filter { known.contains($0.type) }[...]
        // None is larger than 16 MiB, so that the sum can't overflow.
        remaining = entries.reduce(0) { $0 + $1.rawLength }
        guard !entries.isEmpty else { throw .noState(path: path) }
        for (index, entry) in entries.enumerated() {
            guard entry.type == StatePieces.type(index) else {
                throw bad("pieces", "chunk \(StatePieces.type(index).map { "\($0)" } ?? "")", found: "\(entry.type)")
            }
            guard entry.rawLength == StatePieces.length || index == entries.count - 1 else {
                throw bad("\(entry.type)", "\(StatePieces.length) bytes", found: "\(entry.rawLength)")
            }
        }
    }

    /// A whole number from 0, as every one of them is.
    mutating func int(_ place: String, _ range: ClosedRange<Int>) throws(CheckpointError) -> Int {
        let word = try word(place)
        guard let value = Int(exactly: word), range.contains(value) else {
            throw bad(place, "a number from \(range.lowerBound) to \(range.upperBound)", found: "\(word)")
        }
        return value
    }

    mutating func double(_ place: String) throws(CheckpointError) -> Double {
        Double(bitPattern: try word(place))
    }

    /// So many numbers, all of them finite.
    mutating func numbers<Scalar: TrainingReal>(_ place: String, count: Int) throws(CheckpointError) -> [Scalar] {
        let (size, overflows) = count.multipliedReportingOverflow(by: MemoryLayout<Scalar>.size)
        guard !overflows, size <= remaining else {
            throw bad(place, "\(count) numbers", found: "\(remaining) bytes")
        }
        var failure: CheckpointError?
        let numbers = [Scalar](unsafeUninitializedCapacity: count) { target, initialized in
            do throws(CheckpointError) {
                try read(into: UnsafeMutableRawBufferPointer(target))
                initialized = count
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
        if let index = numbers.firstIndex(where: { !$0.isFinite }) {
            throw bad(place, "finite numbers", found: "\(numbers[index]) at index \(index)")
        }
        return numbers
    }

    func end() throws(CheckpointError) {
        guard remaining == 0 else { throw bad("end", "no more bytes", found: "\(remaining)") }
    }

    func bad(_ place: String, _ expected: String, found: String) -> CheckpointError {
        .badState(path: path, place: place, expected: expected, found: found)
    }

    private mutating func word(_ place: String) throws(CheckpointError) -> UInt64 {
        guard remaining >= 8 else { throw bad(place, "8 bytes", found: "\(remaining)") }
        var bytes = UInt64(0)
        var failure: CheckpointError?
        withUnsafeMutableBytes(of: &bytes) { target in
            do throws(CheckpointError) { try read(into: target) } catch { failure = error }
        }
        if let failure { throw failure }
        return UInt64(littleEndian: bytes)
    }

    /// - Precondition: as many bytes are left.
    private mutating func read(into target: UnsafeMutableRawBufferPointer) throws(CheckpointError) {
        var filled = 0
        while filled < target.count {
            if piece.isEmpty, let entry = entries.popFirst() {
                do throws(ModelFileError) { piece = try file.bytes(of: entry)[...] } catch { throw .model(error) }
            }
            let part = piece.prefix(target.count - filled)
            UnsafeMutableRawBufferPointer(rebasing: target[filled...]).copyBytes(from: part)
            piece = piece.dropFirst(part.count)
            filled += part.count
            remaining -= part.count
        }
    }
}
