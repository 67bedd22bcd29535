import Foundation

/// `Fixtures/reference/inference.json`: what onnxruntime and numpy make of some networks; the script is beside it.
public struct InferenceReference: Decodable, Sendable {
    public struct Case: Decodable, Sendable {
        /// n[0], n[1], …
        public let sizes: [Int]
        /// The names of the layers' activations.
        public let activations: [String]
        /// Where SplitMix64 starts.
        public let seed: UInt64
        /// The type of the weights.
        public let weights: String
        /// A[L] of onnxruntime, in float32, m × n[L].
        public let onnxruntime: [Double]
        /// A[L] of numpy, in float64.
        public let exact: [Double]
    }

    /// m
    public let examples: Int
    public let cases: [Case]

    public static func read() throws -> InferenceReference {
        try JSONDecoder().decode(
            InferenceReference.self, from: Data(contentsOf: URL(filePath: Places.fixture("reference/inference.json"))))
    }
}
