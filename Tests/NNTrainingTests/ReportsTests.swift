import NNModel
import NNNetwork
import NNTestSupport
import NNTraining
import Testing

@Suite("Rows of a history")
struct ReportsTests {
    private static func iterations(_ reports: Reports) -> [Int] { reports.history.columns[0].values.map { Int($0) } }

    @Test(
        "of a long run the first row is kept of every two, four, eight, … iterations in a row",
        arguments: [1, 2, 3, 7, 100])
    func thinned(every: Int) {
        var reports = Reports(areClasses: true, isValidated: true, most: 16)
        for iteration in stride(from: 0, to: 5000, by: every) {
            reports.add(iteration: iteration, cost: Double(-iteration), accuracy: 0.5)
            var spacing = 1
            while iteration / spacing >= 16 { spacing *= 2 }
            let all = stride(from: 0, through: iteration, by: every)
            var expected: [Int] = []
            for row in all where expected.last.map({ $0 / spacing != row / spacing }) ?? true { expected.append(row) }
            #expect(Self.iterations(reports) == expected && expected.count <= 16)
            #expect(reports.history.columns[1].values == expected.map { Double(-$0) })
        }
    }

    @Test("rows that are farther apart are all kept, however long the run is")
    func sparse() {
        var reports = Reports(areClasses: false, isValidated: false)
        let rows = (0..<1000).map { $0 * 1_000_000_000 }
        for row in rows { reports.add(iteration: row, cost: 1) }
        #expect(Self.iterations(reports) == rows)
    }

    @Test("a run of a million reports has a model, and goes on with the same rows", .needsRelease)
    func aMillionReports() throws {
        let examples = try Examples(
            inputs: .doubles([0.5, -0.5]), targets: .classes([0, 1], count: 2), featureCount: 1, scaling: .none)
        let settings = TrainingSettings(
            loss: .binaryCrossEntropy, optimizer: .gradientDescent(), batchSize: .full, length: .iterations(1_000_000),
            reportEvery: 1, threads: 1)
        let architecture = try Architecture(inputs: 1, units: [1], activations: [.sigmoid])
        func trainer() throws -> Trainer<Double> {
            try Trainer(Network(Parameters(initialFor: architecture, seed: 1)), on: examples, settings)
        }
        let whole = try trainer()
        let history = try whole.run().history
        #expect(history.rowCount == 250_000 && history.columns[0].values.last == 999_996)
        let model = Model(
            input: Input(shape: [1]), layers: whole.network.layers, output: Output(meaning: .probability),
            history: history)
        #expect(try ModelFile(bytes: model.encoded(compression: .none)).history() == history)

        let interrupted = try trainer()
        _ = try interrupted.run { $0.iteration < 700_001 }
        let resumed = try trainer()
        try resumed.resume(interrupted.state)
        #expect(try resumed.run().history == history)
    }
}
