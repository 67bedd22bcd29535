/// The header of a PNM or PAM file, in ASCII: what kind of samples, how many, and the value of the brightest.
struct PNMHeader {
    /// How samples are stored.
    enum Storage {
        /// In decimal digits, white space between (P2, P3).
        case text
        /// In digits 0 for white and 1 for black, with or without white space (P1).
        case bitText
        /// In bits, 0 for white and 1 for black, the rows padded to bytes (P4).
        case bits
        /// In 1 byte where 255 is enough, else 2, the high one first (P5, P6, P7).
        case binary
    }

    let storage: Storage
    let format: PixelFormat
    let height: Int
    let width: Int
    /// The value that stands for all light, 1 to 65535.
    let maximum: Int
    /// Where the samples begin.
    let samplesStart: Int

    /// Whether bytes are the beginning of such a file.
    static func begins(_ bytes: UnsafeRawBufferPointer) -> Bool {
        bytes.count >= 3 && bytes[0] == UInt8(ascii: "P") && (UInt8(ascii: "1")...UInt8(ascii: "7")).contains(bytes[1])
            && (isSpace(bytes[2]) || bytes[2] == UInt8(ascii: "#"))
    }
}

extension PNMHeader {
    init(_ bytes: UnsafeRawBufferPointer) throws(ImageError.Problem) {
        var text = PNMText(bytes, from: 2)
        let kind = bytes[1] - UInt8(ascii: "0")
        self = kind == 7 ? try .arbitrary(&text) : try .portable(kind, &text)
    }

    /// Width, height, and for all but bits the maximum.
    private static func portable(_ kind: UInt8, _ text: inout PNMText) throws(ImageError.Problem) -> PNMHeader {
        let width = try text.number("a width")
        let height = try text.number("a height")
        let (storage, format): (Storage, PixelFormat) =
            switch kind {
            case 1: (.bitText, .grey)
            case 2: (.text, .grey)
            case 3: (.text, .rgb)
            case 4: (.bits, .grey)
            case 5: (.binary, .grey)
            default: (.binary, .rgb)
            }
        let maximum = kind == 1 || kind == 4 ? 1 : try text.maximum()
        return PNMHeader(
            storage: storage, format: format, height: height, width: width, maximum: maximum,
            samplesStart: text.offset)
    }

    /// Lines of a name and a value, ended by ENDHDR.
    private static func arbitrary(_ text: inout PNMText) throws(ImageError.Problem) -> PNMHeader {
        var (width, height, depth, maximum) = (0, 0, 0, 0)
        var type = ""
        while true {
            switch try text.word("ENDHDR") {
            case "WIDTH": width = try text.number("a width")
            case "HEIGHT": height = try text.number("a height")
            case "DEPTH": depth = try text.number("a depth")
            case "MAXVAL": maximum = try text.maximum()
            case "TUPLTYPE": type = try text.word("a tuple type")
            case "ENDHDR":
                guard maximum > 0, let format = format(type, depth: depth) else {
                    throw .damaged(.pnm, message: "\(depth) channels of a kind that isn't known, or no maximum")
                }
                return PNMHeader(
                    storage: .binary, format: format, height: height, width: width, maximum: maximum,
                    samplesStart: text.offset)
            default: throw .damaged(.pnm, message: "a line of the header that isn't known")
            }
        }
    }

    private static func format(_ type: String, depth: Int) -> PixelFormat? {
        switch (type, depth) {
        case ("", 1), ("BLACKANDWHITE", 1), ("GRAYSCALE", 1): .grey
        case ("", 2), ("BLACKANDWHITE_ALPHA", 2), ("GRAYSCALE_ALPHA", 2): .greyAlpha
        case ("", 3), ("RGB", 3): .rgb
        case ("", 4), ("RGB_ALPHA", 4): .rgba
        default: nil
        }
    }
}

/// White space as C has it.
func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
