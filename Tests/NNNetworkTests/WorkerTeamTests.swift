import NNNetwork
import Synchronization
import Testing

@Suite("A team of workers")
struct WorkerTeamTests {
    /// Counts how often each task was done, and by whom it was done last.
    private final class Book: Sendable {
        let counts: Mutex<[Int]>
        let workers: Mutex<[Int]>

        init(tasks: Int) {
            counts = Mutex([Int](repeating: 0, count: tasks))
            workers = Mutex([Int](repeating: -1, count: tasks))
        }
    }

    @Test("does every task of a phase once, whether there are more tasks or more workers", arguments: 1...5)
    func tasks(workers: Int) {
        let team = WorkerTeam(count: workers)
        #expect(team.count == workers)
        for tasks in 0...20 {
            let book = Book(tasks: tasks)
            let phase = TeamPhase(of: book) { book, task, worker in
                book.counts.withLock { $0[task] += 1 }
                book.workers.withLock { $0[task] = worker }
            }
            for _ in 0..<50 { team.perform(tasks, phase) }
            #expect(book.counts.withLock { $0.allSatisfy { $0 == 50 } }, "\(tasks) tasks")
            #expect(book.workers.withLock { $0.allSatisfy { (0..<workers).contains($0) } }, "\(tasks) tasks")
            // The first task of each is its own.
            if tasks > 1 {
                let own = min(workers, tasks)
                #expect(book.workers.withLock { Array($0[..<own]) } == Array(0..<own))
            }
        }
    }
}
