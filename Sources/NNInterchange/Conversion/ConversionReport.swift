import NNModel

/// What a conversion did.
public struct ConversionReport: Sendable {
    /// The format that was read.
    public let inputFormat: String
    /// The format that was written.
    public let outputFormat: String
    /// The model as the output holds it.
    public let model: Model
    /// Bytes of the output.
    public let length: Int
    /// That the output is what it should be.
    public let proof: Proof
    /// What another type cost, where one was asked for.
    public let cost: QuantizationCost?
    /// What was left out or changed, for people.
    public let notes: [String]
}
