import NNCHDF5

/// What stands under a name.
public enum HDF5Kind: String, Sendable {
    /// A group, which has members.
    case group = "a group"
    /// A data set.
    case dataset = "a data set"
    /// A type that was given a name, or what a later version of HDF5 may bring.
    case other = "neither a group nor a data set"
}

extension HDF5File {
    /// The names of the members of the group at `path` in byte order, without those that are longer than the limit or
    /// no UTF-8.
    /// - Throws: `HDF5Error` where there is no such group or it has more members than the limit.
    public func members(of path: String) throws(HDF5Error) -> [String] {
        try withHDF5 { () throws(HDF5Error) in
            let group = try open(path, as: .group)
            var listing = Listing(limits: limits)
            let status = withUnsafeMutablePointer(to: &listing) { listing in
                NNH5Literate(
                    group.id,
                    { _, name, _, context in
                        guard let name, let context else { return -1 }
                        return context.assumingMemoryBound(to: Listing.self).pointee.add(name) ? 0 : 1
                    }, listing)
            }
            guard status >= 0 else { throw .library(file: self.path, place: path, doing: "list it") }
            guard status == 0 else {
                throw HDF5Error(
                    file: self.path, place: path, .limit("members", limit: limits.members, found: limits.members + 1))
            }
            return listing.names
        }
    }

    /// What stands at `path`, soft links within the file followed.
    /// - Throws: `HDF5Error` where nothing does, or where a link on the way leads out of the file or nowhere.
    public func kind(of path: String) throws(HDF5Error) -> HDF5Kind {
        try withHDF5 { () throws(HDF5Error) in Self.kind(of: try openObject(resolve(path))) }
    }

    /// Opens the object at `path`, soft links within the file followed.
    func open(_ path: String, as kind: HDF5Kind) throws(HDF5Error) -> Handle {
        let object = try openObject(resolve(path))
        let found = Self.kind(of: object)
        guard found == kind else {
            throw HDF5Error(
                file: self.path, place: path, .wrongKind(expected: kind.rawValue, found: found.rawValue))
        }
        return object
    }

    /// Opens the object at `path`, which is one of hard links alone.
    func openObject(_ path: String) throws(HDF5Error) -> Handle {
        guard let object = Handle(H5Oopen(handle.id, path, NNH5P_DEFAULT()), closedBy: H5Oclose) else {
            throw .library(file: self.path, place: path, doing: "open it")
        }
        return object
    }

    static func kind(of object: borrowing Handle) -> HDF5Kind {
        switch H5Iget_type(object.id) {
        case H5I_GROUP: .group
        case H5I_DATASET: .dataset
        default: .other
        }
    }
}

/// The names that are found while libhdf5 walks through a group.
private struct Listing {
    let limits: HDF5Limits
    var names: [String] = []

    /// Adds `name`; false where there are too many.
    mutating func add(_ name: UnsafePointer<CChar>) -> Bool {
        guard names.count < limits.members else { return false }
        let bytes = UnsafeBufferPointer(start: name, count: limits.nameBytes + 1)
            .prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        if bytes.count <= limits.nameBytes, let text = String(validating: bytes, as: UTF8.self) { names.append(text) }
        return true
    }
}
