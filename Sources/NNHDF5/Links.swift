import NNCHDF5

extension HDF5File {
    /// The path of hard links alone that leads to what `path` names.
    ///
    /// libhdf5 would follow an external link into any file that it names; so every link is looked at before anything is
    /// opened by way of it.
    /// - Throws: `HDF5Error` where there is nothing, or a link on the way leads out of the file, nowhere or in a circle.
    func resolve(_ path: String) throws(HDF5Error) -> String {
        var done: [Substring] = []
        var rest = Array(path.split(separator: "/").reversed())
        var softLinks = 0
        var lastSoftLink: (place: String, target: String)?
        while let name = rest.popLast() {
            if name == "." { continue }
            let here = "/" + (done + [name]).joined(separator: "/")
            switch try link(here, in: "/" + done.joined(separator: "/")) {
            case .hard:
                done.append(name)
            case .soft(let target):
                softLinks += 1
                guard softLinks <= limits.softLinks else {
                    throw HDF5Error(file: self.path, place: path, .tooManyLinks(limit: limits.softLinks))
                }
                if target.hasPrefix("/") { done = [] }
                rest += target.split(separator: "/").reversed()
                lastSoftLink = (here, target)
            case .external(let target):
                throw HDF5Error(file: self.path, place: here, .externalLink(target: target))
            case .userDefined:
                throw HDF5Error(file: self.path, place: here, .userDefinedLink)
            case nil:
                if let (place, target) = lastSoftLink {
                    throw HDF5Error(file: self.path, place: place, .danglingLink(target: target))
                }
                throw HDF5Error(file: self.path, place: here, .missing)
            }
        }
        return "/" + done.joined(separator: "/")
    }

    private enum Link {
        case hard, userDefined
        case soft(target: String)
        case external(target: String)
    }

    /// The link at `path`, whose parent is the group at `parent`; nil where there is none.
    private func link(_ path: String, in parent: String) throws(HDF5Error) -> Link? {
        guard Self.kind(of: try openObject(parent)) == .group else { return nil }
        let exists = H5Lexists(handle.id, path, NNH5P_DEFAULT())
        guard exists != 0 else { return nil }
        var (type, length) = (H5L_TYPE_ERROR, 0)
        guard exists > 0, NNH5Lget_info(handle.id, path, &type, &length) >= 0 else {
            throw .library(file: self.path, place: path, doing: "look it up")
        }
        switch type {
        case H5L_TYPE_HARD: return .hard
        case H5L_TYPE_SOFT: return .soft(target: Self.text(try linkValue(path, length: length)))
        case H5L_TYPE_EXTERNAL:
            // A byte of flags, then the file's name and the path in it, each ended by a zero.
            let parts = try linkValue(path, length: length).dropFirst().split(separator: 0, maxSplits: 1)
            return .external(target: parts.map { Self.text(Array($0)) }.joined(separator: ":"))
        default: return .userDefined
        }
    }

    private func linkValue(_ path: String, length: Int) throws(HDF5Error) -> [UInt8] {
        // HDF5 keeps the length in 16 bits.
        var value = [UInt8](repeating: 0, count: min(length, 1 << 16))
        guard H5Lget_val(handle.id, path, &value, value.count, NNH5P_DEFAULT()) >= 0 else {
            throw .library(file: self.path, place: path, doing: "read the link")
        }
        return value
    }

    private static func text(_ bytes: [UInt8]) -> String {
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
}
