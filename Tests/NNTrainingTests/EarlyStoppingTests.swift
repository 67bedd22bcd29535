import NNTraining
import Testing

@Suite("Early stopping")
struct EarlyStoppingTests {
    @Test(
        "a run ends after as many epochs without an improvement as there is patience",
        arguments: [
            (1, 0, [3, 2, 2], [.improved, .improved, .stop]),
            (2, 0, [3, 2, 2.5, 1.9, 2, 2], [.improved, .improved, .goOn, .improved, .goOn, .stop]),
            (2, 0.5, [3, 2.6, 2.5, 2.4], [.improved, .goOn, .stop, .improved]),
            (2, 0, [.nan, .nan], [.goOn, .stop]),
            (3, 0, [1, .nan, .infinity, 0.5, -1], [.improved, .goOn, .goOn, .improved, .improved]),
        ] as [(Int, Double, [Double], [EarlyStopping.Verdict])])
    func verdicts(
        _ patience: Int, _ minimumImprovement: Double, _ costs: [Double], _ verdicts: [EarlyStopping.Verdict]
    ) throws {
        var stopping = try EarlyStopping(patience: patience, minimumImprovement: minimumImprovement)
        for (cost, verdict) in zip(costs, verdicts) {
            #expect(stopping.endEpoch(cost: cost) == verdict)
            // What a checkpoint keeps is all there is.
            stopping = try EarlyStopping(
                patience: patience, minimumImprovement: minimumImprovement, bestCost: stopping.bestCost,
                epochsWithoutImprovement: stopping.epochsWithoutImprovement)
        }
    }

    @Test("the best cost is the one of the last improvement")
    func best() throws {
        var stopping = try EarlyStopping(patience: 5, minimumImprovement: 0.5)
        for cost in [3, 2, 1.9, 4] { _ = stopping.endEpoch(cost: cost) }
        #expect(stopping.bestCost == 2 && stopping.epochsWithoutImprovement == 2)
    }

    @Test(
        "settings that make no sense are refused",
        arguments: [
            (0, 0, "early stopping: expected 1 or more epochs, found 0"),
            (-3, 0, "early stopping: expected 1 or more epochs, found -3"),
            (1, -0.1, "early stopping: expected an improvement from 0, found -0.1"),
            (1, .nan, "early stopping: expected an improvement from 0, found nan"),
        ] as [(Int, Double, String)])
    func refused(_ patience: Int, _ minimumImprovement: Double, _ message: String) {
        #expect(throws: TrainingError.badSetting(message)) {
            try EarlyStopping(patience: patience, minimumImprovement: minimumImprovement)
        }
    }
}
