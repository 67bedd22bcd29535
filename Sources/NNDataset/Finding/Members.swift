import NNHDF5

/// The names in one group, looked up without regard to the case of ASCII letters: `X_train` is `x_train`.
struct Members {
    /// The paths of the members, in byte order.
    let paths: [String]

    init(of group: String, in file: borrowing HDF5File) throws(DatasetError) {
        do {
            paths = try file.members(of: group).map { group == "/" ? "/" + $0 : group + "/" + $0 }
        } catch {
            throw DatasetError(error)
        }
    }

    /// The members by the names of the pair; more than one where they differ in case only.
    func pairs(_ names: NamePair) -> [NamePair] {
        all(names.inputs).flatMap { inputs in
            all(names.labels).map { NamePair(inputs: inputs, labels: $0) }
        }
    }

    /// The member of that name; nil where there is none, or several that differ in case only.
    func find(_ wanted: String) -> String? {
        let found = all(wanted)
        return found.count == 1 ? found.first : nil
    }

    /// Throws where a data set has the name of inputs or labels, and the other half is missing.
    func refuseLone(of pairs: [NamePair], in file: borrowing HDF5File) throws(DatasetError) {
        for pair in pairs {
            let (inputs, labels) = (all(pair.inputs), all(pair.labels))
            guard inputs.isEmpty != labels.isEmpty, let lone = inputs.first ?? labels.first else { continue }
            // A group may have such a name too, and hold the pair.
            if let kind = try? file.kind(of: lone), kind == .group { continue }
            throw DatasetError(
                file: file.path, place: lone, .partnerMissing(expected: inputs.isEmpty ? pair.inputs : pair.labels))
        }
    }

    /// Those members that are groups. Links that lead nowhere or out of the file are passed over here: they matter
    /// only to who names them.
    func groups(in file: borrowing HDF5File) throws(DatasetError) -> [String] {
        var groups: [String] = []
        for path in paths {
            if let kind = try? file.kind(of: path), kind == .group { groups.append(path) }
        }
        return groups
    }

    private func all(_ wanted: String) -> [String] {
        paths.filter { equal(name($0), wanted) }
    }
}

/// A path as the user may write it, from the root.
func absolute(_ path: String) -> String {
    path.hasPrefix("/") ? path : "/" + path
}

/// The last component.
func name(_ path: String) -> Substring {
    path.split(separator: "/").last ?? ""
}

/// The path of the group that holds it.
func parent(_ path: String) -> String {
    "/" + path.split(separator: "/").dropLast().joined(separator: "/")
}

/// Whether two names are equal but for the case of ASCII letters.
func equal(_ one: some StringProtocol, _ other: some StringProtocol) -> Bool {
    func lower(_ byte: UInt8) -> UInt8 { (0x41...0x5A).contains(byte) ? byte | 0x20 : byte }
    return one.utf8.lazy.map(lower).elementsEqual(other.utf8.lazy.map(lower))
}
