import NNModel
import NNNetwork
import NNTraining
import Testing

@Suite("Examples that don't fit in memory")
struct StreamingTests {
    /// Examples whose only input is their number.
    private static func numbered(_ count: Int) throws -> Examples {
        try Examples(
            inputs: .doubles((0..<count).map { Double($0) }),
            targets: .values((0..<count).map { Double($0) }, width: 1),
            featureCount: 1, scaling: .none)
    }

    private static func plan(
        _ source: some ExampleSource, batchSize: Int, epochs: Int = 3
    ) throws -> TrainingPlan {
        try TrainingPlan(
            TrainingSettings(loss: .meanSquaredError, batchSize: .examples(batchSize), length: .epochs(epochs)),
            exampleCount: source.count)
    }

    /// The numbers of the examples in a batch.
    private static func batch(_ number: Int, of supply: BatchSupply) throws -> [Int] {
        try supply.withBatch(number) { examples, indices in
            guard case .doubles(let values) = examples.inputs else { return [] }
            return indices.map { Int(values[$0]) }
        }
    }

    private static func batches(_ source: any ExampleSource, batchSize: Int, seed: UInt64 = 5) throws -> [[Int]] {
        let plan = try plan(source, batchSize: batchSize)
        let supply = try BatchSupply(source, plan, seed: seed)
        return try (0..<plan.iterations).map { try batch($0, of: supply) }
    }

    @Test(
        "every example comes once an epoch, in as many batches as ever",
        arguments: [
            (100, 30, 7, 10), (100, 10, 7, 10), (101, 33, 8, 5), (97, 96, 1, 13), (1000, 128, 128, 128), (7, 1, 1, 1),
            (1000, 300, 1000, 7), (64, 64, 5, 8), (100, 99, 10, 50),
        ])
    func onceAnEpoch(_ count: Int, _ capacity: Int, _ blockLength: Int, _ batchSize: Int) throws {
        let source = PartedExamples(try Self.numbered(count), capacity: capacity, blockLength: blockLength)
        let batches = try Self.batches(source, batchSize: batchSize)
        let perEpoch = (count + batchSize - 1) / batchSize
        #expect(batches.count == 3 * perEpoch)
        var epochs: [[Int]] = []
        for epoch in 0..<3 {
            let own = batches[epoch * perEpoch..<(epoch + 1) * perEpoch]
            #expect(own.dropLast().allSatisfy { $0.count == batchSize })
            #expect(own.flatMap { $0 }.sorted() == Array(0..<count))
            epochs.append(own.flatMap { $0 })
        }
        #expect(Set(epochs).count == 3, "the epochs have one order")
        #expect(epochs.allSatisfy { $0 != Array(0..<count) })
    }

    @Test("windows fit in memory, hold whole batches, and are about as long as each other")
    func windows() throws {
        for (count, capacity, batchSize) in [(1000, 300, 32), (1000, 32, 32), (999, 400, 10), (50, 49, 7)] {
            let source = PartedExamples(try Self.numbered(count), capacity: capacity, blockLength: 6)
            let training = try Self.plan(source, batchSize: batchSize)
            let plan = try WindowPlan(source, training, seed: 1)
            let lengths = (0..<plan.windowsPerEpoch).map { plan.order(of: $0).count }
            #expect(lengths.reduce(0, +) == count)
            #expect(lengths.allSatisfy { $0 <= capacity })
            #expect(lengths.dropLast().allSatisfy { $0 == lengths[0] && $0.isMultiple(of: batchSize) })
            #expect(plan.windowsPerEpoch <= (count + capacity - 1) / (capacity / batchSize * batchSize) + 1)
            for window in 0..<2 * plan.windowsPerEpoch {
                let ranges = plan.ranges(of: window)
                #expect(ranges.reduce(0) { $0 + $1.count } == lengths[window % plan.windowsPerEpoch])
                #expect(plan.order(of: window).sorted() == Array(0..<lengths[window % plan.windowsPerEpoch]))
            }
        }
    }

    @Test("both levels are shuffled: a window takes blocks from everywhere, and a batch from all of its window")
    func mixed() throws {
        // Sorted by class, as files often are.
        let (count, classes) = (8000, 10)
        let source = PartedExamples(try Self.numbered(count), capacity: 1000, blockLength: 25)
        let batches = try Self.batches(source, batchSize: 100)
        for batch in batches {
            let present = Set(batch.map { $0 * classes / count })
            // 40 blocks of a window at random lack a class with a probability of 0.9^40, and its batch of 100 hardly more.
            #expect(present.count >= 7)
            #expect(batch != batch.sorted())
        }
    }

