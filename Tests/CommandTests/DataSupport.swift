import Foundation
import NNDataset
import NNTestSupport
import Testing

/// All numbers and labels of a data set.
struct Contents: Equatable {
    let shape: [Int]
    let type: String
    let inputs: [Double]
    let labels: [Int32]
    let classes: [String]?
    let attributes: [String?]

    init(_ path: String) throws {
        let dataset = try Dataset(path: path)
        shape = [dataset.exampleCount] + dataset.inputShape
        type = dataset.elementType.rawValue
        inputs = try dataset.inputs(0..<dataset.exampleCount)
        labels = try dataset.classLabels().indices
        classes = dataset.classNames
        attributes = [dataset.resizeFilter, dataset.resizeFit]
    }
}

extension Places {
    /// Drawings of three kinds, in the layout of the notebook.
    static let drawings = fixture("datasets/shapes_test.h5")
}
