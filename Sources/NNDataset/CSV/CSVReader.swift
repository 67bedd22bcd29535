/// Reads the records of a CSV file (RFC 4180) one after the other, gzip or not.
///
/// Fields are parted by a separator and records by the end of a line, CRLF or LF; the last needs none. A field between
/// quotes may hold all of these, and a quote as two. Lines without anything on them are passed over, and so is the mark
/// of byte order with which Excel begins.
struct CSVReader: ~Copyable {
    private let reader: GzipReader
    private let separator: UInt8
    private let limits: DatasetLimits
    private var buffer: [UInt8]
    private var position: Int
    private var filled: Int
    /// The line that is being read, from 1.
    private var line = 1

    /// Whether the file can be read again from its beginning.
    var isRegular: Bool { reader.fileLength != nil }

    /// How far reading has come in the file, and how long that is; 0 for both where nobody knows.
    var progress: (done: Int, total: Int) { reader.fileLength.map { (min(reader.offset, $0), $0) } ?? (0, 0) }

    /// - Parameter separator: an ASCII character, neither a quote nor the end of a line.
    /// - Throws: `DatasetError` where the file is missing, unreadable or a folder.
    init(path: String, separator: UInt8, limits: DatasetLimits) throws(DatasetError) {
        let reader = try GzipReader(path)
        var buffer = [UInt8](repeating: 0, count: 256 << 10)
        let filled = try Self.fill(&buffer, from: reader)
        self.reader = reader
        self.separator = separator
        self.limits = limits
        self.filled = filled
        position = buffer[..<filled].starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        self.buffer = buffer
    }

    /// Reads the next record.
    ///
    /// - Returns: false where there is none.
    /// - Throws: `DatasetError` where a quote stands where none may, or nothing ends it.
    mutating func next(_ record: inout CSVRecord) throws(DatasetError) -> Bool {
        repeat {
            guard try readRecord(&record) else { return false }
            // Nothing but the end of a line.
        } while record.ends.count == 1 && record.bytes.isEmpty && !record.wasQuoted
        return true
    }

    private mutating func readRecord(_ record: inout CSVRecord) throws(DatasetError) -> Bool {
        record.bytes.removeAll(keepingCapacity: true)
        record.ends.removeAll(keepingCapacity: true)
        record.wasQuoted = false
        record.line = line
        guard try peek() != nil else { return false }
        while true {
            let end =
                try peek() == UInt8(ascii: "\"") ? try readQuoted(&record) : try readPlain(&record)
            record.ends.append(record.bytes.count)
            guard end == separator else { return true }
        }
    }

    /// Reads a field up to what ends it, which is taken too.
    ///
    /// - Returns: the separator, or the end of the line, also for the end of the file.
    private mutating func readPlain(_ record: inout CSVRecord) throws(DatasetError) -> UInt8 {
        let newline = UInt8(ascii: "\n")
        let separator = separator
        while true {
            // The run up to the end of the field, or of what is in memory.
            let run = buffer[position..<filled].prefix {
                $0 != separator && $0 != newline && $0 != UInt8(ascii: "\"")
            }
            record.bytes.append(contentsOf: run)
            position += run.count
            try check(record)
            if position == filled {
                try fill()
                if filled > 0 { continue }
            }
            guard let byte = try take() else {
                dropReturn(from: &record)
                return newline
            }
            if byte == UInt8(ascii: "\"") {
                throw error(expected: "quotes around the whole field, and quotes within it as two", found: "one within")
            }
            if byte == newline {
                line += 1
                dropReturn(from: &record)
            }
            return byte
        }
    }

    /// The end of a line may be CRLF.
    private func dropReturn(from record: inout CSVRecord) {
        if record.bytes.count > record.ends.last ?? 0, record.bytes.last == UInt8(ascii: "\r") {
            record.bytes.removeLast()
        }
    }

    private mutating func readQuoted(_ record: inout CSVRecord) throws(DatasetError) -> UInt8 {
        let (quote, newline) = (UInt8(ascii: "\""), UInt8(ascii: "\n"))
        let start = line
        _ = try take()
        record.wasQuoted = true
        while true {
            guard let byte = try take() else {
                throw DatasetError(
                    file: reader.path,
                    .text(
                        line: start, column: nil, expected: "a quote at the end of the field",
                        found: "the end of the file")
                )
            }
            if byte == newline { line += 1 }
            guard byte == quote else {
                record.bytes.append(byte)
                if record.bytes.count.isMultiple(of: 1 << 16) { try check(record) }
                continue
            }
            switch try take() {
            case quote: record.bytes.append(quote)
            case separator: return separator
            case nil: return newline
            case newline:
                line += 1
                return newline
            case UInt8(ascii: "\r") where try peek() == newline:
                _ = try take()
                line += 1
                return newline
            case let other?:
                let found = UnicodeScalar(other)
                throw error(
                    expected: "a separator or the end of the line behind the quotes",
                    found: other < 0x80 ? "'\(found)'" : "another character")
            }
        }
    }

    private func check(_ record: CSVRecord) throws(DatasetError) {
        guard record.bytes.count <= limits.recordBytes else {
            throw DatasetError(
                file: reader.path,
                .limit("bytes in a record", limit: limits.recordBytes, found: record.bytes.count))
        }
        guard record.ends.count <= limits.features else {
            throw DatasetError(
                file: reader.path, .limit("columns", limit: limits.features, found: record.ends.count))
        }
    }

    private func error(expected: String, found: String) -> DatasetError {
        DatasetError(file: reader.path, .text(line: line, column: nil, expected: expected, found: found))
    }

    private mutating func peek() throws(DatasetError) -> UInt8? {
        if position == filled { try fill() }
        return position < filled ? buffer[position] : nil
    }

    private mutating func take() throws(DatasetError) -> UInt8? {
        guard let byte = try peek() else { return nil }
        position += 1
        return byte
    }

    private mutating func fill() throws(DatasetError) {
        position = 0
        filled = try Self.fill(&buffer, from: reader)
    }

    private static func fill(_ buffer: inout [UInt8], from reader: borrowing GzipReader) throws(DatasetError) -> Int {
        try buffer.withUnsafeMutableBufferPointer { bytes throws(DatasetError) in
            try reader.read(into: UnsafeMutableRawBufferPointer(bytes))
        }
    }
}
