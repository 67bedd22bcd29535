import NNModel
internal import NNThreads

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

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
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    // The rest only while `mutex` is locked.
    private var made: Result<Item, TrainingError>?
    private var isClosed = false

    init(_ numbers: Range<Int>, _ make: @escaping @Sendable (Int) throws(TrainingError) -> Item) {
        self.numbers = numbers
        self.make = make
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(changed, nil)
    }

    deinit {
        pthread_cond_destroy(changed)
        pthread_mutex_destroy(mutex)
        changed.deallocate()
        mutex.deallocate()
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
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while true {
            if let result = made {
                // A failure stays, for there is nobody left to make another.
                if case .success = result { made = nil }
                pthread_cond_signal(changed)
                return result
            }
            pthread_cond_wait(changed, mutex)
        }
    }

    func close() {
        pthread_mutex_lock(mutex)
        isClosed = true
        made = nil
        pthread_cond_signal(changed)
        pthread_mutex_unlock(mutex)
    }

    /// - Returns: whether there is any use in going on.
    private func waitForRoom() -> Bool {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while made != nil, !isClosed { pthread_cond_wait(changed, mutex) }
        return !isClosed
    }

    private func put(_ result: consuming Result<Item, TrainingError>) {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        guard !isClosed else { return }
        made = result
        pthread_cond_signal(changed)
    }
}
