import NNCommand
import NNDataset

/// Which of the data sets of a file is meant.
enum Kind: String, CaseIterable, ParameterValue {
    case train, test
    var datasetKind: DatasetKind { self == .train ? .train : .test }
}
