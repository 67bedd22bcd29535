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
}
