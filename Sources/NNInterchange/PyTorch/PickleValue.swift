/// A value on the stack of a pickle. What holds others stands in `PickleHeap` and is pointed at by its number there, so that
/// nothing nests, however a pickle ties its values together.
enum PickleValue {
    case none
    case bool(Bool)
    case integer(Int)
    case number(Double)
    case text(String)
    case tuple(Int)
    case list(Int)
    case dictionary(Int)
    case global(PickleGlobal)
    case storage(Int)
    case tensor(Int)

    /// What it is, for messages.
    var kind: String {
        switch self {
        case .none: "None"
        case .bool(let bool): bool ? "True" : "False"
        case .integer(let integer): "\(integer)"
        case .number: "a float"
        case .text(let text): text.utf8.count <= 64 ? "'\(text)'" : "a long string"
        case .tuple: "a tuple"
        case .list: "a list"
        case .dictionary: "a dict"
        case .global(let global): "\(global)"
        case .storage: "a storage"
        case .tensor: "a tensor"
        }
    }
}

/// What the values of a pickle hold.
struct PickleHeap {
    var tuples: [[PickleValue]] = []
    var lists: [[PickleValue]] = []
    var dictionaries: [[(key: PickleValue, value: PickleValue)]] = []
    var storages: [PickledStorage] = []
    var tensors: [PickledTensor] = []

    var count: Int { tuples.count + lists.count + dictionaries.count + storages.count + tensors.count }
}

/// The names that a pickle of tensors may ask for. Nothing is looked up or called: each stands for what PyTorch's function
/// of that name makes of its arguments.
enum PickleGlobal: CustomStringConvertible {
    case orderedDict
    case rebuildTensor
    case rebuildParameter
    case storage(StorageType)

    init?(module: String, name: String) {
        switch (module, name) {
        case ("collections", "OrderedDict"): self = .orderedDict
        case ("torch._utils", "_rebuild_tensor_v2"): self = .rebuildTensor
        case ("torch._utils", "_rebuild_parameter"): self = .rebuildParameter
        case ("torch", _):
            guard let type = StorageType(rawValue: name) else { return nil }
            self = .storage(type)
        default: return nil
        }
    }

    var description: String {
        switch self {
        case .orderedDict: "collections.OrderedDict"
        case .rebuildTensor: "torch._utils._rebuild_tensor_v2"
        case .rebuildParameter: "torch._utils._rebuild_parameter"
        case .storage(let type): "torch.\(type.rawValue)"
        }
    }
}
