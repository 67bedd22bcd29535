import NNThreads
import Synchronization
import Testing

@Suite("Ordered work on several threads")
struct OrderedMapTests {
    private struct Stop: Error {}

    /// Work whose length has nothing to do with its place.
    private static func spin(_ number: Int) -> Int {
        var value = UInt64(truncatingIfNeeded: number) &* 0x9E37_79B9_7F4A_7C15
        for _ in 0..<(value >> 32) % 5_000 { value = value &* 6_364_136_223_846_793_005 &+ 1 }
        return number * number + (value == 1 ? 1 : 0)
    }

    @Test(
        "hands over every result in the order of the items", arguments: [(1, nil), (2, nil), (3, 1), (4, 2), (16, 64)])
    func order(threads: Int, window: Int?) {
        for count in [0, 1, 2, 3, 1_000] {
            var results: [(Int, Int)] = []
            orderedMap(0..<count, threads: threads, window: window, makingState: {}) { item, _ in
                Self.spin(item)
            } handOver: {
                results.append(($0, $1))
            }
            #expect(results.map(\.0) == Array(0..<count))
            #expect(results.map(\.1) == (0..<count).map { $0 * $0 })
        }
    }

    @Test("one item, or one thread, is the caller's own business", arguments: [(1, 100), (8, 1)])
    func oneThread(threads: Int, count: Int) {
        let states = Atomic(0)
        let caller = ThreadID.current
        orderedMap(0..<count, threads: threads, makingState: { _ = states.add(1, ordering: .relaxed) }) { _, _ in
            ThreadID.current
        } handOver: {
            #expect($1 == caller)
        }
        #expect(states.load(ordering: .relaxed) == 1)
    }

    @Test("a sequence that has ended is left alone", arguments: [1, 2, 3])
    func end(threads: Int) {
        for count in 0..<5 {
            var (left, ends) = (count, 0)
            let items = AnyIterator {
                left -= 1
                ends += left < 0 ? 1 : 0
                return left < 0 ? nil : left
            }
            orderedMap(items, threads: threads, makingState: {}) { item, _ in
                item
            } handOver: { _, _ in
            }
            #expect(ends == 1)
        }
    }

    @Test("several items are worked on by others, each with a state of its own")
    func states() {
        let states = Atomic(0)
        var (seen, threads): (Set<Int>, Set<ThreadID>) = ([], [])
        orderedMap(
            0..<2_000, threads: 3, makingState: { states.add(1, ordering: .relaxed).newValue }
        ) { item, state in
            _ = Self.spin(item)
            return (state, ThreadID.current)
        } handOver: {
            seen.insert($1.0)
            threads.insert($1.1)
            #expect(ThreadID.current != $1.1)
        }
        #expect((1...3).contains(states.load(ordering: .relaxed)) && seen.count == threads.count)
    }

    @Test("no more items are on their way than the window holds, and none is taken before there is room")
    func window() {
        let taken = Atomic(0)
        var handed = 0
        let endless = sequence(first: 0) { $0 + 1 }.lazy.map { item in
            taken.store(item + 1, ordering: .relaxed)
            return item
        }
        #expect(throws: Stop.self) {
            try orderedMap(endless, threads: 3, window: 5, makingState: {}) { item, _ in
                Self.spin(item)
            } handOver: { item, _ throws(Stop) in
                #expect(taken.load(ordering: .relaxed) - item <= 6)
                handed += 1
                if handed == 500 { throw Stop() }
            }
        }
        #expect(handed == 500)
    }

    @Test("an item that takes long holds the others up only as far as the window goes")
    func slowItem() {
        let begun = Atomic(0)
        var handed = 0
        orderedMap(0..<100, threads: 2, window: 10, makingState: {}) { item, _ in
            if item == 0 {
                // Done when all the others of the window are; the window's end is what lets it be.
                while begun.load(ordering: .sequentiallyConsistent) < 9 {}
            } else {
                begun.add(1, ordering: .sequentiallyConsistent)
            }
        } handOver: { item, _ in
            if item == 0 { #expect(begun.load(ordering: .sequentiallyConsistent) == 9) }
            handed += 1
        }
        #expect(handed == 100)
    }

    @Test("begins no more work once the one who takes the results has had enough")
    func stopping() {
        let begun = Atomic(0)
        #expect(throws: Stop.self) {
            try orderedMap(0..<1_000_000, threads: 4, window: 8, makingState: {}) { _, _ in
                begun.add(1, ordering: .relaxed).newValue
            } handOver: { item, _ throws(Stop) in
                if item == 3 { throw Stop() }
            }
        }
        let count = begun.load(ordering: .relaxed)
        #expect(count <= 12)
        // Nobody works after the call has returned.
        for _ in 0..<100_000 { #expect(begun.load(ordering: .relaxed) == count) }
    }
}
