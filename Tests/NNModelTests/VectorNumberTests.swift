import Foundation
import NNModel
import NNTestSupport
import Testing

/// The numbers that both readers find in the valid vectors.
@Suite struct VectorNumberTests {
    /// Whatever predicts: its checks tell which outputs to expect.
    private static func predictors() throws -> [(name: String, model: Model)] {
        try Vectors().valid.map { ($0, try Model(path: Vectors.path(of: $0))) }
    }

    @Test("The outputs that the vectors' script computed come out, but of the one whose check is wrong")
    func checks() throws {
        var count = 0
        for (name, model) in try Self.predictors() {
            for check in model.verification {
                let predict = try Predictor<Double>(model)
                let activations = predict(check.example(for: model.input)).activations
                #expect(check.holds(for: activations) != (name == "valid/verification-that-fails.nnm"), "\(name)")
                count += 1
            }
        }
        #expect(count >= 100)
    }

    @Test("Each number of each tensor is the same to both readers, and so are the predictions to 1e-6")
    func numbers() throws {
        let script = """
            import json, struct, sys, nnm_reader
            bits = lambda x: "nan" if x != x else struct.pack(">d", x).hex()
            for path in sys.argv[1:]:
                model = nnm_reader.read(path)
                tensors, output = [], None
                for layer in model.layers:
                    tensors += [[bits(x) for row in layer.rows for x in row], [bits(x) for x in layer.biases]]
                check = nnm_reader.Check(1.0, 42, None, ())
                if all(layer.g for layer in model.layers):
                    output = [bits(x) for x in model.predict(model.example(check))]
                print(json.dumps([tensors, output]))
            """
        // Two seconds a mebibyte are too many in plain Python.
        let small = try Self.predictors().filter { $0.model.parameterCount < 10_000 }
        #expect(small.count >= 100)
        let result = try Vectors.python(script, small.map { Vectors.path(of: $0.name) })
        try #require(result.exitCode == 0, "\(result)")
        let lines = result.stdout.split(separator: "\n")
        try #require(lines.count == small.count)
        for ((name, model), line) in zip(small, lines) {
            let theirs = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [Any])
            let tensors = model.layers.flatMap { [$0.weights, $0.biases] }.map { $0.scalars(as: Double.self) }
            #expect(theirs[0] as? [[String]] == tensors.map { $0.map(Self.bits) }, "\(name)")
            guard let outputs = theirs[1] as? [String] else { continue }
            let check = VerificationCheck(source: .seed(42), tolerance: 1, expected: [])
            let ours = try Predictor<Double>(model)(check.example(for: model.input)).activations
            try #require(ours.count == outputs.count)
            for (a, e) in zip(ours, outputs.map(Self.number)) {
                #expect(a == e || a.isNaN && e.isNaN || abs(a - e) <= 1e-6 * max(1e-300, abs(e)), "\(name): \(a), \(e)")
            }
        }
    }

    /// The bit pattern of a number; of NaN, that it is one.
    private static func bits(_ number: Double) -> String {
        if number.isNaN { return "nan" }
        let digits = String(number.bitPattern, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    private static func number(_ bits: String) -> Double {
        UInt64(bits, radix: 16).map(Double.init(bitPattern:)) ?? .nan
    }
}
