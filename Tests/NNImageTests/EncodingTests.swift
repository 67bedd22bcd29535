import Foundation
import NNFile
import NNImage
import Testing

@Suite("PNG files that are written")
struct EncodingTests {
    static let formats: [PixelFormat] = [.grey, .greyAlpha, .rgb, .rgba]

    private func image(_ format: PixelFormat, height: Int = 13, width: Int = 31) -> Image {
        var state: UInt32 = 7
        let pixels = (0..<height * width * format.channels).map { _ in
            state = state &* 1_664_525 &+ 1_013_904_223
            return UInt8(state >> 24)
        }
        return Image(size: ImageSize(height: height, width: width), format: format, pixels: pixels)
    }

    @Test("read back as the same image", arguments: formats)
    func roundTrip(_ format: PixelFormat) throws {
        for (height, width) in [(13, 31), (1, 1), (1, 300), (300, 1)] {
            let original = image(format, height: height, width: width)
            #expect(try Image(decoding: FileBytes(try original.pngData(), name: "written")) == original)
        }
    }

    @Test("hold the chunks that are needed and no others, so that the same image gives the same bytes")
    func bytes() throws {
        let bytes = try image(.rgb).pngData()
        #expect(try bytes == image(.rgb).pngData())
        var kinds: [String] = []
        var offset = 8
        while offset + 8 <= bytes.count {
            let length = bytes[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) }
            kinds.append(String(decoding: bytes[offset + 4..<offset + 8], as: UTF8.self))
            offset += length + 12
        }
        #expect(kinds == ["IHDR", "IDAT", "IEND"])
        #expect(offset == bytes.count)
    }

    @Test("are put in place whole, and an error of the system is thrown as it is")
    func files() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "nnimage-\(UUID())").path()
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let original = image(.rgba)
        try original.write(toPNG: folder + "/image.png")
        #expect(try Image(decoding: FileBytes(path: folder + "/image.png")) == original)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["image.png"])
        let error = try #require(throws: FileError.self) { try original.write(toPNG: folder + "/none/image.png") }
        #expect(error.reason == .cannotCreate)
    }
}
