import Foundation
import NNModel
import NNNetwork
import NNTestSupport
import NNTraining
import Testing

@Suite("Augmentation")
struct AugmentationTests {
    /// `Fixtures/reference/augmentation.json`, made by numpy, scipy and Pillow; the script is beside it.
    struct Reference: Decodable {
        struct Case: Decodable, CustomTestStringConvertible {
            let seed: UInt64
            let shape: [Int]
            let isBytes: Bool
            let isFlipped: Bool
            let right: Int
            let down: Int
            let degrees: Double
            let brightness: Double
            let result: [Double]

            var change: ImageChange {
                ImageChange(
                    isFlipped: isFlipped, right: right, down: down, degrees: degrees, brightness: brightness)
            }
            var testDescription: String { "\(shape), \(isBytes ? "bytes" : "floats"), \(change)" }
        }
        let cases: [Case]

        static func read() throws -> Reference {
            try Places.decoded("reference/augmentation.json")
        }
    }

    @Test("pictures become those of numpy and scipy", arguments: try Reference.read().cases)
    func agrees(_ reference: Reference.Case) throws {
        try compare(reference, Double.self, tolerance: 1e-8)
        try compare(reference, Float.self, tolerance: reference.isBytes ? 1e-4 : 1e-6)
    }

    private func compare<Scalar: TrainingReal>(
        _ reference: Reference.Case, _: Scalar.Type, tolerance: Double
    ) throws {
        let augmenter = try ImageAugmenter(Augmentation(), shape: reference.shape, seed: 0)
        let count = reference.result.count
        #expect(count == reference.shape.reduce(1, *))
        var generator = SplitMix64(seed: reference.seed)
        var results: [[Scalar]] = []
        func apply<Raw>(_ raw: [Raw], _ body: (UnsafePointer<Raw>, UnsafeMutablePointer<Scalar>) -> Void) {
            var row = [Scalar](repeating: .nan, count: count)
            raw.withUnsafeBufferPointer { raw in
                row.withUnsafeMutableBufferPointer { row in
                    if let raw = raw.baseAddress, let row = row.baseAddress { body(raw, row) }
                }
            }
            results.append(row)
        }
        if reference.isBytes {
            let pixels = (0..<count).map { _ in UInt8(generator.next() % 256) }
            apply(pixels) { augmenter.apply(reference.change, to: $0, into: $1) }
        } else {
            let numbers = generator.uniforms(count, reach: 3)
            apply(numbers) { augmenter.apply(reference.change, to: $0, into: $1) }
            apply(numbers.map { Float($0) }) { augmenter.apply(reference.change, to: $0, into: $1) }
        }
        for (index, result) in results.enumerated() {
            // Numbers that were Float from the start have their rounding.
            let tolerance = index == 1 ? max(tolerance, 1e-6) : tolerance
            for (value, expected) in zip(result, reference.result) {
                #expect(abs(Double(value) - expected) <= tolerance, "\(value) instead of \(expected)")
            }
        }
    }

    private static let all = Augmentation(flips: true, shift: 3, rotation: 20, brightness: 0.25)

    @Test("changes are of every kind, evenly spread within their bounds, and independent of each other")
    func spread() {
        let changes = (0..<7000).map { ImageChange(Self.all, seed: 5, epoch: 1 + $0 / 100, place: $0 % 100) }
        // Within six standard deviations.
        #expect(abs(changes.count(where: \.isFlipped) - 3500) < 252)
        for shift in -3...3 {
            #expect(abs(changes.count(where: { $0.right == shift }) - 1000) < 176)
            #expect(abs(changes.count(where: { $0.down == shift }) - 1000) < 176)
            #expect(abs(changes.count(where: { $0.right == shift && $0.down == -shift }) - 143) < 72)
        }
        #expect(changes.allSatisfy { abs($0.degrees) <= 20 && abs($0.brightness - 1) <= 0.25 })
        for bound in [-10.0, 0, 10] {
            let share = (bound + 20) / 40
            let deviation = (7000 * share * (1 - share)).squareRoot()
            #expect(abs(Double(changes.count(where: { $0.degrees < bound })) - 7000 * share) < 6 * deviation)
            let brighter = changes.count(where: { $0.brightness < 1 + bound / 80 })
            #expect(abs(Double(brighter) - 7000 * share) < 6 * deviation)
        }
    }

