internal import NNCKernels
import NNModel
internal import NNThreads
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What a team of threads does: the task of this number, on the worker of this number.
///
/// It holds no reference to its owner, and threads take none to it: in a phase of some microseconds, they would wait longer
/// for each other's counting of references than they work.
package final class TeamPhase: Sendable {
    fileprivate let body: @Sendable (_ task: Int, _ worker: Int) -> Void

    /// - Parameters:
    ///   - owner: the object that does the work, which holds this one.
    ///   - body: is given it.
    package init<Owner: AnyObject & Sendable>(
        of owner: Owner, _ body: @escaping @Sendable (_ owner: Owner, _ task: Int, _ worker: Int) -> Void
    ) {
        let owner = Unmanaged.passUnretained(owner)
        self.body = { task, worker in owner._withUnsafeGuaranteedRef { body($0, task, worker) } }
    }

    fileprivate init(_ body: @escaping @Sendable (_ task: Int) -> Void) {
        self.body = { task, _ in body(task) }
    }

    /// Does the tasks 0 ..< `tasks` on the caller's thread.
    package func perform(_ tasks: Int) {
        for task in 0..<tasks { body(task, 0) }
    }
}

/// Threads that wait for work, to share out the tasks of one short phase after another.
///
/// A phase may last some ten microseconds, so threads that wait look out for the next one for a while before they let the
/// system put them to sleep: waking takes it longer than such a phase. Nothing is allocated in a phase.
package final class WorkerTeam: Sendable {
    /// How many threads there are, the caller's included.
    package let count: Int
    private let shared: Shared
    private let threads: [PlainThread]

    /// - Parameter count: the threads wanted, at least 1. Where the system has fewer left, those do it all.
    package init(count: Int) {
        let shared = Shared(workers: max(1, count))
        var threads: [PlainThread] = []
        // Numbered without a gap, since each has a task of its own.
        while threads.count < count - 1 {
            let worker = threads.count + 1
            guard let thread = PlainThread({ shared.serve(worker: worker) }) else { break }
            threads.append(thread)
        }
        (self.shared, self.threads) = (shared, threads)
        self.count = threads.count + 1
    }

    deinit {
        shared.post { $0.isOver = true }
        for thread in threads { thread.join() }
    }

    /// Does the tasks 0 ..< `tasks`, and returns when all are done.
    ///
    /// Each worker begins with the task of its own number, whose numbers it has had in its cache before; which one does a later
    /// task is a matter of chance, and its result must not depend on it.
    package func perform(_ tasks: Int, _ phase: TeamPhase) {
        guard tasks > 1, !threads.isEmpty else {
            return phase.perform(tasks)
        }
        shared.busy.store(threads.count, ordering: .relaxed)
        shared.next.store(count, ordering: .relaxed)
        shared.post {
            $0.phase = Unmanaged.passUnretained(phase)
            $0.tasks = tasks
        }
        shared.share(worker: 0)
        shared.wait(worker: 0) { shared.busy.load(ordering: .sequentiallyConsistent) == 0 }
    }

    /// The same for a phase that is so long, or comes so seldom, that it may hold references.
    package func perform(_ tasks: Int, _ body: @escaping @Sendable (_ task: Int) -> Void) {
        perform(tasks, TeamPhase(body))
    }
}

/// What all threads see.
private final class Shared: @unchecked Sendable {
    /// The orders of the caller, written before `generation` is raised.
    struct Orders {
        /// Held by the caller until all tasks are done.
        var phase: Unmanaged<TeamPhase>?
        var tasks = 0
        var isOver = false
    }

    let next = Atomic(0)
    let busy = Atomic(0)
    private let generation = Atomic(0)
    private let sleepers = Atomic(0)
    private var orders = Orders()
    /// Whether there is a core for each worker.
    private let hasCores: Bool
    /// The core on which each worker was seen last; nobody's at first.
    private let cores: UnsafeMutableBufferPointer<Int32>
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let wakeUp: UnsafeMutablePointer<pthread_cond_t>

    init(workers: Int) {
        hasCores = workers <= availableCores
        cores = .allocate(capacity: workers)
        cores.initialize(repeating: -1)
        mutex = .allocate(capacity: 1)
        wakeUp = .allocate(capacity: 1)
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(wakeUp, nil)
    }

    deinit {
        pthread_mutex_destroy(mutex)
        pthread_cond_destroy(wakeUp)
        mutex.deallocate()
        wakeUp.deallocate()
        cores.deallocate()
    }

    /// Gives orders to all threads. They are idle: `busy` was 0.
    func post(_ change: (inout Orders) -> Void) {
        change(&orders)
        generation.add(1, ordering: .sequentiallyConsistent)
        wake()
    }

    /// What a helping thread does all its life.
    func serve(worker: Int) {
        var seen = 0
        while true {
            wait(worker: worker) { generation.load(ordering: .sequentiallyConsistent) != seen }
            seen += 1
            if orders.isOver { return }
            share(worker: worker)
            if busy.subtract(1, ordering: .sequentiallyConsistent).newValue == 0 { wake() }
        }
    }

    /// Does the worker's own task of the phase, and others as long as there are any left.
    func share(worker: Int) {
        cores[worker] = nn_current_core()
        let tasks = orders.tasks
        orders.phase?._withUnsafeGuaranteedRef { phase in
            var task = worker
            while task < tasks {
                phase.body(task, worker)
                task = next.add(1, ordering: .relaxed).oldValue
            }
        }
    }

    /// Looks out for some 50 µs, and then sleeps until it is woken.
    func wait(worker: Int, until isTrue: () -> Bool) {
        for _ in 0..<2_000 {
            if isTrue() { return }
            nn_pause()
        }
        leaveSharedCore(worker)
        pthread_mutex_lock(mutex)
        // Either this thread is counted before the other looks for sleepers, or it sees here what the other has done.
        sleepers.add(1, ordering: .sequentiallyConsistent)
        while !isTrue() { pthread_cond_wait(wakeUp, mutex) }
        sleepers.subtract(1, ordering: .sequentiallyConsistent)
        pthread_mutex_unlock(mutex)
    }

    /// Linux leaves two busy threads on one core for a tenth of a second and more while another core is idle, and they
    /// wait for each other all that time. So a thread that finds itself on the core of another asks to be moved.
    ///
    /// The others' cores are read as they may be written: an old number does no harm.
    private func leaveSharedCore(_ worker: Int) {
        let core = nn_current_core()
        guard core >= 0, hasCores else { return }
        let others = cores.indices.filter { $0 != worker }.map { cores[$0] }
        if others.contains(core) { nn_leave_core(others, others.count) }
    }

    private func wake() {
        guard sleepers.load(ordering: .sequentiallyConsistent) > 0 else { return }
        pthread_mutex_lock(mutex)
        pthread_cond_broadcast(wakeUp)
        pthread_mutex_unlock(mutex)
    }
}
