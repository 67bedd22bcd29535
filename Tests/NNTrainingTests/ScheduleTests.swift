import Foundation
import NNTestSupport
import NNTraining
import Testing

@Suite("Schedules")
struct ScheduleTests {
    /// `Fixtures/reference/schedules.json`, made by PyTorch; the script is beside it.
    struct Reference: Decodable {
        struct Case: Decodable, CustomTestStringConvertible {
            let schedule: String
            let warmup: String?
            let rates: [Double]

            var testDescription: String { schedule + (warmup.map { " after \($0)" } ?? "") }
        }
        struct PlateauCase: Decodable, CustomTestStringConvertible {
            let rule: String
            let base: Double
            let costs: [Double?]
            let rates: [Double]

            var testDescription: String { rule }
        }
        let base: Double
        let batchesPerEpoch: Int
        let iterations: Int
        let cases: [Case]
        let plateaus: [PlateauCase]

        static func read() throws -> Reference {
            try Places.decoded("reference/schedules.json")
        }
    }

    @Test("every update has PyTorch's learning rate", arguments: try Reference.read().cases)
    func agrees(_ reference: Reference.Case) throws {
        let run = try Reference.read()
        let warmup = try reference.warmup.map { try #require(Schedule.Span($0)) }
        let schedule = Schedule(try #require(Schedule.Shape(reference.schedule)), warmup: warmup)
        #expect(reference.rates.count == run.iterations)
        for (iteration, expected) in reference.rates.enumerated() {
            let rate = schedule.learningRate(
                run.base, at: iteration, batchesPerEpoch: run.batchesPerEpoch, iterations: run.iterations)
            #expect(abs(rate - expected) <= 1e-13 * run.base, "iteration \(iteration)")
        }
    }

    @Test("a plateau reduces when and as far as PyTorch does", arguments: try Reference.read().plateaus)
    func plateaus(_ reference: Reference.PlateauCase) throws {
        guard case .plateau(let rule)? = Schedule.Shape(reference.rule) else {
            Issue.record("no plateau")
            return
        }
        var plateau = Plateau(learningRate: reference.base)
        for (cost, expected) in zip(reference.costs, reference.rates) {
            plateau.endEpoch(cost: cost ?? .nan, rule)
            #expect(abs(plateau.learningRate - expected) <= 1e-15)
            // What a checkpoint keeps is all there is.
            plateau = Plateau(
                learningRate: plateau.learningRate, bestCost: plateau.bestCost,
                epochsWithoutImprovement: plateau.epochsWithoutImprovement)
        }
    }

    @Test("a warm-up multiplies the learning rate that a plateau keeps")
    func warmPlateau() {
        let schedule = Schedule(.plateau(PlateauRule()), warmup: .iterations(4))
        func rate(_ iteration: Int) -> Double {
            schedule.learningRate(0.3, at: iteration, batchesPerEpoch: 2, iterations: 10)
        }
        #expect(abs(rate(0) - 0.1) < 1e-15 && abs(rate(2) - 0.2) < 1e-15 && rate(4) == 0.3 && rate(9) == 0.3)
    }

    @Test("a run that is longer than it was planned to be stays at the end of its cosine, and nothing overflows")
    func edges() {
        let long = Schedule(.step(every: .epochs(.max), factor: 0.5), warmup: .epochs(.max))
        #expect(long.learningRate(3, at: 0, batchesPerEpoch: 10, iterations: 100) == 1)
        #expect(Schedule.Span.epochs(.max).iterations(batchesPerEpoch: 2) == .max)
        let cosine = Schedule(.cosine(floor: 0.5))
        #expect(cosine.learningRate(1, at: 100, batchesPerEpoch: 10, iterations: 100) == 0.5)
        #expect(cosine.learningRate(1, at: 120, batchesPerEpoch: 10, iterations: 100) == 0.5)
        let vanishing = Schedule(.exponential(factor: 0.01))
        #expect(vanishing.learningRate(1, at: 10_000, batchesPerEpoch: 1, iterations: 20_000) == 0)
    }

    @Test(
        "schedules are read by name, and written again",
        arguments: [
            ("constant", .constant), ("step:30:0.1", .step(every: .epochs(30), factor: 0.1)),
            ("step:30", .step(every: .epochs(30), factor: 0.1)),
            ("step:500i:0.5", .step(every: .iterations(500), factor: 0.5)),
            ("exponential:0.95", .exponential(factor: 0.95)), ("cosine", .cosine(floor: 0)),
            ("cosine:1e-5", .cosine(floor: 1e-5)), ("plateau", .plateau(PlateauRule())),
            ("plateau:0.5", .plateau(PlateauRule(factor: 0.5))),
            ("plateau:0.5:3", .plateau(PlateauRule(factor: 0.5, patience: 3))),
            (
                "plateau:0.5:0:0.01:1e-6",
                .plateau(PlateauRule(factor: 0.5, patience: 0, threshold: 0.01, minimum: 1e-6))
            ),
        ] as [(String, Schedule.Shape)])
    func names(_ name: String, _ shape: Schedule.Shape) {
        #expect(Schedule.Shape(name) == shape)
        #expect(Schedule.Shape(shape.description) == shape)
    }

    @Test(
        "what is no schedule is refused",
        arguments: [
            "", "linear", "Constant", "constant:1", "step", "step:", "step:0", "step:-3", "step:1.5", "step:10:0",
            "step:10:1", "step:10:-0.5", "step:10:nan", "step:10:0.1:2", "step:i", "step:10ii", "exponential",
            "exponential:", "exponential:2", "exponential:0.5:1", "cosine:", "cosine:-1", "cosine:inf", "cosine:0:1",
            "plateau:", "plateau:1", "plateau:0.5:-1", "plateau:0.5:1.5", "plateau:0.5:1:1", "plateau:0.5:1:nan",
            "plateau:0.5:1:0:-1", "plateau:0.5:1:0:0:0", "step:99999999999999999999",
        ])
    func noSchedule(_ name: String) {
        #expect(Schedule.Shape(name) == nil)
    }

    @Test("stretches are epochs, or iterations with an i", arguments: ["0", "-1", "i", "5e", "1.5", "5 i", "", "+i"])
    func spans(_ bad: String) {
        #expect(Schedule.Span("5") == .epochs(5) && Schedule.Span("500i") == .iterations(500))
        #expect(Schedule.Span(bad) == nil)
    }

    @Test(
        "a schedule that the run can't follow is refused",
        arguments: [
            (Schedule(warmup: .epochs(0)), "warm-up: expected 1 or more, found 0"),
            (Schedule(warmup: .epochs(10)), "warm-up: expected less than the 100 iterations of the run, found 100"),
            (Schedule(.step(every: .iterations(0), factor: 0.5)), "schedule: step: expected 1 or more, found 0"),
            (
                Schedule(.step(every: .epochs(1), factor: 1)),
                "schedule: factor: expected a number between 0 and 1, found 1.0"
            ),
            (
                Schedule(.exponential(factor: .nan)),
                "schedule: factor: expected a number between 0 and 1, found nan"
            ),
            (Schedule(.cosine(floor: -1)), "schedule: floor: expected a number from 0, found -1.0"),
            (
                Schedule(.cosine(floor: 0.1)),
                "schedule: floor: expected less than the learning rate of 0.1, found 0.1"
            ),
            (
                Schedule(.plateau(PlateauRule(minimum: 0.2))),
                "schedule: minimum: expected less than the learning rate of 0.1, found 0.2"
            ),
            (
                Schedule(.plateau(PlateauRule(patience: -1))),
                "schedule: patience: expected a number from 0, found -1"
            ),
            (
                Schedule(.plateau(PlateauRule(threshold: 1))),
                "schedule: threshold: expected a number from 0 to below 1, found 1.0"
            ),
        ] as [(Schedule, String)])
    func refused(_ schedule: Schedule, _ message: String) {
        #expect(throws: TrainingError.badSetting(message)) {
            try schedule.check(learningRate: 0.1, batchesPerEpoch: 10, iterations: 100)
        }
    }
}
