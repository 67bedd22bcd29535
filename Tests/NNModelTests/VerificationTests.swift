import NNModel
import Testing

@Suite("Verification checks")
struct VerificationTests {
    @Test("A seed gives the numbers of SplitMix64, as its authors publish them, in the input's range")
    func seeds() {
        // The first outputs for the seed 1234567, as in the reference code's own test (Vigna, splitmix64.c).
        let published: [UInt64] = [
            6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
        ]
        let check = VerificationCheck(source: .seed(1_234_567), tolerance: 1, expected: [])
        let uniform = published.map { Double($0 >> 11) / 9_007_199_254_740_992 }
        let pixels = Input(shape: [3], range: 0...255, scaling: .pixels)
        #expect(check.example(for: pixels) == uniform.map { 0 + $0 * 255 })
        let scaled = Input(shape: [3], scaling: Scaling(offsets: [1, 2, 3], divisors: [4, 5, 6]))
        let expected = zip(uniform, [(1.0, 4.0), (2, 5), (3, 6)]).map { u, s in s.0 + (2 * u - 1) * s.1 }
        #expect(check.example(for: scaled) == expected)
    }

    @Test("What a model answers passes its own checks, in both precisions, and another model's answers don't")
    func holds() throws {
        let model = sampleModel().withVerification(seeds: [0, 1, 2])
        #expect(model.verification.count == 3)
        var other = model
        other.layers[1].activation = .tanh
        for check in model.verification {
            let example = check.example(for: model.input)
            #expect(check.holds(for: try Predictor<Double>(model)(example).activations))
            let single = try Predictor<Float>(model)(example.map { Float($0) }).activations
            #expect(check.holds(for: single.map { Double($0) }))
            #expect(!check.holds(for: try Predictor<Double>(other)(example).activations))
            #expect(!check.holds(for: [.nan]))
        }
        #expect(try ModelFile(bytes: model.encoded()).verification() == model.verification)
    }

    @Test("There is no check where an output isn't finite, nor for what can't be computed")
    func none() {
        var model = sampleModel()
        model.layers[1] = DenseLayer(
            weights: Tensor([Float.infinity, 1, 1], shape: [1, 3]), biases: Tensor([Float(0)], shape: [1]),
            activation: .identity)
        #expect(model.withVerification(seeds: [1]).verification.isEmpty)
        model.layers[1].activation = .unrecognized(code: 999, parameters: [])
        #expect(model.withVerification(seeds: [1]).verification.isEmpty)
    }

    @Test("Checks that don't fit the model are refused before anything is written")
    func unfit() {
        var model = sampleModel()
        model.verification = [VerificationCheck(source: .seed(1), tolerance: 1, expected: [1, 2])]
        #expect(throws: ModelFileError.self) { try model.validate() }
        model.verification = [VerificationCheck(source: .values([1]), tolerance: 1, expected: [1])]
        #expect(throws: ModelFileError.self) { try model.validate() }
        model.verification = (0..<65).map {
            VerificationCheck(source: .seed($0), tolerance: 1, expected: [1])
        }
        #expect(throws: ModelFileError.self) { try model.validate() }
    }
}
