internal import NNCKernels
import NNModel
import NNNetwork

/// How many of the numbers that the first layer is fed are not 0, by the first examples.
package struct InputDensity: Sendable, Equatable {
    /// So many columns of X share a word of marks.
    package static let columnsPerMark = Int(NN_NONZERO_MARKS)

    /// From 0 to 1, of all columns.
    package let share: Double
    /// From 0 to 1, of every `columnsPerMark` columns.
    package let shares: [Double]

    /// Looks at examples that are one after the other; nil where a raw 0 doesn't become 0 for the network.
    package init?(_ examples: Examples) {
        guard examples.scaling.offsets.allSatisfy({ $0 == 0 }) else { return nil }
        let counts =
            switch examples.inputs {
            case .bytes(let values): nonzeros(values, width: examples.featureCount)
            case .floats(let values): nonzeros(values, width: examples.featureCount)
            case .doubles(let values): nonzeros(values, width: examples.featureCount)
            }
        share = Double(counts.reduce(0, +)) / Double(examples.count * examples.featureCount)
        shares = stride(from: 0, to: examples.featureCount, by: Self.columnsPerMark).map { first in
            let columns = counts[first..<min(first + Self.columnsPerMark, counts.count)]
            return Double(columns.reduce(0, +)) / Double(examples.count * columns.count)
        }
    }

    /// Cuts the columns of X into so many ranges of about equal work, in which a whole mark's columns stay together. Some
    /// may be empty.
    package func ranges(_ count: Int, columns: Int) -> [Range<Int>] {
        // The update of a weight takes about a sixth of what 128 examples without a 0 take.
        let work = shares.map { $0 + 1 / 6.0 }
        let total = work.reduce(0, +)
        var (bounds, done) = ([0], 0.0)
        for (index, part) in work.enumerated() {
            done += part
            let isEnd = index + 1 == work.count
            while bounds.count <= count, isEnd || done + part / 2 > total * Double(bounds.count) / Double(count) {
                bounds.append(min(columns, (index + 1) * Self.columnsPerMark))
            }
        }
        return zip(bounds, bounds.dropFirst()).map { $0..<$1 }
    }
}

/// How many rows have something else than 0 in each column.
private func nonzeros<Number: Numeric>(_ numbers: [Number], width: Int) -> [Int] {
    var counts = [Int](repeating: 0, count: width)
    for start in stride(from: 0, to: numbers.count, by: width) {
        for column in 0..<width where numbers[start + column] != 0 { counts[column] += 1 }
    }
    return counts
}
