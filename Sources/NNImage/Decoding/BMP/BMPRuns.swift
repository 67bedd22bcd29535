/// The indices that runs of a bitmap stand for (BI_RLE8 and BI_RLE4), row by row in the order in which they are stored.
///
/// Bytes come in pairs: how often and what; or 0 and the end of a row (0), of the picture (1), a step (2), or how many
/// indices follow as they are. What is stepped over has index 0. A run that passes the end of its row is cut there, as
/// by Pillow, since some programs fill up odd rows.
struct BMPRuns {
    private(set) var indices: [UInt8]
    private let size: ImageSize
    private let isFourBits: Bool
    private var row = 0
    private var column = 0

    /// - Throws: `.truncated` where the file ends before the picture is full, `.damaged` where the runs do, or leave it;
    ///   to a lenient reader both are the end.
    init(
        _ bytes: UnsafeRawBufferPointer, _ header: BMPHeader, _ size: ImageSize, isLenient: Bool
    ) throws(ImageError.Problem) {
        indices = [UInt8](repeating: 0, count: size.height * size.width)
        (self.size, isFourBits) = (size, header.depth == 4)
        do throws(ImageError.Problem) {
            try read(Numbers(bytes: bytes, isBigEndian: false), from: header.pixelsStart)
        } catch {
            guard isLenient else { throw error }
        }
    }

    private var isFull: Bool { row >= size.height || row == size.height - 1 && column >= size.width }

    private mutating func read(_ file: Numbers, from start: Int) throws(ImageError.Problem) {
        var offset = start
        func next() throws(ImageError.Problem) -> Int {
            guard let byte = file.u8(at: offset) else {
                throw .truncated(.bmp, length: file.bytes.count, message: "within the runs")
            }
            offset += 1
            return byte
        }
        while !isFull {
            let (count, value) = (try next(), try next())
            switch (count, value) {
            case (0, 0): (row, column) = (row + 1, 0)
            case (0, 1): throw .damaged(.bmp, message: "the runs end in row \(row + 1) of \(size.height)")
            case (0, 2): try step(right: next(), down: next())
            case (0, _):
                guard value <= size.width - column else { throw leaves() }
                for _ in 0..<(isFourBits ? value / 2 : value) { put(try next(), isFourBits ? 2 : 1) }
                if isFourBits, value % 2 == 1 { put(try next(), 1) }
                // Pairs of bytes, again.
                if (isFourBits ? (value + 1) / 2 : value) % 2 == 1, !isFull { _ = try next() }
            default:
                put(value, min(count, size.width - column))
            }
        }
    }

    private mutating func step(right: Int, down: Int) throws(ImageError.Problem) {
        guard right <= size.width - column, down < size.height - row else { throw leaves() }
        column += right
        row += down
    }

    /// Puts a byte's index, or its two in turn, so often into the row.
    private mutating func put(_ byte: Int, _ count: Int) {
        for place in 0..<count {
            let index = isFourBits ? (place % 2 == 0 ? byte >> 4 : byte & 15) : byte
            indices[row * size.width + column] = UInt8(truncatingIfNeeded: index)
            column += 1
        }
    }

    private func leaves() -> ImageError.Problem {
        .damaged(.bmp, message: "the runs leave the picture in row \(row + 1) of \(size.height)")
    }
}
