import NNFile
import NNModel
import NNTraining
import Synchronization

/// Examples that are in memory, but are handed out only a part at a time, as those of a large file are.
final class PartedExamples: ExampleSource {
    let all: Examples
    let capacity: Int
    let blocks: [Range<Int>]
    /// Numbers of reads before which the one who reads has to have asked for a batch of some window; see `asked`.
    private let counters = Mutex((reads: 0, asked: 0, isAhead: false))
    private let failing: Range<Int>

    var count: Int { all.count }
    var featureCount: Int { all.featureCount }
    var scaling: Scaling { all.scaling }
    var targetKind: TargetKind { all.targetKind }
    var classes: [Int]? { all.classes }

    /// - Parameter failing: the reads, counted from 0, that fail.
    init(_ all: Examples, capacity: Int, blockLength: Int, failing: Range<Int> = 0..<0) {
        self.all = all
        self.capacity = capacity
        self.failing = failing
        blocks = stride(from: 0, to: all.count, by: blockLength).map { $0..<min($0 + blockLength, all.count) }
    }

    /// How often it was read.
    var reads: Int { counters.withLock { $0.reads } }

    /// Says that the window of this number, from 0, is asked for, and those before it are in use no more.
    func ask(forWindow number: Int) { counters.withLock { $0.asked = number } }

    /// Whether it was ever read for a window while two others were in memory.
    var wasReadTooEarly: Bool { counters.withLock { $0.isAhead } }

    func examples(in ranges: [Range<Int>]) throws(TrainingError) -> Examples {
        let read = counters.withLock { counters in
            counters.reads += 1
            if counters.reads - 1 > counters.asked + 1 { counters.isAhead = true }
            return counters.reads - 1
        }
        precondition(ranges.allSatisfy { !$0.isEmpty } && ranges.reduce(0) { $0 + $1.count } <= capacity)
        if failing.contains(read) { throw .unreadable(ReadingFailure(Unreadable(read: read))) }
        return all.examples(in: ranges)
    }
}

/// What a source has to say.
struct Unreadable: Failure, Equatable {
    let read: Int
    var reason: FailureReason { .inputOutput }
    var description: String { "file.h5: /x: read \(read) failed" }
}
