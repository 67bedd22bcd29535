import NNCModel
import NNModel
import Synchronization

/// What an `nnm_model *` points to.
///
/// Several threads may use it: what is made on opening never changes, and what is made later is made under a lock, and
/// stays.
final class Handle {
    let file: ModelFile
    let description: ModelDescription
    private let later: Mutex<Later>

    private struct Later {
        let memory: CMemory
        var tensors = TensorViews()
        var predictor: AnyPredictor?
        var metadata: MetadataTexts?
    }

    init(_ file: ModelFile) {
        let memory = CMemory()
        self.file = file
        description = ModelDescription(file, in: memory)
        later = Mutex(Later(memory: memory))
    }

    /// The numbers of a tensor where C can see them.
    func view<Scalar: Real>(of role: ChunkEntry.Role, layer: Int, as: Scalar.Type) throws -> TensorViews.View {
        try later.withLock { later in
            try later.tensors.view(of: role, layer: layer, in: file, as: Scalar.self, memory: later.memory)
        }
    }

    /// The model made ready to predict.
    func predictor() throws -> AnyPredictor {
        try later.withLock { later in
            if let predictor = later.predictor { return predictor }
            let predictor = try AnyPredictor(file, tensors: &later.tensors)
            later.predictor = predictor
            return predictor
        }
    }

    /// The metadata where C can see them.
    func metadata() throws -> MetadataTexts {
        try later.withLock { later in
            if let metadata = later.metadata { return metadata }
            let metadata = MetadataTexts(try file.metadata(), in: later.memory)
            later.metadata = metadata
            return metadata
        }
    }
}

extension Handle {
    /// A pointer that owns the handle until `close`.
    func opened() -> OpaquePointer {
        OpaquePointer(Unmanaged.passRetained(self).toOpaque())
    }

    /// - Throws: `Misuse` where there is none.
    static func of(_ model: OpaquePointer?) throws(Misuse) -> Handle {
        Unmanaged.fromOpaque(UnsafeRawPointer(try required(model, "model"))).takeUnretainedValue()
    }

    static func close(_ model: OpaquePointer) {
        Unmanaged<Handle>.fromOpaque(UnsafeRawPointer(model)).release()
    }

    /// - Throws: `Misuse` where the model has no layer of this number, counted from 1.
    func check(layer: Int) throws(Misuse) {
        guard (1...file.layers.count).contains(layer) else {
            throw Misuse("layer \(UInt(bitPattern: layer)) of a model whose layers are 1 to \(file.layers.count)")
        }
    }
}