    @Test("a batch is the same whatever was asked for before")
    func randomAccess() throws {
        let source = PartedExamples(try Self.numbered(500), capacity: 90, blockLength: 11)
        let expected = try Self.batches(source, batchSize: 8)
        let plan = try Self.plan(source, batchSize: 8)
        for first in [0, 1, 37, 62, 63, 100, plan.iterations - 1] {
            let supply = try BatchSupply(source, plan, seed: 5)
            for number in first..<min(first + 30, plan.iterations) {
                #expect(try Self.batch(number, of: supply) == expected[number])
            }
            // Back, and after giving everything away.
            #expect(try Self.batch(first, of: supply) == expected[first])
            supply.release()
            #expect(try Self.batch(first, of: supply) == expected[first])
        }
        #expect(try Self.batches(source, batchSize: 8) == expected)
        #expect(try Self.batches(source, batchSize: 8, seed: 6) != expected)
    }

    @Test("what fits in one window comes in the order that it has in memory, and is read once")
    func oneWindow() throws {
        let all = try Self.numbered(100)
        let source = PartedExamples(all, capacity: 100, blockLength: 9)
        #expect(try Self.batches(source, batchSize: 7) == Self.batches(all, batchSize: 7))
        #expect(source.reads == 1)
    }

    @Test("never are there more than two windows in memory")
    func twoWindows() throws {
        let source = PartedExamples(try Self.numbered(400), capacity: 16, blockLength: 3)
        let plan = try Self.plan(source, batchSize: 8)
        let windows = try WindowPlan(source, plan, seed: 5)
        let supply = try BatchSupply(source, plan, seed: 5)
        for number in 0..<plan.iterations {
            source.ask(forWindow: windows.window(of: number))
            _ = try Self.batch(number, of: supply)
        }
        #expect(source.reads == 3 * windows.windowsPerEpoch)
        #expect(!source.wasReadTooEarly)
    }

    private static func settings(
        _ optimizer: Optimizer, _ length: TrainingSettings.Length, seed: UInt64 = 3
    ) -> TrainingSettings {
        TrainingSettings(
            loss: .categoricalCrossEntropy, optimizer: optimizer, batchSize: .examples(16), length: length, seed: seed)
    }

    /// The places that the examples of an epoch have in its order.
    private static func order(_ source: any ExampleSource, _ settings: TrainingSettings) throws -> [Int] {
        let numbers = try numbered(source.count)
        let parted = PartedExamples(numbers, capacity: source.capacity, blockLength: source.blocks[0].count)
        let plan = try TrainingPlan(settings, exampleCount: source.count)
        let supply = try BatchSupply(parted, plan, seed: settings.seed)
        return try (0..<plan.batchesPerEpoch).flatMap { try batch($0, of: supply) }
    }

    @Test("training is that of the same examples in memory, to the last bit, where these have the order of the stream")
    func sameAsInMemory() throws {
        let all = try smallExamples(1000)
        let source = PartedExamples(all, capacity: 130, blockLength: 17)
        for optimizer in [Optimizer.gradientDescent(learningRate: 0.1), .adam(learningRate: 0.02)] {
            let settings = Self.settings(optimizer, .epochs(1))
            let start = Network(Parameters<Float>(initialFor: try smallArchitecture(), seed: 1))
            let (streamed, inMemory) = (try Self.order(source, settings), try Self.order(all, settings))
            #expect(streamed != inMemory)
            // Where the order in memory looks for the first example, the first one of the stream is put, and so on.
            var places = [Int](repeating: 0, count: all.count)
            for (place, example) in zip(inMemory, streamed) { places[place] = example }
            let permuted = all.examples(in: places.map { $0..<$0 + 1 })

            let trainers = [
                try Trainer(start, on: source, settings), try Trainer(start, on: permuted, settings),
                try Trainer(start, on: all, settings),
            ]
            let results = try trainers.map { try $0.run() }
            #expect(trainers[0].network == trainers[1].network)
            #expect(trainers[0].network != trainers[2].network, "the order makes no difference")
            #expect(results[0].history == results[1].history)
        }
    }

    @Test("an evaluation and a gradient check are those of the same examples in memory, to the last bit")
    func measuring() throws {
        let all = try smallExamples(2000)
        let network = Network(Parameters<Float>(initialFor: try smallArchitecture(), seed: 1))
        let expected = try network.evaluate(.categoricalCrossEntropy, on: all)
        for capacity in [256, 300, 700, 1999, 2000] {
            let source = PartedExamples(all, capacity: capacity, blockLength: 50)
            #expect(try network.evaluate(.categoricalCrossEntropy, on: source) == expected)
            let check = try GradientCheck(network, .categoricalCrossEntropy, on: source, seed: 4)
            #expect(try check == GradientCheck(network, .categoricalCrossEntropy, on: all, seed: 4))
        }
        // Batches that are smaller than usual add up in another order, and some processors' products of few examples round
        // otherwise than those of many: in Double that is nearly nothing.
        let exact = Network(Parameters<Double>(initialFor: try smallArchitecture(), seed: 1))
        let whole = try exact.evaluate(.categoricalCrossEntropy, on: all)
        let few = try exact.evaluate(
            .categoricalCrossEntropy, on: PartedExamples(all, capacity: 9, blockLength: 50))
        #expect(abs(few.cost - whole.cost) < 1e-12 && few.accuracy == whole.accuracy)
    }

