import Foundation
import NNTestSupport
import NNTraining
import Testing

@Suite("Validation split")
struct ValidationSplitTests {
    /// `Fixtures/reference/classes.json`, made by scikit-learn; the script is beside it.
    struct Reference: Decodable {
        struct Split: Decodable, CustomTestStringConvertible {
            let counts: [Int]
            let validation: Int
            let taken: [Int]

            var testDescription: String { "\(validation) of \(counts)" }
        }
        let splits: [Split]

        static func read() throws -> Reference {
            try Places.decoded("reference/classes.json")
        }
    }

    @Test("each class gives as many examples as in scikit-learn", arguments: try Reference.read().splits)
    func stratified(_ reference: Reference.Split) throws {
        // The classes take turns, so that none lies in one piece.
        var (left, classes) = (reference.counts, [Int]())
        while left.contains(where: { $0 > 0 }) {
            for label in left.indices where left[label] > 0 {
                classes.append(label)
                left[label] -= 1
            }
        }
        let fraction = Double(reference.validation) / Double(classes.count)
        let split = try ValidationSplit(
            fraction: fraction, classes: classes, classCount: reference.counts.count, seed: 3)
        var taken = [Int](repeating: 0, count: reference.counts.count)
        for example in split.validation { taken[classes[example]] += 1 }
        #expect(taken == reference.taken)
        #expect((split.training + split.validation).sorted() == Array(classes.indices))
        #expect(split.training == split.training.sorted() && split.validation == split.validation.sorted())
    }

    @Test("the choice depends on the seed, and every example can be chosen")
    func seeded() throws {
        func split(_ seed: UInt64) throws -> ValidationSplit {
            try ValidationSplit(fraction: 0.3, classes: [0, 1, 1, 0, 1, 0, 0, 1, 1, 0], classCount: 2, seed: seed)
        }
        #expect(try split(1) == split(1))
        #expect(try split(1) != split(2))
        var times = [Int](repeating: 0, count: 10)
        for seed in 0..<3000 as Range<UInt64> { for example in try split(seed).validation { times[example] += 1 } }
        // Class 0 gives two of its five, the first of equals, and class 1 one; within six standard deviations.
        for (example, label) in [0, 1, 1, 0, 1, 0, 0, 1, 1, 0].enumerated() {
            #expect(abs(times[example] - (label == 0 ? 1200 : 600)) < 165, "example \(example)")
        }
    }

    @Test("of equal remainders the first class gives")
    func ties() throws {
        let split = try ValidationSplit(fraction: 0.5, classes: [0, 1, 2, 2, 1, 0, 1, 2, 0], classCount: 4, seed: 1)
        // 4.5 of 9 are 5 (nearest, halves up): 1⅔ of each class, and the two left over go to the first two.
        let counts = split.validation.reduce(into: [0, 0, 0]) { $0[[0, 1, 2, 2, 1, 0, 1, 2, 0][$1]] += 1 }
        #expect(counts == [2, 2, 1])
    }

    @Test("examples with numbers as targets are divided by chance alone")
    func numbers() throws {
        let split = try ValidationSplit(fraction: 0.07, exampleCount: 100, seed: 9)
        #expect(split.validation.count == 7 && split.training.count == 93)
        #expect((split.training + split.validation).sorted() == Array(0..<100))
        #expect(try split != ValidationSplit(fraction: 0.07, exampleCount: 100, seed: 10))
    }

    @Test(
        "a division that leaves a part empty is refused",
        arguments: [
            (0, 10, "expected a number between 0 and 1, found 0.0"),
            (1, 10, "expected a number between 0 and 1, found 1.0"),
            (-0.5, 10, "expected a number between 0 and 1, found -0.5"),
            (.nan, 10, "expected a number between 0 and 1, found nan"),
            (0.04, 10, "expected 1 or more of the 10 examples to validate on, found 0"),
            (0.96, 10, "expected 1 or more of the 10 examples to train on, found 0"),
            (0.5, 1, "expected 1 or more of the 1 examples to train on, found 0"),
        ] as [(Double, Int, String)])
    func refused(_ fraction: Double, _ count: Int, _ message: String) {
        let error = #expect(throws: TrainingError.self) {
            try ValidationSplit(
                fraction: fraction, classes: [Int](repeating: 0, count: count), classCount: 1, seed: 0)
        }
        #expect(error?.description == "validation split: " + message && error?.reason == .usage)
        #expect(throws: TrainingError.self) {
            try ValidationSplit(fraction: fraction, exampleCount: count, seed: 0)
        }
    }
}
