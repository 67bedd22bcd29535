import Synchronization

/// The results of `transform` for 0, 1, …, `count` − 1, in that order, computed on up to `threads` threads, of which the
/// caller's is one.
///
/// Plain threads and not Swift's tasks or Dispatch: a reader that is called from C must not depend on an executor, and
/// waits for its blocks anyway.
package func concurrentMap<Result: Sendable>(
    _ count: Int, threads: Int, _ transform: @Sendable (Int) -> Result
) -> [Result] {
    concurrentMap(count, threads: threads, makingState: {}) { index, _ in transform(index) }
}

/// The same, with a state that each thread makes for itself and keeps from one index to the next.
package func concurrentMap<Result: Sendable, State>(
    _ count: Int, threads: Int, makingState makeState: @escaping @Sendable () -> State,
    _ transform: @Sendable (Int, State) -> Result
) -> [Result] {
    guard threads > 1, count > 1 else {
        let state = makeState()
        return (0..<count).map { transform($0, state) }
    }
    return [Result](unsafeUninitializedCapacity: count) { results, initialized in
        withoutActuallyEscaping(transform) { transform in
            let work = Work(
                count: count, slots: Slots(start: results.baseAddress), makeState: makeState, transform: transform)
            // Where the system has no threads left, the others do it all.
            let helpers = (1..<min(threads, count)).compactMap { _ in PlainThread { work.run() } }
            work.run()
            for helper in helpers { helper.join() }
        }
        initialized = count
    }
}

/// Where results go: each index is written by one thread only.
private struct Slots<Result>: @unchecked Sendable {
    let start: UnsafeMutablePointer<Result>?
}

private final class Work<Result, State>: Sendable {
    private let count: Int
    private let slots: Slots<Result>
    private let makeState: @Sendable () -> State
    private let transform: @Sendable (Int, State) -> Result
    private let next = Atomic(0)

    init(
        count: Int, slots: Slots<Result>, makeState: @escaping @Sendable () -> State,
        transform: @escaping @Sendable (Int, State) -> Result
    ) {
        (self.count, self.slots) = (count, slots)
        (self.makeState, self.transform) = (makeState, transform)
    }

    func run() {
        let state = makeState()
        while true {
            let index = next.add(1, ordering: .relaxed).oldValue
            guard index < count else { return }
            slots.start.map { ($0 + index).initialize(to: transform(index, state)) }
        }
    }
}
