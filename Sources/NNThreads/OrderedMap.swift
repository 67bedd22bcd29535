/// Does the same work for each item of a sequence on several threads, and hands the results over in the order of the items.
///
/// The caller's thread takes items from the sequence, shortly before they are needed, and hands results over as soon as
/// they are there; the others work. Only so many items are on their way at a time, so that memory doesn't grow with
/// their number, and an item that takes long holds up no more than those. Of a sequence of one item, or with one
/// thread, all happens on the caller's thread, and no other is started.
///
/// - Parameters:
///   - items: may be endless, or take its time.
///   - threads: how many work, at least 1. Each is started when there is something to do for it.
///   - window: how many items are on their way at most; enough for all threads unless given.
///   - makeState: makes what a thread needs for itself and keeps from one item to the next; called on that thread.
///   - transform: the work. It doesn't throw: what goes wrong with an item is its result.
///   - handOver: takes each item and its result, in order, on the caller's thread.
/// - Throws: what `handOver` throws. Work that has begun is finished first, and none is begun any more.
package func orderedMap<Items: Sequence, State, Output: Sendable, Problem: Error>(
    _ items: Items, threads: Int, window: Int? = nil, makingState makeState: @escaping @Sendable () -> State,
    _ transform: @escaping @Sendable (Items.Element, inout State) -> Output,
    handOver: (Items.Element, Output) throws(Problem) -> Void
) throws(Problem) where Items.Element: Sendable {
    // More would only take memory.
    let threads = min(threads, 1_024)
    var items = Peeking(items.makeIterator())
    guard threads > 1, items.hasTwo, let crew = Crew(threads: threads, makeState: makeState, transform) else {
        guard let first = items.next() else { return }
        var state = makeState()
        try handOver(first, transform(first, &state))
        while let item = items.next() { try handOver(item, transform(item, &state)) }
        return
    }
    defer { crew.dismiss() }
    let window = max(window ?? 8 * threads, 1)
    var underway: [Items.Element] = []
    var isAtEnd = false
    while true {
        // A result that is there comes first: somebody waits for it.
        let mustWait = isAtEnd || underway.count >= window
        if mustWait, underway.isEmpty { return }
        if !underway.isEmpty, let output = crew.takeNext(waiting: mustWait) {
            try handOver(underway.removeFirst(), output)
        } else if let item = items.next() {
            underway.append(item)
            crew.give(item)
        } else {
            isAtEnd = true
        }
    }
}

/// An iterator that can tell whether there are two items, without losing them.
private struct Peeking<Base: IteratorProtocol> {
    private var base: Base
    private var taken: [Base.Element] = []
    private var isAtEnd = false

    init(_ base: Base) { self.base = base }

    var hasTwo: Bool {
        mutating get {
            while taken.count < 2, let item = takeNext() { taken.append(item) }
            return taken.count == 2
        }
    }

    mutating func next() -> Base.Element? { taken.isEmpty ? takeNext() : taken.removeFirst() }

    /// Never asks again once there was no more: that may take its time, too.
    private mutating func takeNext() -> Base.Element? {
        if isAtEnd { return nil }
        let item = base.next()
        isAtEnd = item == nil
        return item
    }
}

/// Threads that take what is given to them in turn, and whose results are taken in the same order.
private final class Crew<Item: Sendable, State, Output: Sendable> {
    private let work: Work<Item, State, Output>
    private let most: Int
    private var threads: [PlainThread] = []

    /// - Returns: nil where the system has no thread left.
    init?(
        threads most: Int, makeState: @escaping @Sendable () -> State,
        _ transform: @escaping @Sendable (Item, inout State) -> Output
    ) {
        work = Work(makeState: makeState, transform)
        self.most = most
        guard hire() else { return nil }
    }

    func give(_ item: Item) {
        // Where the system has no more threads, those that there are do it all.
        if work.put(item), threads.count < most { _ = hire() }
    }

    /// - Returns: nil only where the result isn't there and nobody is to wait for it.
    func takeNext(waiting: Bool) -> Output? { work.takeNext(waiting: waiting) }

    /// Has the threads end, with what they have begun but no more.
    func dismiss() {
        work.end()
        for thread in threads { thread.join() }
    }

    private func hire() -> Bool {
        guard let thread = PlainThread({ [work] in work.run() }) else { return false }
        threads.append(thread)
        return true
    }
}

/// What all threads of a crew see.
private final class Work<Item: Sendable, State, Output: Sendable>: @unchecked Sendable {
    private let makeState: @Sendable () -> State
    private let transform: @Sendable (Item, inout State) -> Output
    private let monitor = Monitor()
    // The rest only inside the monitor.
    private var waiting: [(number: Int, item: Item)] = []
    private var done: [Int: Output] = [:]
    private var given = 0
    private var taken = 0
    private var idle = 0
    private var isOver = false

    init(
        makeState: @escaping @Sendable () -> State, _ transform: @escaping @Sendable (Item, inout State) -> Output
    ) {
        self.makeState = makeState
        self.transform = transform
    }

    /// - Returns: whether nobody is there to begin with it at once.
    func put(_ item: Item) -> Bool {
        monitor.locked {
            waiting.append((given, item))
            given += 1
            monitor.tell()
            return waiting.count > idle
        }
    }

    func takeNext(waiting isWaiting: Bool) -> Output? {
        monitor.locked {
            while true {
                if let output = done.removeValue(forKey: taken) {
                    taken += 1
                    return output
                }
                guard isWaiting else { return nil }
                monitor.wait()
            }
        }
    }

    func end() {
        monitor.locked {
            isOver = true
            waiting = []
            monitor.tell()
        }
    }

    /// What a thread does all its life.
    func run() {
        var state = makeState()
        while let (number, item) = next() {
            let output = transform(item, &state)
            monitor.locked {
                done[number] = output
                // The caller waits for one result only, and the others for none.
                if number == taken { monitor.tell() }
            }
        }
    }

    private func next() -> (number: Int, item: Item)? {
        monitor.locked {
            while waiting.isEmpty, !isOver {
                idle += 1
                monitor.wait()
                idle -= 1
            }
            return isOver ? nil : waiting.removeFirst()
        }
    }
}
