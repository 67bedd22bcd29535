import Foundation
import NNModel
import NNNetwork
import NNTestSupport
import NNTraining
import Testing

@Suite("Gradient clipping")
struct GradientClippingTests {
    /// `Fixtures/reference/clipping.json`, made by PyTorch; the script is beside it.
    struct Reference: Decodable {
        struct Case: Decodable, CustomTestStringConvertible {
            let seed: UInt64
            let count: Int
            let reach: Double
            let maximum: Double
            let norm: Double
            let every: Int
            let clipped: [Double]

            var testDescription: String { "\(count) numbers of reach \(reach) to \(maximum)" }
        }
        let cases: [Case]

        static func read() throws -> Reference {
            try Places.decoded("reference/clipping.json")
        }
    }

    @Test("length and what is left are PyTorch's", arguments: try Reference.read().cases)
    func agrees(_ reference: Reference.Case) {
        var generator = SplitMix64(seed: reference.seed)
        let gradient = generator.uniforms(reference.count, reach: reference.reach)
        compare(gradient, reference, tolerance: 1e-14)
        // The roundings of the numbers to Float, most of which cancel in the norm.
        compare(gradient.map { Float($0) }, reference, tolerance: 2e-7)
    }

    private func compare<Scalar: TrainingReal>(
        _ gradient: [Scalar], _ reference: Reference.Case, tolerance: Double
    ) {
        let norm = gradient.withUnsafeBufferPointer { GradientClipping.squaredNorm($0) }.squareRoot()
        #expect(abs(norm - reference.norm) <= tolerance * reference.norm)
        let coefficient = GradientClipping.coefficient(norm: norm, limit: reference.maximum)
        for (index, expected) in reference.clipped.enumerated() {
            let value = Double(gradient[index * reference.every] * Scalar(coefficient))
            #expect(abs(value - expected) <= 2 * tolerance * abs(expected))
        }
    }

    @Test("squares that Float can't hold are summed up, and NaN and infinity show")
    func extremes() {
        func norm<Scalar: TrainingReal>(_ gradient: [Scalar]) -> Double {
            gradient.withUnsafeBufferPointer { GradientClipping.squaredNorm($0) }.squareRoot()
        }
        #expect(norm([3e38, 0, 0] as [Float]) == Double(3e38 as Float))
        #expect(norm([0x1p-149] as [Float]) == 0x1p-149)
        #expect(norm([] as [Double]) == 0)
        #expect(GradientClipping.coefficient(norm: norm([1, .nan] as [Float]), limit: 5).isNaN)
        #expect(GradientClipping.coefficient(norm: .infinity, limit: 5) == 0)
        #expect(GradientClipping.coefficient(norm: 0, limit: 5) == 1)
    }
}
