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
        for name in ["rgb-8.png", "jpeg-420.jpg", "jpeg-420-progressive.jpg", "grey-1-interlaced.png"] {
            let file = try FileBytes(path: "\(ImageTable.folder)/good/\(name)")
            let size = try Image(decoding: file).size
            let pixels = size.height * size.width
            #expect(throws: Never.self) { try Image(decoding: file, limits: ImageLimits(pixels: pixels)) }
            let error = try #require(throws: ImageError.self) {
                try Image(decoding: file, limits: ImageLimits(pixels: pixels - 1))
            }
            #expect(self.name(error.problem) == "tooLarge")
            #expect(error.description.hasSuffix("expected at most \(pixels - 1) pixels, found \(size)"))
        }
    }

    private func name(_ problem: ImageError.Problem) -> String {
        switch problem {
        case .empty: "empty"
        case .unrecognised: "unrecognised"
        case .truncated: "truncated"
        case .damaged: "damaged"
        case .tooLarge: "tooLarge"
        }
    }
}