    @Test("a batch that doesn't fit in memory is refused, a full one too")
    func tooLarge() throws {
        let source = PartedExamples(try smallExamples(100), capacity: 30, blockLength: 7)
        let network = Network(Parameters<Float>(initialFor: try smallArchitecture(), seed: 1))
        for (size, found) in [(TrainingSettings.BatchSize.full, 100), (.examples(31), 31), (.examples(1000), 100)] {
            var settings = Self.settings(.adam(), .epochs(1))
            settings.batchSize = size
            let error = TrainingError.batchBeyondMemory(batchSize: found, capacity: 30)
            #expect(throws: error) { try Trainer(network, on: source, settings) }
            #expect(error.reason == .usage)
        }
    }

    @Test("examples that can't be read end the run with the words of their source", arguments: [0, 1, 5, 20])
    func unreadable(_ read: Int) throws {
        let source = PartedExamples(
            try smallExamples(320), capacity: 32, blockLength: 7, failing: read..<read + 1)
        let network = Network(Parameters<Float>(initialFor: try smallArchitecture(), seed: 1))
        let trainer = try Trainer(network, on: source, Self.settings(.adam(), .epochs(3)))
        var last = -1
        let error = #expect(throws: TrainingError.self) {
            _ = try trainer.run {
                last = $0.iteration
                return true
            }
        }
        #expect(error == .unreadable(ReadingFailure(Unreadable(read: read))))
        #expect(error?.description == "file.h5: /x: read \(read) failed" && error?.reason == .inputOutput)
        // Two batches a window: those before the one that can't be read are trained on.
        #expect(last == 2 * read - 1)
    }

    @Test("a read that failed may be tried again")
    func retry() throws {
        let all = try Self.numbered(100)
        let plan = try Self.plan(all, batchSize: 5)
        let source = PartedExamples(all, capacity: 20, blockLength: 3, failing: 2..<4)
        let supply = try BatchSupply(source, plan, seed: 5)
        let expected = try Self.batches(PartedExamples(all, capacity: 20, blockLength: 3), batchSize: 5)
        var failures = 0
        for number in 0..<plan.iterations {
            while true {
                do {
                    #expect(try Self.batch(number, of: supply) == expected[number])
                    break
                } catch { failures += 1 }
            }
        }
        #expect(failures == 2)
    }

    @Test("a run that is stopped leaves nobody reading")
    func stopped() throws {
        let source = PartedExamples(try smallExamples(320), capacity: 32, blockLength: 7)
        let network = Network(Parameters<Float>(initialFor: try smallArchitecture(), seed: 1))
        let trainer = try Trainer(network, on: source, Self.settings(.adam(), .epochs(100)))
        let result = try trainer.run { $0.iteration < 5 }
        #expect(result.iterations == 5 && !result.isComplete)
        // Three windows were asked for, and one more may have been read ahead.
        #expect((3...4).contains(source.reads))
    }

    @Test("an evaluation of examples that can't be read throws")
    func unreadableEvaluation() throws {
        let source = PartedExamples(try smallExamples(1000), capacity: 256, blockLength: 7, failing: 2..<3)
        let network = Network(Parameters<Float>(initialFor: try smallArchitecture(), seed: 1))
        #expect(throws: TrainingError.unreadable(ReadingFailure(Unreadable(read: 2)))) {
            try network.evaluate(.categoricalCrossEntropy, on: source)
        }
    }

    @Test("bytes become (x − offset) / divisor to the last bit, with channels too")
    func exactScaling() throws {
        let bytes = (0..<256 * 3).map { UInt8($0 / 3) }
        let scalings = [
            Scaling.pixels, .none, Scaling(offsets: [127.5], divisors: [58.395]),
            Scaling(offsets: [123.675, 116.28, 103.53], divisors: [58.395, 57.12, 57.375]),
        ]
        for scaling in scalings {
            try checkBytes(bytes, scaling, Float.self)
            try checkBytes(bytes, scaling, Double.self)
        }
    }

    private func checkBytes<Scalar: NetworkReal>(_ bytes: [UInt8], _ scaling: Scaling, _: Scalar.Type) throws {
        let rows = 4
        let width = bytes.count / rows
        let examples = try Examples(
            inputs: .bytes(bytes), targets: .classes([0, 1, 2, 0], count: 3), featureCount: width, scaling: scaling)
        let architecture = try Architecture(inputs: width, units: [3], activations: [.softmax])
        let workspace = try Workspace<Scalar>(architecture, capacity: rows)
        workspace.setCount(rows)
        [3, 0, 2, 2].withUnsafeBufferPointer {
            Gathering<Scalar>(examples, outputs: 3).gather($0, from: examples, into: workspace)
        }
        let period = scaling.offsets.count
        for (place, example) in [3, 0, 2, 2].enumerated() {
            for i in 0..<width {
                let (offset, divisor) = (Scalar(scaling.offsets[i % period]), Scalar(scaling.divisors[i % period]))
                #expect(workspace.inputs[place * width + i] == (Scalar(bytes[example * width + i]) - offset) / divisor)
            }
        }
        #expect(workspace.count == 4)
        #expect(Array(workspace.targets) == [1, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 1])
    }
}
