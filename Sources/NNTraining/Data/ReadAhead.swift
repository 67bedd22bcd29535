internal import NNThreads

/// Makes one thing after the other on a thread of its own, one ahead of whoever takes them.
///
/// At most two exist at a time, one being made or waiting and one in use, if each is dropped before the next is taken.
final class ReadAhead<Item: Sendable> {
    private let pipe: Pipe<Item>
    private let thread: PlainThread?
    /// The number of the item that `take` gives next; beyond the last one there is none.
    private(set) var next: Int

    /// Makes the items of these numbers in turn.
    init(_ numbers: Range<Int>, _ make: @escaping @Sendable (Int) throws(TrainingError) -> Item) {
        let pipe = Pipe(numbers, make)
        self.pipe = pipe
        next = numbers.lowerBound
        thread = numbers.count > 1 ? PlainThread { pipe.fill() } : nil
    }

    deinit {
        pipe.close()
        thread?.join()
    }

    /// The next item, as soon as it is there.
    ///
    /// - Throws: what making it threw. No other can be taken then.
    func take() throws(TrainingError) -> Item {
        let number = next
        next += 1
        // Without a thread, since there is one item only or the system had none left, nobody else makes it.
        return thread == nil ? try pipe.make(number) : try pipe.take().get()
    }
}

/// What a thread has made and another one has not yet taken: one thing at most.
private final class Pipe<Item: Sendable>: @unchecked Sendable {
    let make: @Sendable (Int) throws(TrainingError) -> Item
    private let numbers: Range<Int>
    private let monitor = Monitor()
    // The rest only inside the monitor.
    private var made: Result<Item, TrainingError>?
    private var isClosed = false

    init(_ numbers: Range<Int>, _ make: @escaping @Sendable (Int) throws(TrainingError) -> Item) {
        self.numbers = numbers
        self.make = make
    }

    /// Makes all, until one fails or nobody wants more.
    func fill() {
        for number in numbers {
            guard waitForRoom() else { return }
            do throws(TrainingError) {
                put(.success(try make(number)))
            } catch {
                return put(.failure(error))
            }
        }
    }

    func take() -> Result<Item, TrainingError> {
        monitor.locked {
            while true {
                if let result = made {
                    // A failure stays, for there is nobody left to make another.
                    if case .success = result { made = nil }
                    monitor.tell()
                    return result
                }
                monitor.wait()
            }
        }
    }

    func close() {
        monitor.locked {
            isClosed = true
            made = nil
            monitor.tell()
        }
    }

    /// - Returns: whether there is any use in going on.
    private func waitForRoom() -> Bool {
        monitor.locked {
            while made != nil, !isClosed { monitor.wait() }
            return !isClosed
        }
    }

    private func put(_ result: Result<Item, TrainingError>) {
        monitor.locked {
            guard !isClosed else { return }
            made = result
            monitor.tell()
        }
    }
}
