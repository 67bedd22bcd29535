import Foundation
import NNDataset
import NNTestSupport
import Testing

/// What the notebook and other programs of Python's find in a data set.
enum Python {
    /// A Python that has h5py and numpy: the one that NN_TEST_NUMPY names, or the system's.
    static let h5py: String? = {
        let python = environment("NN_TEST_NUMPY") ?? "python3"
        let result = try? Tool(path: "/usr/bin/env").run(python, "-c", "import h5py, numpy")
        return result?.exitCode == 0 ? python : nil
    }()

    static func run(_ script: String, _ arguments: String...) throws -> ToolResult {
        try Tool(path: "/usr/bin/env").run([h5py ?? "python3", "-c", script] + arguments)
    }
}

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
