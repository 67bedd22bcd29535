import NNFile
import NNImage
import Testing

/// What a file may be is every string of bytes: none may crash the decoders or make them hang.
@Suite("Damage of every kind")
struct MutationTests {
    static let files = [
        "palette-2-alpha.png", "grey-1-interlaced.png", "rgba-16.png", "orientation-6.png", "one-pixel.png",
        "orientation-6.jpg", "jpeg-1x17.jpg", "jpeg-420-progressive.jpg", "jpeg-ycck.jpg",
    ]
    static let others = [
        "lossy.webp", "lossless-two-colours.webp", "animation-within.webp", "orientation-6-without-prefix.webp",
        "runs-4.bmp", "runs-8-pillow.bmp", "fields-565.bmp", "core-4.bmp", "palette-8-os2-short.bmp", "rgb-24.bmp",
        "bits.pbm", "bits-text.pbm", "rgb-31.pam", "grey-1000.pgm", "comments.pgm",
    ]

    @Test("a PNG file with any one bit of it flipped, or cut anywhere, is refused", arguments: files.prefix(5))
    func strictly(_ name: String) throws {
        let bytes = try read(name)
        for index in bytes.indices {
            for bit in 0..<8 {
                var mutant = bytes
                mutant[index] ^= 1 << bit
                #expect(throws: ImageError.self, "bit \(bit) of byte \(index)") { try decode(mutant) }
            }
            #expect(throws: ImageError.self, "cut after \(index) bytes") { try decode(Array(bytes[..<index])) }
        }
    }

    @Test("a JPEG file cut anywhere is refused", arguments: files.dropFirst(5))
    func cut(_ name: String) throws {
        let bytes = try read(name)
        for index in bytes.indices {
            #expect(throws: ImageError.self, "cut after \(index) bytes") { try decode(Array(bytes[..<index])) }
        }
    }

    @Test("a file of another format cut anywhere is refused, or whole all the same", arguments: others)
    func cutElsewhere(_ name: String) throws {
        let bytes = try read(name)
        let whole = try decode(bytes)
        for index in bytes.indices {
            let part = Array(bytes[..<index])
            do {
                #expect(try decode(part) == whole, "cut after \(index) bytes")
            } catch let error as ImageError {
                #expect(!error.description.contains { $0.isNewline })
            }
            // Nothing is promised but that this comes back.
            _ = try? decode(part, isLenient: true)
        }
    }

    @Test("a file with any one byte changed gives an error, or a picture within the limits", arguments: files + others)
    func changed(_ name: String) throws {
        let bytes = try read(name)
        var refused = 0
        for index in bytes.indices {
            for value: UInt8 in [0, 0xFF, bytes[index] ^ 0x80, bytes[index] &+ 1] {
                var mutant = bytes
                mutant[index] = value
                do {
                    let image = try decode(mutant)
                    #expect(image.pixels.count == image.size.height * image.size.width * image.channels)
                    #expect(image.size.height * image.size.width <= 100_000)
                } catch let error as ImageError {
                    refused += 1
                    #expect(!error.description.contains { $0.isNewline })
                }
                _ = try? decode(mutant, isLenient: true)
            }
        }
        // Uncompressed samples may have any value.
        #expect(refused > bytes.count / (Self.files.contains(name) ? 10 : 40))
    }

    private func read(_ name: String) throws -> [UInt8] {
        try FileBytes(path: "\(ImageTable.folder)/good/\(name)").withUnsafeBytes { Array($0) }
    }

    @discardableResult
    private func decode(_ bytes: [UInt8], isLenient: Bool = false) throws -> Image {
        try Image(
            decoding: FileBytes(bytes, name: "mutant"),
            options: DecodingOptions(limits: ImageLimits(pixels: 100_000), isLenient: isLenient))
    }
}