    @Test("a change depends on seed, epoch and place, and no kind on the others")
    func seeds() {
        let change = ImageChange(Self.all, seed: 5, epoch: 2, place: 3)
        #expect(change == ImageChange(Self.all, seed: 5, epoch: 2, place: 3))
        for (seed, epoch, place) in [(6, 2, 3), (5, 3, 2), (5, 1, 3), (5, 2, 4)] as [(UInt64, Int, Int)] {
            #expect(change != ImageChange(Self.all, seed: seed, epoch: epoch, place: place))
        }
        let turned = ImageChange(Augmentation(rotation: 20), seed: 5, epoch: 2, place: 3)
        #expect(turned == ImageChange(degrees: change.degrees))
        let brighter = ImageChange(Augmentation(brightness: 0.25), seed: 5, epoch: 2, place: 3)
        #expect(brighter == ImageChange(brightness: change.brightness))
        #expect(ImageChange(Augmentation(), seed: 5, epoch: 2, place: 3) == ImageChange())
    }

    @Test("an example is changed as its seed, epoch and place have it")
    func augments() throws {
        let augmenter = try ImageAugmenter(Self.all, shape: [6, 7, 3], seed: 8)
        let pixels = (0..<126).map { UInt8($0 * 2) }
        var (expected, rows) = ([Float](repeating: 0, count: 126), [[Float]]())
        pixels.withUnsafeBufferPointer { raw in
            guard let raw = raw.baseAddress else { return }
            expected.withUnsafeMutableBufferPointer { row in
                guard let row = row.baseAddress else { return }
                augmenter.apply(ImageChange(Self.all, seed: 8, epoch: 4, place: 2), to: raw, into: row)
            }
            for (epoch, place) in [(4, 2), (4, 3), (5, 2)] {
                var result = [Float](repeating: 0, count: 126)
                result.withUnsafeMutableBufferPointer { row in
                    guard let row = row.baseAddress else { return }
                    augmenter.augment(raw, epoch: epoch, place: place, into: row)
                }
                rows.append(result)
            }
        }
        #expect(rows[0] == expected && rows[1] != expected && rows[2] != expected)
    }

    @Test(
        "what is no picture is refused",
        arguments: [
            (
                Augmentation(flips: true), [784],
                "augmentation: expected pictures of height × width, or of height × width × 1, 3 or 4 channels, "
                    + "found examples of shape [784]"
            ),
            (
                Augmentation(flips: true), [3, 64, 64],
                "augmentation: expected pictures of height × width, or of height × width × 1, 3 or 4 channels, "
                    + "found examples of shape [3, 64, 64]"
            ),
            (
                Augmentation(flips: true), [2, 2, 2, 2],
                "augmentation: expected pictures of height × width, or of height × width × 1, 3 or 4 channels, "
                    + "found examples of shape [2, 2, 2, 2]"
            ),
            (
                Augmentation(shift: 5), [8, 5, 3],
                "augmentation: shift: expected less than the 5 pixels of a picture, found 5"
            ),
            (Augmentation(shift: -1), [8, 5], "augmentation: shift: expected 0 or more pixels, found -1"),
            (Augmentation(rotation: 181), [8, 5], "augmentation: rotate: expected 0 to 180 degrees, found 181.0"),
            (Augmentation(rotation: .nan), [8, 5], "augmentation: rotate: expected 0 to 180 degrees, found nan"),
            (
                Augmentation(brightness: 1.5), [8, 5],
                "augmentation: brightness: expected a number from 0 to 1, found 1.5"
            ),
        ] as [(Augmentation, [Int], String)])
    func refused(_ augmentation: Augmentation, _ shape: [Int], _ message: String) {
        #expect(throws: TrainingError.badSetting(message)) {
            try ImageAugmenter(augmentation, shape: shape, seed: 0)
        }
    }

    @Test(
        "augmentations are read, and written again",
        arguments: [
            ("flip", Augmentation(flips: true)), ("shift:4", Augmentation(shift: 4)),
            (
                "flip,shift:4,rotate:10,brightness:0.1",
                Augmentation(flips: true, shift: 4, rotation: 10, brightness: 0.1)
            ),
            ("brightness:1,flip", Augmentation(flips: true, brightness: 1)),
            ("rotate:180", Augmentation(rotation: 180)),
        ])
    func names(_ name: String, _ augmentation: Augmentation) {
        #expect(Augmentation(name) == augmentation)
        #expect(Augmentation(augmentation.description) == augmentation)
    }

    @Test(
        "what is no augmentation is refused",
        arguments: [
            "", ",", "flip,", "flip,flip", "flip:1", "shift", "shift:", "shift:0", "shift:-2", "shift:1.5", "rotate",
            "rotate:0", "rotate:-10", "rotate:200", "rotate:nan", "brightness:0", "brightness:2", "brightness:-0.1",
            "brightness:0.1:0.2", "zoom:2", "Flip", "flip, shift:4", "shift:4,shift:5",
        ])
    func noAugmentation(_ name: String) {
        #expect(Augmentation(name) == nil)
    }
}
