import NNFile
import NNModel

/// Reads a model from the state dict of an archive of PyTorch's, the pickle before the numbers: nothing is allocated for a
/// tensor that is no part of a network.
struct PyTorchReader: ~Copyable {
    private let archive: ZipReader
    private let options: ReadingOptions
    private let pickle: ZipReader.Member
    /// By their names within the folder.
    private let members: [String: ZipReader.Member]

    init(_ archive: consuming ZipReader, _ options: ReadingOptions) throws(InterchangeError) {
        let file = archive.file
        let pickles = archive.members.filter { $0.name.hasSuffix("/data.pkl") }
        guard let pickle = pickles.first, pickles.count == 1 else {
            throw InterchangeError(
                file, .unexpected(expected: "one member data.pkl in a folder", found: "\(pickles.count)"))
        }
        let folder = pickle.name.dropLast("data.pkl".count)
        var members: [String: ZipReader.Member] = [:]
        for member in archive.members {
            guard member.name.hasPrefix(folder) else {
                throw InterchangeError(
                    file, member.name, .unexpected(expected: "all members in one folder, \(folder)", found: "another"))
            }
            members[String(member.name.dropFirst(folder.count))] = member
        }
        if let script = members["constants.pkl"] {
            throw InterchangeError(
                file, script.name,
                .refused("the file is a TorchScript program, which is never run; save the model's state_dict() alone"))
        }
        self.archive = archive
        self.options = options
        self.pickle = pickle
        self.members = members
    }

    func read() throws(InterchangeError) -> ReadModel {
        let (tensors, notes) = try stateDict()
        let layers = try NamedLayers(inOrder: tensors.map { ($0.name, $0.tensor.shape) }, file: archive.file)
        try check(layers, tensors)
        let isBigEndian = try isBigEndian()
        // Neighbours may be views of one storage, which is read once for them.
        var held: (key: String, bytes: [UInt8])?
        return try layers.model(try description(), options, file: archive.file, notes: notes) {
            index throws(InterchangeError) in
            let (name, tensor) = tensors[index]
            let (key, type) = (tensor.storage.key, try dataType(of: tensor, named: name))
            if held?.key != key {
                held = nil
                held = (key, try archive.content(of: try member(of: tensor.storage, named: name), limit: .max))
            }
            var bytes = tensor.gather(held?.bytes ?? [], size: type.size)
            if isBigEndian {
                for start in stride(from: 0, to: bytes.count, by: type.size) {
                    bytes[start..<start + type.size].reverse()
                }
            }
            return Tensor(bytes: bytes, dataType: type, shape: tensor.shape)
        }
    }

    /// Every storage is of a type that models have, and has its member; and what is to be read for tensors that share
    /// storages, and what they take, has a limit.
    private func check(
        _ layers: NamedLayers, _ tensors: [(name: String, tensor: PickledTensor)]
    ) throws(InterchangeError) {
        var (toRead, toHold) = (0, 0)
        var last: String?
        for index in layers.tensors {
            let (name, tensor) = tensors[index]
            let type = try dataType(of: tensor, named: name)
            let member = try member(of: tensor.storage, named: name)
            let reading = tensor.storage.key == last ? 0 : member.size
            let holding = tensor.shape.reduce(type.size, *)
            let limit = options.limits.bytes
            guard reading <= limit - toRead, holding <= limit - toHold else {
                throw InterchangeError(
                    archive.file, name,
                    .limit("bytes in the storages of all tensors together", limit: limit, found: "more"))
            }
            (toRead, toHold, last) = (toRead + reading, toHold + holding, tensor.storage.key)
        }
    }

    private func dataType(of tensor: PickledTensor, named name: String) throws(InterchangeError) -> DataType {
        guard let type = tensor.storage.type.dataType else {
            throw InterchangeError(
                archive.file, "tensor '\(name)'",
                .unexpected(
                    expected: "float16, bfloat16, float32 or float64 numbers", found: "\(tensor.storage.type)"))
        }
        return type
    }

    private func stateDict() throws(InterchangeError) -> (
        tensors: [(name: String, tensor: PickledTensor)], notes: [String]
    ) {
        let bytes = try archive.content(of: pickle, limit: InterchangeLimits.pickleBytes)
        do throws(PickleReader.Problem) {
            let (root, heap) = try PickleReader.read(bytes)
            let dictionary = try StateDict(root, heap)
            return (dictionary.tensors, dictionary.notes)
        } catch {
            throw InterchangeError(archive.file, "\(pickle.name), byte \(error.offset)", error.what)
        }
    }

    private func description() throws(InterchangeError) -> DescriptionText? {
        guard let member = members[PyTorchFormat.descriptionMember] else { return nil }
        let content = try archive.content(of: member, limit: DescriptionText.largest)
        let (file, place) = (archive.file, member.name)
        var result: Result<DescriptionText, InterchangeError>?
        content.withUnsafeBytes { bytes in
            result = Result { () throws(InterchangeError) in try DescriptionText(bytes, file: file, place: place) }
        }
        return try result?.get()
    }

    /// PyTorch before 2.1 wrote no `byteorder`; it meant the machine's, which was little-endian but for rarities.
    private func isBigEndian() throws(InterchangeError) -> Bool {
        guard let member = members["byteorder"] else { return false }
        let word = try archive.content(of: member, limit: 16)
        if word.elementsEqual("little".utf8) { return false }
        if word.elementsEqual("big".utf8) { return true }
        throw InterchangeError(
            archive.file, member.name, .unexpected(expected: "little or big", found: "other words"))
    }

    /// The member with the numbers of a storage, of the length that the pickle gives.
    private func member(of storage: PickledStorage, named name: String) throws(InterchangeError) -> ZipReader.Member {
        let size = storage.type.dataType?.size ?? 0
        guard let member = members["data/\(storage.key)"] else {
            throw InterchangeError(
                archive.file, name, .unexpected(expected: "its numbers in data/\(storage.key)", found: "no such member")
            )
        }
        let (length, overflow) = storage.count.multipliedReportingOverflow(by: size)
        guard !overflow, member.size == length else {
            throw InterchangeError(
                archive.file, member.name,
                .unexpected(
                    expected: "\(storage.count) numbers of \(size) bytes each, as the pickle says",
                    found: "\(member.size) bytes"))
        }
        return member
    }
}
