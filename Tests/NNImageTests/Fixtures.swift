import Foundation
import NNFile
import NNImage
import Testing

/// The table that `Fixtures/images/make_images.py` writes: files, and what Pillow and numpy say they hold.
struct ImageTable: Decodable {
    let good: [GoodFile]
    let bad: [BadFile]

    static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Fixtures/images")
        .standardized.path()
    static let shared: ImageTable = {
        do {
            let data = try Data(contentsOf: URL(filePath: folder + "/table.json"))
            return try JSONDecoder().decode(ImageTable.self, from: data)
        } catch {
            fatalError("\(folder)/table.json: \(error)")
        }
    }()
    /// The pixels of all results, one after the other.
    static let expected: [UInt8] = {
        guard let data = FileManager.default.contents(atPath: folder + "/expected.bin") else {
            fatalError("\(folder)/expected.bin is missing")
        }
        return [UInt8](data)
    }()
}

struct GoodFile: Decodable, CustomTestStringConvertible {
    let file: String
    let format: String
    let size: [Int]
    let results: [Result]

    struct Result: Decodable {
        let color: String
        let size: [Int]?
        let fit: String
        let filter: String
        /// Whether a JPEG file is decoded to a part of its size.
        let scaled: Bool
        let offset: Int
        let count: Int

        var pixels: ArraySlice<UInt8> { ImageTable.expected[offset..<offset + count] }
    }

    var path: String { ImageTable.folder + "/good/" + file }
    var testDescription: String { file }
}

struct BadFile: Decodable, CustomTestStringConvertible {
    let file: String
    let problem: String
    let text: String
    let lenient: Part?

    /// The rows of the picture that a lenient reader must find.
    struct Part: Decodable {
        let size: [Int]
        let first: Int
        let end: Int
        let offset: Int
        let count: Int

        var pixels: ArraySlice<UInt8> { ImageTable.expected[offset..<offset + count] }
    }

    var path: String { ImageTable.folder + "/bad/" + file }
    var testDescription: String { file }
}

func decoded(_ name: String) throws -> Image {
    try Image(decoding: FileBytes(path: "\(ImageTable.folder)/good/\(name)"))
}

func imageSize(_ sides: [Int]) -> ImageSize { ImageSize(height: sides[0], width: sides[1]) }

extension Collection where Element == UInt8 {
    /// The largest difference to another collection of as many samples; nil where the counts differ.
    func largestDifference(to other: some Collection<UInt8>) -> Int? {
        guard count == other.count else { return nil }
        return zip(self, other).reduce(0) { Swift.max($0, abs(Int($1.0) - Int($1.1))) }
    }
}
