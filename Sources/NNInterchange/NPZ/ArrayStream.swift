import NNFile

/// An array of an .npz file whose header has been read, and whose elements haven't.
struct ArrayStream: ~Copyable {
    let header: ArrayHeader
    let type: ElementType
    var stream: ZipStream

    /// Reads the header, and checks that the member is as long as it promises.
    init(
        _ member: ZipReader.Member, of archive: borrowing ZipReader, for purpose: ElementType.Purpose = .model
    ) throws(InterchangeError) {
        func fail(_ expected: String, found: String) -> InterchangeError {
            InterchangeError(archive.file, member.name, .unexpected(expected: expected, found: found))
        }
        var stream = try archive.open(member)
        var start = try stream.read(min(10, stream.remaining))
        // From version 2 on the length of the text takes two bytes more.
        if start.count == 10, (2...3).contains(start[6]) { start += try stream.read(min(2, stream.remaining)) }
        let length: Int
        do throws(ArrayHeader.Problem) {
            length = try ArrayHeader.textLength(start)
        } catch {
            throw fail(error.expected, found: error.found)
        }
        guard length <= stream.remaining else {
            throw fail("a header of \(length) bytes, as the array says", found: "\(stream.remaining)")
        }
        let text = try stream.read(length)
        let header: ArrayHeader
        do throws(ArrayHeader.Problem) {
            header = try ArrayHeader(parsing: text)
        } catch {
            throw fail(error.expected, found: error.found)
        }
        let type: ElementType
        do throws(ElementType.Refusal) {
            type = try ElementType(header.descr, for: purpose)
        } catch {
            let numbers = purpose == .model ? "float16, float32 or float64 numbers" : "numbers"
            throw fail("\(numbers), or strings", found: error.found)
        }
        let bytes = header.count?.multipliedReportingOverflow(by: type.size)
        guard let bytes, !bytes.overflow else { throw fail("a shape that fits a file", found: header.shapeText) }
        guard bytes.partialValue == stream.remaining else {
            throw fail(
                "\(bytes.partialValue) bytes for the shape \(header.shapeText) of '\(header.descr)'",
                found: "\(stream.remaining)")
        }
        (self.header, self.type) = (header, type)
        self.stream = stream
    }

    /// Reads the elements, little-endian and in row-major order.
    consuming func elements() throws(InterchangeError) -> [UInt8] {
        var bytes = try stream.read(stream.remaining)
        try stream.finish()
        bytes.withUnsafeMutableBytes { type.makeLittleEndian($0) }
        // With one axis or none there is but one order.
        guard header.isFortranOrder, header.shape.count == 2 else { return bytes }
        return transposed(bytes, rows: header.shape[0], columns: header.shape[1], size: type.size)
    }
}

extension ElementType {
    /// Reverses the bytes of each number, or of each code point, where they are the wrong way round.
    func makeLittleEndian(_ elements: UnsafeMutableRawBufferPointer) {
        let width = kind == .unicodeString ? 4 : size
        guard isBigEndian, kind != .byteString, width > 1 else { return }
        for start in stride(from: 0, to: elements.count, by: width) {
            var number = UnsafeMutableRawBufferPointer(rebasing: elements[start..<start + width])
            number.reverse()
        }
    }
}
