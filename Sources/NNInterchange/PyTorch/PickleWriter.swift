import NNModel

/// Writes the pickle of a state dict, as `PickleReader` reads it and `torch.load(weights_only=True)` does.
struct PickleWriter {
    private var bytes: [UInt8] = [PickleInstruction.proto.rawValue, 2]

    /// The pickle of an OrderedDict of tensors, each the whole of the storage whose key is its number: 0, 1, …
    static func stateDict(_ tensors: [(name: String, tensor: Tensor)]) -> [UInt8] {
        var writer = PickleWriter()
        writer.emptyOrderedDict()
        writer.put(.mark)
        for (index, (name, tensor)) in tensors.enumerated() {
            writer.text(name)
            writer.tensor(tensor, key: "\(index)")
        }
        writer.put(.setItems)
        writer.put(.stop)
        return writer.bytes
    }

    /// _rebuild_tensor_v2(storage, offset, shape, strides, requires_grad, hooks)
    private mutating func tensor(_ tensor: Tensor, key: String) {
        global(.rebuildTensor)
        put(.mark)
        put(.mark)
        text("storage")
        global(.storage(StorageType(tensor.dataType)))
        text(key)
        text("cpu")
        integer(tensor.count)
        put(.tuple)
        put(.binPersistentID)
        integer(0)
        integers(tensor.shape)
        integers(tensor.shape.indices.map { tensor.shape[($0 + 1)...].reduce(1, *) })
        put(.newFalse)
        emptyOrderedDict()
        put(.tuple)
        put(.reduce)
    }

    private mutating func emptyOrderedDict() {
        global(.orderedDict)
        put(.emptyTuple)
        put(.reduce)
    }

    private mutating func put(_ instruction: PickleInstruction) { bytes.append(instruction.rawValue) }

    private mutating func global(_ global: PickleGlobal) {
        let name = global.description
        let dot = name.lastIndex(of: ".") ?? name.startIndex
        put(.global)
        bytes += "\(name[..<dot])\n\(name[name.index(after: dot)...])\n".utf8
    }

    private mutating func text(_ text: String) {
        put(.binUnicode)
        little(text.utf8.count, 4)
        bytes += text.utf8
    }

    private mutating func integers(_ integers: [Int]) {
        put(.mark)
        for integer in integers { self.integer(integer) }
        put(.tuple)
    }

    /// A number of 0 or more.
    private mutating func integer(_ integer: Int) {
        if integer <= Int32.max {
            put(.binInt)
            little(integer, 4)
        } else {
            put(.long1)
            little(8, 1)
            little(integer, 8)
        }
    }

    private mutating func little(_ number: Int, _ size: Int) {
        for at in 0..<size { bytes.append(UInt8(truncatingIfNeeded: number >> (8 * at))) }
    }
}
