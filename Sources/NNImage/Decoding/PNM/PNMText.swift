/// Words and numbers of ASCII text between white space, where `#` begins a comment that reaches to the end of its line.
struct PNMText {
    private let bytes: UnsafeRawBufferPointer
    private(set) var offset: Int

    init(_ bytes: UnsafeRawBufferPointer, from offset: Int) {
        self.bytes = bytes
        self.offset = offset
    }

    /// A number and the one byte of white space (or the comment) behind it.
    mutating func number(_ meaning: String) throws(ImageError.Problem) -> Int {
        guard let number = Int(try word(meaning)), number >= 0 else {
            throw .damaged(.pnm, message: "expected \(meaning), found no number")
        }
        return number
    }

    /// The value of the brightest sample.
    mutating func maximum() throws(ImageError.Problem) -> Int {
        let number = try number("a maximum")
        guard (1...65535).contains(number) else {
            throw .damaged(.pnm, message: "expected a maximum of 1 to 65535, found \(number)")
        }
        return number
    }

    /// A word, of 20 characters at most, and the one byte of white space (or the comment) behind it.
    mutating func word(_ meaning: String) throws(ImageError.Problem) -> String {
        var word = ""
        while offset < bytes.count {
            var byte = bytes[offset]
            offset += 1
            if byte == UInt8(ascii: "#") {
                skipComment()
                byte = UInt8(ascii: "\n")
            }
            if !isSpace(byte) {
                guard word.utf8.count < 20, byte < 0x80 else {
                    throw .damaged(.pnm, message: "expected \(meaning), found other text")
                }
                word.unicodeScalars.append(Unicode.Scalar(byte))
            } else if !word.isEmpty {
                return word
            }
        }
        guard word.isEmpty else { return word }
        throw .truncated(.pnm, length: bytes.count, message: "expected \(meaning)")
    }

    /// The next sample in digits; nil at the end.
    ///
    /// - Throws: `.damaged` where anything but digits stands there.
    mutating func sample(isBit: Bool) throws(ImageError.Problem) -> Int? {
        var value: Int?
        while offset < bytes.count {
            let byte = bytes[offset]
            offset += 1
            if byte == UInt8(ascii: "#") {
                skipComment()
            } else if !isSpace(byte) {
                let digit = Int(byte) - Int(UInt8(ascii: "0"))
                guard (0...9).contains(digit), value ?? 0 <= 65535 else {
                    throw .damaged(.pnm, message: "expected a sample, found other text")
                }
                value = (value ?? 0) * 10 + digit
                if !isBit { continue }
            }
            if let value { return value }
        }
        return value
    }

    private mutating func skipComment() {
        while offset < bytes.count {
            let byte = bytes[offset]
            offset += 1
            if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") { return }
        }
    }
}
