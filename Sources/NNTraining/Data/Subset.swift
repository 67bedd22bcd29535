import NNModel

/// Some examples of a source, in their own order.
struct Subset: ExampleSource {
    private let base: any ExampleSource
    private let indices: [Int]
    let classes: [Int]?
    let targetKind: TargetKind
    let blocks: [Range<Int>]

    /// - Parameter indices: which, ascending and without repetition; at least one.
    init(_ base: any ExampleSource, _ indices: [Int]) {
        self.base = base
        self.indices = indices
        let all = base.classes
        classes = all.map { all in indices.map { all[$0] } }
        if let classes, case .classes(let counts) = base.targetKind {
            var own = [Int](repeating: 0, count: counts.count)
            for label in classes { own[label] += 1 }
            targetKind = .classes(counts: own)
        } else {
            targetKind = base.targetKind
        }
        var (blocks, start): ([Range<Int>], Int) = ([], 0)
        for block in base.blocks where start < indices.count {
            let end = indices[start...].firstIndex { $0 >= block.upperBound } ?? indices.count
            if end > start { blocks.append(start..<end) }
            start = end
        }
        self.blocks = blocks
    }

    /// Examples to train on, and examples to validate on.
    static func split(
        _ source: any ExampleSource, fraction: Double, seed: UInt64
    ) throws(TrainingError) -> (training: any ExampleSource, validation: any ExampleSource) {
        let split: ValidationSplit
        if let classes = source.classes, case .classes(let counts) = source.targetKind {
            split = try ValidationSplit(fraction: fraction, classes: classes, classCount: counts.count, seed: seed)
        } else {
            split = try ValidationSplit(fraction: fraction, exampleCount: source.count, seed: seed)
        }
        // What is in memory is copied once, instead of being gathered anew for every epoch.
        func part(_ indices: [Int]) -> any ExampleSource {
            (source as? Examples)?.examples(in: runs(of: indices)) ?? Subset(source, indices)
        }
        return (part(split.training), part(split.validation))
    }

    var count: Int { indices.count }
    var featureCount: Int { base.featureCount }
    var scaling: Scaling { base.scaling }
    var capacity: Int { min(base.capacity, indices.count) }

    func examples(in ranges: [Range<Int>]) throws(TrainingError) -> Examples {
        try base.examples(in: runs(of: ranges.flatMap { indices[$0] }))
    }
}

/// The ranges that ascending numbers make up.
func runs(of numbers: [Int]) -> [Range<Int>] {
    var runs: [Range<Int>] = []
    for number in numbers {
        if let last = runs.last, last.upperBound == number {
            runs[runs.count - 1] = last.lowerBound..<number + 1
        } else {
            runs.append(number..<number + 1)
        }
    }
    return runs
}
