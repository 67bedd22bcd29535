import Foundation
import NNModel
import NNTraining
import Testing

/// The seed notebook's data, where they are there, and the costs that its algorithm has on them in numpy.
struct Cats {
    /// `Fixtures/reference/notebook_costs.json`, made by the script beside it.
    struct Reference: Decodable {
        struct Place: Decodable {
            let file: String
            let count: Int
            let inputsOffset: Int
            let labelsOffset: Int
        }
        let seed: UInt64
        let reach: Double
        let layers: [Int]
        let learningRate: Double
        let iterations: Int
        let firstWeights: [Double]
        let costs: [[Double]]
        let trainAccuracy: Double
        let testAccuracy: Double
        let train: Place
        let test: Place
    }

    static let featureCount = 64 * 64 * 3
    static let folder =
        ProcessInfo.processInfo.environment["NN_TEST_DATA"].map { URL(filePath: $0) }
        ?? Fixtures.root.appending(path: "../shared/data")

    static var isThere: Bool {
        FileManager.default.isReadableFile(atPath: folder.appending(path: "cats/train_catvnoncat.h5").path)
            && FileManager.default.isReadableFile(atPath: folder.appending(path: "cats/test_catvnoncat.h5").path)
    }

    static func reference() throws -> Reference {
        try JSONDecoder().decode(Reference.self, from: Fixtures.read("reference/notebook_costs.json"))
    }

    /// The pixels and labels stand in one piece each, so no HDF5 is needed to read them.
    static func examples(_ place: Reference.Place) throws -> Examples {
        let data = try Data(contentsOf: folder.appending(path: "cats").appending(path: place.file))
        let pixels = data[place.inputsOffset..<place.inputsOffset + place.count * featureCount]
        let labels = (0..<place.count).map { Int(data[place.labelsOffset + 8 * $0]) }
        return try Examples(
            inputs: .bytes([UInt8](pixels)), targets: .classes(labels, count: 2), featureCount: featureCount,
            scaling: .pixels)
    }
}

/// Files that are kept with the package.
enum Fixtures {
    static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    static func read(_ path: String) throws -> Data {
        try Data(contentsOf: root.appending(path: "Fixtures").appending(path: path))
    }
}

#if DEBUG
    let isReleaseBuild = false
#else
    let isReleaseBuild = true
#endif

extension Trait where Self == ConditionTrait {
    /// Skips a debug build, where heavy arithmetic takes minutes.
    static var inReleaseBuilds: Self {
        .enabled(if: isReleaseBuild, "too slow in a debug build: swift test -c release")
    }
    /// Skips where the data that are not part of the package are absent.
    static var withCats: Self { .enabled(if: Cats.isThere, "no cats in \(Cats.folder.path): set NN_TEST_DATA") }
}
