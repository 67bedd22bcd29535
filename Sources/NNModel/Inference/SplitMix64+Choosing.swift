extension SplitMix64 {
    /// Brings the elements into a random order, all orders equally likely (Fisher and Yates, Durstenfeld's form): the
    /// last place first, each gets one of the elements up to it.
    package mutating func shuffle(_ elements: inout [Int]) {
        for last in stride(from: elements.count - 1, to: 0, by: -1) {
            elements.swapAt(last, next(below: last + 1))
        }
    }

    /// So many different whole numbers from 0 to below `bound`, in ascending order, all such sets equally likely (Floyd's
    /// algorithm, in Bentley 1987); all of them, and nothing drawn, where there are no more.
    package mutating func sample(_ count: Int, below bound: Int) -> [Int] {
        guard count < bound else { return Array(0..<bound) }
        var chosen: Set<Int> = []
        for last in bound - count..<bound {
            let number = next(below: last + 1)
            chosen.insert(chosen.contains(number) ? last : number)
        }
        return chosen.sorted()
    }

    /// Which of some examples are chosen: so many in all, and of each group its share, as far as whole examples allow.
    ///
    /// The examples that rounding down leaves over go to the groups with the largest remainders, the first of equals, as
    /// scikit-learn's `train_test_split` with `stratify` has it.
    ///
    /// - Parameter groups: the examples, each in one group.
    /// - Returns: for each group the examples chosen of it, in no order.
    /// - Precondition: there are at least as many examples as are wanted.
    package mutating func choose(_ wanted: Int, among groups: [[Int]]) -> [[Int]] {
        zip(groups, shares(of: wanted, among: groups.map(\.count))).map { group, share in
            var order = group
            shuffle(&order)
            return Array(order.prefix(share))
        }
    }
}

/// `total` divided in proportion to `counts`, by largest remainders.
///
/// - Precondition: `total` is at most the sum of the counts.
private func shares(of total: Int, among counts: [Int]) -> [Int] {
    let sum = counts.reduce(0, +)
    guard sum > 0 else { return counts }
    let exact = counts.map { count in
        // The product may have more than 64 bits; the quotient is at most `count`.
        sum.dividingFullWidth(total.multipliedFullWidth(by: count))
    }
    var shares = exact.map(\.quotient)
    let left = total - shares.reduce(0, +)
    let byRemainder = counts.indices.sorted {
        (exact[$1].remainder, $0) < (exact[$0].remainder, $1)
    }
    for index in byRemainder.prefix(left) { shares[index] += 1 }
    return shares
}
