import NNModel

/// Examples divided into those to train with and those to test with, chosen by a seed.
///
/// Of each class the same share goes to either side, as far as whole examples allow. Examples of equal content stay
/// together: a network that has learned one of them by heart would be right about the others, too, and the test would
/// tell too much. So the shares are those of different contents, each counted with the class of its first example.
public struct StratifiedSplit: Sendable, Equatable {
    /// Whether each example is to test with.
    public let isTest: [Bool]
    /// How many are.
    public var testCount: Int { isTest.count { $0 } }

    /// A division.
    ///
    /// - Parameters:
    ///   - fraction: the share of the contents to test with, between 0 and 1; their number is rounded to the nearest.
    ///   - classes: the class of each example, from 0 to below `classCount`.
    ///   - firstOfEqual: for each example the first one of the same content, often itself.
    ///   - seed: what the choice depends on.
    /// - Returns: nil unless both sides get an example.
    public init?(fraction: Double, classes: [Int32], classCount: Int, firstOfEqual: [Int], seed: UInt64) {
        precondition(fraction > 0 && fraction < 1, "a share between 0 and 1")
        precondition(firstOfEqual.count == classes.count, "one first example for each")
        var groups = [[Int]](repeating: [], count: classCount)
        for example in classes.indices where firstOfEqual[example] == example {
            groups[Int(classes[example])].append(example)
        }
        let contents = groups.reduce(0) { $0 + $1.count }
        let wanted = Int((fraction * Double(contents)).rounded())
        guard wanted >= 1, wanted < contents else { return nil }
        var generator = SplitMix64(seed: seed)
        var isChosen = [Bool](repeating: false, count: classes.count)
        for example in generator.choose(wanted, among: groups).joined() { isChosen[example] = true }
        isTest = firstOfEqual.map { isChosen[$0] }
    }
}
