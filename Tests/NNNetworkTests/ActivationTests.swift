import Foundation
import NNModel
import NNNetwork
import NNTestSupport
import Testing

@Suite("Activations")
struct ActivationTests {
    /// `Fixtures/reference/activations.json`, made by PyTorch; the script is beside it.
    struct Reference: Decodable {
        struct Case: Decodable, CustomTestStringConvertible {
            let activation: String
            let values: [Double]
            let deltas: [Double]

            var testDescription: String { activation }
        }
        let z: [Double]
        let upstream: [Double]
        let cases: [Case]

        static func read() throws -> Reference {
            let url = Places.fixtures.appending(path: "reference/activations.json")
            return try JSONDecoder().decode(Reference.self, from: Data(contentsOf: url))
        }
    }

    @Test("values and derivatives are PyTorch's, in both precisions", arguments: try Reference.read().cases)
    func agrees(_ reference: Reference.Case) throws {
        try compare(reference, Double.self, tolerance: 1e-14)
        try compare(reference, Float.self, tolerance: 1e-6)
    }

    private func compare<Scalar: NetworkReal>(_ reference: Reference.Case, _: Scalar.Type, tolerance: Double) throws {
        let all = try Reference.read()
        let activation = try #require(Activation(reference.activation))
        let z = all.z.map { Scalar($0) }
        var (a, deltas) = (z, all.upstream.map { Scalar($0) })
        a.withUnsafeMutableBufferPointer { activation.apply(to: $0, units: 4) }
        deltas.withUnsafeMutableBufferPointer { deltas in
            z.withUnsafeBufferPointer { z in
                a.withUnsafeBufferPointer { a in
                    activation.multiplyByDerivative(deltas, weightedInputs: z, activations: a, units: 4)
                }
            }
        }
        #expect(a.count == reference.values.count && deltas.count == reference.deltas.count)
        for (index, z) in all.z.enumerated() {
            let (value, delta) = (reference.values[index], reference.deltas[index])
            #expect(abs(Double(a[index]) - value) <= tolerance * max(1, abs(value)), "g(\(z))")
            #expect(abs(Double(deltas[index]) - delta) <= tolerance * max(1, abs(delta)), "g′(\(z))")
        }
    }

    @Test("none is left out")
    func complete() throws {
        let compared = try Set(Reference.read().cases.map { try #require(Activation($0.activation)) })
        #expect(compared == Set(allActivations))
    }
}
