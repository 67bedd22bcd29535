import NNModel

/// The tensors that were asked for, each read and checked once, and their numbers where C can see them.
struct TensorViews {
    /// Numbers that stay where they are for as long as the model is open.
    struct View: @unchecked Sendable {
        let start: UnsafeRawPointer
        let count: Int
    }

    private struct Place: Hashable {
        let role: ChunkEntry.Role
        let layer: Int
    }

    private var tensors: [Place: Tensor] = [:]
    private var views: [DataType: [Place: View]] = [:]

    /// The tensor of a layer, from 1.
    mutating func tensor(_ role: ChunkEntry.Role, layer: Int, in file: ModelFile) throws(ModelFileError) -> Tensor {
        let place = Place(role: role, layer: layer)
        if let tensor = tensors[place] { return tensor }
        let tensor = try file.tensor(role, ofLayer: layer)
        tensors[place] = tensor
        return tensor
    }

    /// The numbers as `Scalar`, converted where the file stores another type.
    mutating func view<Scalar: Real>(
        of role: ChunkEntry.Role, layer: Int, in file: ModelFile, as: Scalar.Type, memory: CMemory
    ) throws(ModelFileError) -> View {
        let place = Place(role: role, layer: layer)
        if let view = views[Scalar.dataType]?[place] { return view }
        let tensor = try tensor(role, layer: layer, in: file)
        let view =
            if tensor.dataType == Scalar.dataType {
                // Beyond the call: the tensor is kept here and never changed, so its bytes, be they in the file's map
                // or in an array, stay where they are. Both are aligned for any number.
                View(tensor.withUnsafeBytes { $0.baseAddress }, count: tensor.count)
            } else {
                View(memory.array(tensor.scalars(as: Scalar.self)).map { UnsafeRawPointer($0) }, count: tensor.count)
            }
        views[Scalar.dataType, default: [:]][place] = view
        return view
    }
}

extension TensorViews.View {
    fileprivate init(_ start: UnsafeRawPointer?, count: Int) {
        guard let start else { preconditionFailure("the format has no empty tensors") }
        self.start = start
        self.count = count
    }
}
