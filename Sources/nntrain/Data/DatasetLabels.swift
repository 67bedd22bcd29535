import NNDataset
import NNTraining

/// The labels of a whole data set, which are in memory even where the inputs are not.
enum DatasetLabels: Sendable {
    case classes([Int32], count: Int)
    case values([Double], width: Int)

    /// - Throws: `TrainingError.classOutOfRange`
    func check() throws(TrainingError) {
        guard case .classes(let indices, let count) = self else { return }
        if let example = indices.firstIndex(where: { $0 < 0 || $0 >= count }) {
            throw .classOutOfRange(example: example, classCount: count, found: Int(indices[example]))
        }
    }

    /// What they ask for.
    ///
    /// - Precondition: no class is out of range.
    var kind: TargetKind {
        switch self {
        case .classes(let indices, let count):
            var counts = [Int](repeating: 0, count: count)
            for index in indices { counts[Int(index)] += 1 }
            return .classes(counts: counts)
        case .values(_, let width): return .values(width: width)
        }
    }

    /// Those of the examples of these ranges.
    func targets(_ ranges: [Range<Int>]) -> Examples.Targets {
        switch self {
        case .classes(let indices, let count):
            .classes(ranges.flatMap { indices[$0].lazy.map { Int($0) } }, count: count)
        case .values(let values, let width):
            .values(ranges.flatMap { values[$0.lowerBound * width..<$0.upperBound * width] }, width: width)
        }
    }
}
