import NNHDF5
import NNModel

/// The variables of a Keras model's layers, in an HDF5 file.
///
///     in a .keras archive      /layers/<class in snake case>[_n]/vars/<i>; the layer's name is an attribute of vars
///     in an .h5 file           /model_weights/<layer>/<one of its attribute weight_names>
struct KerasWeights: ~Copyable {
    private let source: HDF5File
    /// The group of each layer, by its name.
    private let groups: [String: String]
    private let isArchived: Bool
    /// Bytes that may still be read: a file whose layers share their variables could ask for many times its length.
    private var budget: Int

    /// The file of weights in a .keras archive.
    ///
    /// - Parameter layers: in the order of the configuration, by which groups are numbered.
    init(
        archived source: consuming HDF5File, _ layers: [KerasLayer], budget: Int
    ) throws(InterchangeError) {
        var groups: [String: String] = [:]
        do throws(HDF5Error) {
            let members = Set(try source.members(of: "/layers"))
            var counts: [String: Int] = [:]
            for layer in layers {
                guard let base = Self.groupNames[layer.className] else { continue }
                let number = counts[base, default: 0]
                counts[base] = number + 1
                let member = number == 0 ? base : "\(base)_\(number)"
                guard members.contains(member) else { continue }
                let group = "/layers/\(member)/vars"
                // Keras 2 has no such attribute.
                let name = try source.stringAttribute("name", of: group)?.first.map {
                    String(decoding: $0, as: UTF8.self)
                }
                guard name == nil || name == layer.name else {
                    throw HDF5Error(
                        file: source.path, place: "\(group): attribute name",
                        .wrongType(expected: "'\(layer.name)'", found: "'\(name ?? "")'"))
                }
                groups[layer.name] = group
            }
        } catch {
            throw InterchangeError(source.path, .hdf5(error))
        }
        self.source = source
        (self.groups, self.budget, isArchived) = (groups, budget, true)
    }

    /// A whole .h5 file.
    init(legacy source: consuming HDF5File, budget: Int) throws(InterchangeError) {
        var groups: [String: String] = [:]
        do throws(HDF5Error) {
            for name in try Self.list("layer_names", of: "/model_weights", in: source) {
                groups[name] = "/model_weights/\(name)"
            }
        } catch {
            throw InterchangeError(source.path, .hdf5(error))
        }
        self.source = source
        (self.groups, self.budget, isArchived) = (groups, budget, false)
    }

    /// The classes that have variables, and what their groups are called.
    private static let groupNames = [
        "Dense": "dense", "BatchNormalization": "batch_normalization", "Normalization": "normalization",
    ]

    /// A list of strings, in pieces where it is too long for one attribute: `layer_names0`, `layer_names1`, …
    private static func list(
        _ name: String, of path: String, in file: borrowing HDF5File
    ) throws(HDF5Error) -> [String] {
        if let whole = try file.stringAttribute(name, of: path) {
            return whole.map { String(decoding: $0, as: UTF8.self) }
        }
        var strings: [String] = []
        for number in 0..<InterchangeLimits.nodes {
            guard let piece = try file.stringAttribute("\(name)\(number)", of: path), !piece.isEmpty else { break }
            strings += piece.map { String(decoding: $0, as: UTF8.self) }
        }
        return strings
    }

    /// The paths of a layer's variables.
    ///
    /// - Parameters:
    ///   - roles: their names within the layer, in Keras's order.
    ///   - others: how many there may be besides.
    func variables(
        of layer: KerasLayer, _ roles: [String], others: Int = 0
    ) throws(InterchangeError) -> [String] {
        if roles.isEmpty { return [] }
        guard let group = groups[layer.name] else {
            throw layer.fail("its weights in \(isArchived ? "/layers" : "/model_weights")", found: "none")
        }
        let names: [String]
        do throws(HDF5Error) {
            names = try isArchived ? source.members(of: group) : Self.list("weight_names", of: group, in: source)
        } catch {
            throw InterchangeError(source.path, .hdf5(error))
        }
        guard (roles.count...roles.count + others).contains(names.count) else {
            throw layer.fail("\(roles.count) variables: \(roles.joined(separator: ", "))", found: "\(names.count)")
        }
        if isArchived { return roles.indices.map { "\(group)/\($0)" } }
        var paths: [String] = []
        for role in roles {
            // dense/kernel from Keras 3, dense/kernel:0 from Keras 2
            let found = names.filter { name in
                let last = name.split(separator: "/").last ?? ""
                return last == role || last == role + ":0"
            }
            guard found.count == 1 else {
                throw layer.fail("one variable '\(role)' among its weight_names", found: "\(found.count)")
            }
            paths.append("\(group)/\(found[0])")
        }
        return paths
    }

    /// A variable, bit for bit.
    ///
    /// - Parameter axes: how many it has.
    mutating func tensor(
        _ path: String, axes: Int, of layer: KerasLayer
    ) throws(InterchangeError) -> Tensor {
        let (type, shape, bytes) = try elements(of: path, layer)
        guard shape.count == axes, !shape.contains(0) else {
            throw layer.fail(
                "\(axes) axes at \(path)", found: "the shape (\(shape.map(String.init).joined(separator: ", ")))")
        }
        return Tensor(bytes: bytes, dataType: type, shape: shape)
    }

    /// The numbers of a variable of any shape.
    mutating func numbers(_ path: String, of layer: KerasLayer) throws(InterchangeError) -> [Double] {
        let (type, shape, bytes) = try elements(of: path, layer)
        return Tensor(bytes: bytes, dataType: type, shape: shape).scalars(as: Double.self)
    }

    private mutating func elements(
        of path: String, _ layer: KerasLayer
    ) throws(InterchangeError) -> (type: DataType, shape: [Int], bytes: [UInt8]) {
        do throws(HDF5Error) {
            let dataset = try source.dataset(path, chunkCacheBytes: 0, allowsSingleValue: true)
            let type: DataType?
            switch dataset.type {
            case .number(.float64): type = .float64
            case .number(.float32): type = .float32
            case .number(.float16): type = .float16
            case .opaque(byteCount: 2):
                // HDF5 has no bfloat16; Keras says it beside.
                let name = try source.stringAttribute("dtype", of: path)?.first
                type = name?.elementsEqual("bfloat16".utf8) ?? false ? .bfloat16 : nil
            default: type = nil
            }
            if let type {
                // No overflow: the data set was held against the bytes that are stored.
                let size = dataset.elementCount * type.size
                if size <= budget {
                    budget -= size
                    return (type, dataset.shape, try dataset.readBytes())
                }
            } else {
                throw HDF5Error(
                    file: source.path, place: path,
                    .wrongType(
                        expected: "float16, bfloat16, float32 or float64 numbers", found: dataset.type.description))
            }
        } catch {
            throw InterchangeError(source.path, .hdf5(error))
        }
        throw layer.refuse("the variables are used so often, or compressed so well, that they take many times the file")
    }
}
