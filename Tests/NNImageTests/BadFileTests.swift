import NNFile
import NNImage
import Testing

@Suite("Files that don't hold a whole picture")
struct BadFileTests {
    @Test("are refused for the right reason", arguments: ImageTable.shared.bad)
    func refused(_ bad: BadFile) throws {
        let file = try FileBytes(path: bad.path)
        let error = try #require(throws: ImageError.self) { try Image(decoding: file) }
        #expect(name(error.problem) == bad.problem, "\(error)")
        #expect(error.description.contains(bad.text), "\(error)")
        #expect(error.path == bad.path)
        #expect(error.description.hasPrefix(bad.path + ": "))
        #expect(!error.description.contains { $0.isNewline || $0 == "\u{1B}" })
        #expect(error.reason == .malformedInput)
    }

    @Test("are refused where the caller's limit is one pixel below their size")
    func limits() throws {
        for name in [
            "rgb-8.png", "jpeg-420.jpg", "jpeg-420-progressive.jpg", "grey-1-interlaced.png", "lossy.webp",
            "animation-within.webp", "runs-8.bmp", "rgb-16.bmp", "rgb-255.ppm", "bits-text.pbm",
        ] {
            let file = try FileBytes(path: "\(ImageTable.folder)/good/\(name)")
            let size = try Image(decoding: file).size
            let pixels = size.height * size.width
            #expect(throws: Never.self) { try Image(decoding: file, options: options(pixels)) }
            let error = try #require(throws: ImageError.self) {
                try Image(decoding: file, options: options(pixels - 1))
            }
            #expect(self.name(error.problem) == "tooLarge")
            #expect(error.description.hasSuffix("expected at most \(pixels - 1) pixels, found \(size)"))
        }
    }

    @Test(
        "give what can be read to a lenient reader, as far as it is right",
        arguments: ImageTable.shared.bad.filter { $0.lenient != nil })
    func lenient(_ bad: BadFile) throws {
        let part = try #require(bad.lenient)
        let image = try Image(decoding: FileBytes(path: bad.path), options: DecodingOptions(isLenient: true))
            .converted(to: .rgb)
        #expect(image.size == imageSize(part.size))
        let rowBytes = image.size.width * 3
        #expect(image.pixels[part.first * rowBytes..<part.end * rowBytes].largestDifference(to: part.pixels) == 0)
    }

    @Test("give a lenient reader a picture within the limits or an error", arguments: ImageTable.shared.bad)
    func anything(_ bad: BadFile) throws {
        let file = try FileBytes(path: bad.path)
        do throws(ImageError) {
            let image = try Image(
                decoding: file,
                options: DecodingOptions(limits: ImageLimits(pixels: 100_000), isLenient: true))
            #expect(image.size.height * image.size.width <= 100_000)
            #expect(bad.problem != "empty" && bad.problem != "unrecognised" && bad.problem != "tooLarge")
        } catch {
            #expect(bad.lenient == nil)
            #expect(!error.description.contains { $0.isNewline || $0 == "\u{1B}" })
        }
    }

    private func options(_ pixels: Int) -> DecodingOptions { DecodingOptions(limits: ImageLimits(pixels: pixels)) }

    private func name(_ problem: ImageError.Problem) -> String {
        switch problem {
        case .empty: "empty"
        case .unrecognised: "unrecognised"
        case .truncated: "truncated"
        case .damaged: "damaged"
        case .tooLarge: "tooLarge"
        case .tooLong: "tooLong"
        case .noMemory: "noMemory"
        }
    }
}
