import NNModel
import NNNetwork
import NNTraining
import Testing

@Suite("Checkpoints")
struct CheckpointTests {
    @Test(
        "a run that goes on from checkpoints ends in the same bytes",
        arguments: try CheckpointRun.optimizers() + CheckpointRun.sparse() + CheckpointRun.settings())
    func sameBytes(_ run: CheckpointRun) throws {
        try compare(run, Float.self)
        try compare(run, Double.self)
    }

    private func compare<Scalar: TrainingReal>(_ run: CheckpointRun, _ type: Scalar.Type) throws {
        let whole = try run.trainer(type)
        let expected = try run.end(whole)
        let made = whole.state.iteration
        #expect(made >= 8)
        // At once, in an epoch and between two, with and without a report, often, and when all is over, early or not.
        let stops = [[0], [1], [4], [5], [made / 2], [made - 1], [2, 3, 4, made - 1], Array(1..<made), [made, made]]
        for stops in stops {
            #expect(try run.interrupted(type, at: stops) == expected, "\(type), at \(stops)")
        }
    }

    @Test("settings take hold: the runs that are compared differ from those without them")
    func differ() throws {
        let runs = try CheckpointRun.optimizers() + CheckpointRun.sparse() + CheckpointRun.settings()
        let ends = try runs.map { try $0.end($0.trainer(Double.self)) }
        #expect(Set(ends).count == runs.count)
        // The best parameters are kept somewhere on the way, and the run ends before its last epoch.
        let stopping = try #require(runs.first { $0.testDescription == "early stopping and a plateau" })
        let trainer = try stopping.trainer(Double.self)
        #expect(try trainer.run().end == .early)
        #expect(trainer.state.validations.best != nil)
    }

    @Test("a run can be made longer: it ends as if it had been meant to be so long")
    func longer() throws {
        let short = try CheckpointRun("short", .adam(learningRate: 0.02), epochs: 2)
        let long = try CheckpointRun("long", .adam(learningRate: 0.02), epochs: 4)
        let trainer = try short.trainer(Float.self)
        #expect(try trainer.run().end == .complete)
        let checkpoint = try Checkpoint(bytes: try #require(try short.checkpoint(trainer)))
        #expect(checkpoint.iteration == 8 && checkpoint.iterations == 8 && checkpoint.reportEvery == 3)

        let resumed = try long.trainer(Float.self, seed: 1)
        try resumed.resume(checkpoint)
        #expect(try long.end(resumed) == long.end(long.trainer(Float.self)))

        // And not shorter.
        let shorter = try CheckpointRun("shorter", .adam(learningRate: 0.02), epochs: 1).trainer(Float.self)
        #expect(throws: TrainingError.self) { try shorter.resume(checkpoint) }
    }

    @Test("the model of a checkpoint is that of its state, even where another one is kept in the end")
    func stoppedEarly() throws {
        let run = try #require(
            try CheckpointRun.settings().first { $0.testDescription == "early stopping and a plateau" })
        let trainer = try run.trainer(Double.self)
        let result = try trainer.run()
        #expect(result.end == .early && result.keptIteration < result.iterations)
        let checkpoint = try Checkpoint(bytes: try #require(try run.checkpoint(trainer)))
        #expect(checkpoint.iteration == result.iterations)
        let layers = try checkpoint.file.model().layers
        #expect(try Network<Double>(layers).parameters == trainer.state.parameters)
        #expect(try Network<Double>(layers) != trainer.network)
    }

    @Test("a run that ended amid an epoch is made longer as if nothing had been measured then")
    func longerAmidAnEpoch() throws {
        func run(_ iterations: Int) throws -> CheckpointRun {
            try CheckpointRun("to \(iterations)", .adam(learningRate: 0.3), units: [30, 3]) {
                $0.length = .iterations(iterations)
                $0.validationSplit = 0.25
                $0.earlyStopping = 6
                $0.schedule = Schedule(.plateau(PlateauRule(factor: 0.5, patience: 1)))
            }
        }
        let whole = try run(22)
        let expected = try whole.end(try whole.trainer(Float.self))
        for length in [1, 2, 3, 7, 8, 21] {
            let short = try run(length)
            let trainer = try short.trainer(Float.self)
            #expect(try trainer.run().lastValidation != nil)
            let resumed = try whole.trainer(Float.self, seed: 9)
            try resumed.resume(try Checkpoint(bytes: try #require(try short.checkpoint(trainer))))
            #expect(try whole.end(resumed) == expected, "after \(length)")
        }
    }

    @Test("for others a checkpoint is the model of its moment, without the state once they change it")
    func model() throws {
        for run in try CheckpointRun.optimizers() {
            let trainer = try run.trainer(Double.self)
            _ = try trainer.run { $0.iteration < 7 }
            let file = try ModelFile(bytes: try #require(try run.checkpoint(trainer)))
            try file.verify(finite: true)
            let model = try file.model()
            #expect(try Network<Double>(model.layers) == trainer.network)
            #expect(model.history?.columns[0].values == [0, 3, 6])
            #expect(model.extras.isEmpty && file.unknownChunks.map(\.type) == [ChunkType("trAA")])
            // In another encoding it is one still.
            let packed = try file.rewritten(metadata: ["a": "b"], history: file.history(), compression: .best).bytes
            #expect(try Checkpoint(bytes: packed).state(like: trainer.state) == trainer.state)
        }
    }

    @Test("a state that no chunk can hold stands in several")
    func pieces() throws {
        let run = try CheckpointRun(
            "large", .adam(), .full, epochs: 3,
            examples: Examples(
                inputs: .doubles((0..<2000).map { Double($0 % 7) }), targets: .classes([0, 1], count: 2),
                featureCount: 1000, scaling: .none), units: [1500, 2])
        let trainer = try run.trainer(Double.self)
        _ = try trainer.run { $0.iteration < 2 }
        let bytes = try #require(try run.checkpoint(trainer))
        let types = try ModelFile(bytes: bytes).unknownChunks.map(\.type.description)
        #expect(types == ["trAA", "trAB", "trAC"])
        #expect(try Checkpoint(bytes: bytes).state(like: trainer.state) == trainer.state)
    }

    @Test("a state with something that is no number is none to go on from")
    func notFinite() throws {
        let run = try CheckpointRun("adam", .adam())
        let trainer = try run.trainer(Float.self)
        _ = try trainer.run { $0.iteration < 3 }
        let model = run.model(trainer.network)
        let changes: [(inout TrainingState<Float>) -> Void] = [
            { $0.parameters.values[3] = .nan }, { $0.moments.first[0] = .infinity }, { $0.moments.second[5] = .nan },
        ]
        for change in changes {
            var state = trainer.state
            #expect(try Checkpoint.encode(model, state, trainer.plan) != nil)
            change(&state)
            #expect(try Checkpoint.encode(model, state, trainer.plan) == nil)
        }
    }
}
