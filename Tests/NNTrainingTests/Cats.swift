import Foundation
import NNModel
import NNTestSupport
import NNTraining

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

    static func reference() throws -> Reference {
        try Places.decoded("reference/notebook_costs.json")
    }

    /// The pixels and labels stand in one piece each, so no HDF5 is needed to read them.
    static func examples(_ place: Reference.Place) throws -> Examples {
        let data = try Data(contentsOf: TestData.folder.appending(path: "cats").appending(path: place.file))
        let pixels = data[place.inputsOffset..<place.inputsOffset + place.count * featureCount]
        let labels = (0..<place.count).map { Int(data[place.labelsOffset + 8 * $0]) }
        return try Examples(
            inputs: .bytes([UInt8](pixels)), targets: .classes(labels, count: 2), featureCount: featureCount,
            scaling: .pixels)
    }
}
