import NNFile
import NNModel
import NNNetwork

/// A model file that holds the state of a training too, from which it can go on.
///
/// Other programs see a model like any other: that of the parameters as they were when it was written.
public struct Checkpoint: Sendable {
    /// The model.
    public let file: ModelFile
    private let header: StateHeader

    /// Opens a checkpoint.
    ///
    /// - Throws: `CheckpointError` where the file can't be read, or holds no state of a training.
    public init(path: String) throws(CheckpointError) {
        let bytes: FileBytes
        do throws(FileError) { bytes = try FileBytes(path: path) } catch { throw .model(.file(error)) }
        try self.init(bytes)
    }

    /// Opens a checkpoint that is in memory.
    ///
    /// - Parameter name: what to call it in messages.
    /// - Throws: `CheckpointError` where it is no model file, or holds no state of a training.
    public init(bytes: [UInt8], name: String = "checkpoint") throws(CheckpointError) {
        try self.init(FileBytes(bytes, name: name))
    }

    private init(_ bytes: FileBytes) throws(CheckpointError) {
        // More than other readers take unless told: nothing is read but what stands in chunks of 16 MiB at most, one of
        // them at a time, and into no more memory than the run takes anyway.
        let limits = Limits(bytes: 1 << 40)
        do throws(ModelFileError) { file = try ModelFile(bytes, limits: limits) } catch { throw .model(error) }
        var reader = try StateReader(file)
        header = try StateHeader(parsing: &reader)
    }

    /// Where it was read from.
    public var path: String { file.path }
    /// Updates that were made.
    public var iteration: Int { header.iteration }
    /// Updates that the whole run was to make.
    public var iterations: Int { header.iterations }
    /// Iterations from one report of the run to the next.
    public var reportEvery: Int { header.reportEvery }

    /// The form that the run has its first layer in, or any where this optimizer has no choice.
    public func firstLayer(for optimizer: Optimizer) -> TrainingSettings.FirstLayer {
        guard optimizer.rule.isLinear else { return .auto }
        return header.parts.contains(.dual) ? .dual : .direct
    }

    /// The state of the run.
    ///
    /// - Parameter own: the state of a trainer with the same settings, at whatever iteration.
    /// - Throws: `CheckpointError` where the state is damaged, or is that of a run with other settings.
    public func state<Scalar: TrainingReal>(
        like own: TrainingState<Scalar>
    ) throws(CheckpointError) -> TrainingState<Scalar> {
        let history: History
        do throws(ModelFileError) { history = try file.history() ?? History([]) } catch { throw .model(error) }
        var reader = try StateReader(file)
        let header = try StateHeader(parsing: &reader)
        return try TrainingState(parsing: &reader, header, history: history, like: own)
    }

    /// Lays out a checkpoint, uncompressed, since it is written often and read hardly ever.
    ///
    /// - Parameters:
    ///   - model: the network that the state is of; its history becomes that of the state.
    ///   - plan: that of the run.
    /// - Returns: nil where not all numbers are finite, so that there is nothing to go on from.
    /// - Throws: `CheckpointError` where no file can hold the model and the state.
    package static func encode<Scalar: TrainingReal>(
        _ model: Model, _ state: TrainingState<Scalar>, _ plan: TrainingPlan, path: String = "checkpoint"
    ) throws(CheckpointError) -> EncodedModel? {
        guard state.isFinite else { return nil }
        var model = model
        model.history = state.history
        var chunks: [(type: ChunkType, bytes: [UInt8])] = []
        for piece in state.encoded(plan) {
            guard let type = StatePieces.type(chunks.count) else {
                let most = StatePieces.most * StatePieces.length
                throw .badState(path: path, place: "size", expected: "at most \(most) bytes", found: "more")
            }
            chunks.append((type, piece))
        }
        do throws(ModelFileError) {
            return try model.file(compression: .none, path: path, privateChunks: chunks)
        } catch {
            throw .model(error)
        }
    }
}

extension Trainer {
    /// A checkpoint of the run as it is now, between two updates: before its end, at it, and after early stopping alike.
    ///
    /// - Parameters:
    ///   - path: where it is to go, for messages.
    ///   - describe: makes a model of the network and of the updates that it has behind it, with whatever is worth telling.
    /// - Returns: nil where not all numbers are finite, so that there is nothing to go on from.
    /// - Throws: `CheckpointError` where no file can hold the model and the state.
    public func checkpoint(
        path: String = "checkpoint", _ describe: (Network<Scalar>, _ iteration: Int) -> Model
    ) throws(CheckpointError) -> EncodedModel? {
        let state = state
        return try Checkpoint.encode(describe(current, state.iteration), state, plan, path: path)
    }

    /// Goes on from a checkpoint.
    ///
    /// - Throws: `CheckpointError` where it is damaged, or of a run with other settings; `TrainingError.badSetting` where
    ///   it is beyond the end of this run.
    public func resume(_ checkpoint: Checkpoint) throws {
        try resume(try checkpoint.state(like: state))
    }
}
