import NNFile
import NNModel
internal import NNThreads

/// A model made ready for batches, by products of matrices and on several threads.
///
///     let predict = try BatchPredictor<Float>(Model(path: "digits.nnm"))
///     let activations = predict(pixels)    // m × n[0] in, m × n[L] out
///
/// Weights are used where the model has them, in a mapped file as well; those of another type than `Scalar` are converted a
/// few rows at a time whenever they are needed. What an example comes to may depend, in its last digits, on how many others
/// are in the batch, and not on the number of threads. `NNModel.Predictor` is quicker for one example.
///
/// One batch at a time: a predictor may go from thread to thread, but not be used by two at once.
public final class BatchPredictor<Scalar: NetworkReal>: @unchecked Sendable {
    /// What the model takes.
    public let input: Input
    /// What the model gives.
    public let output: Output
    /// n[L], the numbers that the network gives.
    public let unitCount: Int
    private let team: WorkerTeam
    private let batch: Batch<Scalar>
    private let phase: TeamPhase

    /// Prepares for the arithmetic of `Scalar`, starts threads and allocates what they need; no weights are copied.
    ///
    /// Each thread multiplies matrices by itself: `ProductThreads` is set to 1 for the whole process.
    ///
    /// - Parameter threads: how many work, the caller's included; all cores unless told.
    /// - Throws: `NetworkError` where the layers don't fit together, or have an activation that this version doesn't know.
    /// - Precondition: `threads` is at least 1.
    public init(_ model: Model, threads: Int? = nil) throws(NetworkError) {
        ProductThreads.set(1)
        let batch = try Batch<Scalar>(model, workers: threads ?? availableCores)
        input = model.input
        output = model.output
        unitCount = batch.units
        team = WorkerTeam(count: batch.workers)
        self.batch = batch
        phase = TeamPhase(of: batch) { batch, slice, worker in batch.predict(slice: slice, worker: worker) }
    }

    /// Forward propagation of a batch. Nothing is allocated.
    ///
    /// - Parameters:
    ///   - raw: the elements before preprocessing, m × n[0].
    ///   - activations: receives A[L], m × n[L]; it must not overlap `raw`.
    /// - Precondition: both have the same number of whole rows.
    public func callAsFunction(
        _ raw: UnsafeBufferPointer<Scalar>, into activations: UnsafeMutableBufferPointer<Scalar>
    ) {
        let examples = activations.count / unitCount
        precondition(
            activations.count == examples * unitCount && raw.count == examples * batch.features,
            "\(raw.count) elements and \(activations.count) activations")
        guard let raw = raw.baseAddress, let activations = activations.baseAddress else { return }
        team.perform(batch.begin(examples, raw, activations), phase)
    }

    /// Forward propagation of a batch.
    ///
    /// - Parameter raw: the elements before preprocessing, m × n[0].
    /// - Returns: A[L], m × n[L].
    /// - Precondition: `raw` has whole rows.
    public func callAsFunction(_ raw: [Scalar]) -> [Scalar] {
        let count = raw.count / batch.features * unitCount
        return [Scalar](unsafeUninitializedCapacity: count) { activations, initialized in
            raw.withUnsafeBufferPointer { self($0, into: UnsafeMutableBufferPointer(rebasing: activations[..<count])) }
            initialized = count
        }
    }
}
