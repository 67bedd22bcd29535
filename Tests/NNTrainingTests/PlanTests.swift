import NNModel
import NNTraining
import Testing

@Suite("Training plan")
struct PlanTests {
    @Test(
        "about ten reports, at round iterations or whole epochs",
        arguments: [
            (.iterations(2501), .full, 500), (.iterations(1), .full, 1), (.iterations(10), .full, 1),
            (.iterations(11), .full, 2), (.iterations(1000), .examples(10), 100), (.epochs(10), .examples(10), 21),
            (.epochs(30), .examples(10), 5 * 21), (.epochs(1), .full, 1),
        ] as [(TrainingSettings.Length, TrainingSettings.BatchSize, Int)])
    func reports(_ length: TrainingSettings.Length, _ batchSize: TrainingSettings.BatchSize, _ interval: Int) throws {
        let settings = TrainingSettings(loss: .huber, batchSize: batchSize, length: length)
        #expect(try TrainingPlan(settings, exampleCount: 209).reportEvery == interval)
    }

    @Test(
        "settings that make no sense are refused",
        arguments: [
            (.iterations(0), .full, nil, nil, "iterations: expected 1 or more, found 0"),
            (.epochs(-2), .full, nil, nil, "epochs: expected 1 or more, found -2"),
            (.epochs(1), .examples(0), nil, nil, "batch size: expected 1 or more, found 0"),
            (.epochs(1), .full, 0, nil, "report interval: expected 1 or more, found 0"),
            (.epochs(1), .full, nil, 0, "threads: expected 1 or more, found 0"),
            (.epochs(.max), .examples(1), nil, nil, "epochs: expected fewer, found \(Int.max)"),
        ] as [(TrainingSettings.Length, TrainingSettings.BatchSize, Int?, Int?, String)])
    func refused(
        _ length: TrainingSettings.Length, _ batchSize: TrainingSettings.BatchSize, _ reportEvery: Int?,
        _ threads: Int?,
        _ message: String
    ) {
        let settings = TrainingSettings(
            loss: .huber, batchSize: batchSize, length: length, reportEvery: reportEvery, threads: threads)
        #expect(throws: TrainingError.badSetting(message)) { try TrainingPlan(settings, exampleCount: 209) }
    }

    private static func settings(_ change: (inout TrainingSettings) -> Void) -> TrainingSettings {
        var settings = TrainingSettings(loss: .huber, batchSize: .examples(20), length: .epochs(2))
        change(&settings)
        return settings
    }

    @Test(
        "so are schedules and regularization that make none",
        arguments: [
            (settings { $0.labelSmoothing = 1 }, "label smoothing: expected a number from 0 to below 1, found 1.0"),
            (settings { $0.validationSplit = 0 }, "validation split: expected a number between 0 and 1, found 0.0"),
            (settings { $0.earlyStopping = 1 }, "early stopping: expected a validation split, found none"),
            (
                settings {
                    $0.validationSplit = 0.5
                    $0.earlyStopping = 0
                }, "early stopping: expected 1 or more epochs, found 0"
            ),
            (settings { $0.gradientLimit = .infinity }, "gradient clipping: expected a length above 0, found inf"),
            (
                settings { $0.schedule.warmup = .epochs(2) },
                "warm-up: expected less than the 22 iterations of the run, found 22"
            ),
            (
                settings { $0.schedule.shape = .cosine(floor: 0.001) },
                "schedule: floor: expected less than the learning rate of 0.001, found 0.001"
            ),
        ])
    func refusedRegularization(_ settings: TrainingSettings, _ message: String) {
        #expect(throws: TrainingError.badSetting(message)) { try TrainingPlan(settings, exampleCount: 209) }
    }
}
