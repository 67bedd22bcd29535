import NNHDF5

/// Which data sets of a file are the inputs, the labels and the names of the classes, by the rules of
/// Specs/dataset-layouts.md, section 2.
struct FoundNames {
    let inputs: String
    let labels: String
    let classes: String?

    init(
        in file: borrowing HDF5File, names: DatasetNames, kind: DatasetKind, limits: DatasetLimits
    ) throws(DatasetError) {
        let pair = try Self.pair(in: file, names: names, kind: kind, limits: limits)
        inputs = pair.inputs
        labels = pair.labels
        if let classes = names.classes {
            self.classes = absolute(classes)
        } else {
            classes = try Self.classes(in: file, beside: pair.inputs)
        }
    }

    private static func pair(
        in file: borrowing HDF5File, names: DatasetNames, kind: DatasetKind, limits: DatasetLimits
    ) throws(DatasetError) -> NamePair {
        switch (names.inputs, names.labels) {
        case (let inputs?, let labels?):
            return NamePair(inputs: absolute(inputs), labels: absolute(labels))
        case (let inputs?, nil):
            let path = absolute(inputs)
            let labels = try partner(of: path, \.inputs, \.labels, option: "--labels", in: file)
            return NamePair(inputs: path, labels: labels)
        case (nil, let labels?):
            let path = absolute(labels)
            let inputs = try partner(of: path, \.labels, \.inputs, option: "--inputs", in: file)
            return NamePair(inputs: inputs, labels: path)
        case (nil, nil):
            return try search(file, kind: kind, limits: limits)
        }
    }

    /// The other half of a pair of which one was named: the name that goes with it, in the same group.
    private static func partner(
        of path: String, _ given: (NamePair) -> String, _ wanted: (NamePair) -> String, option: String,
        in file: borrowing HDF5File
    ) throws(DatasetError) -> String {
        let members = try Members(of: parent(path), in: file)
        let found = NamePair.all.filter { equal(given($0), name(path)) }.compactMap { members.find(wanted($0)) }
        guard found.count == 1, let only = found.first else {
            throw DatasetError(file: file.path, place: path, .unnamed(option: option))
        }
        return only
    }

    /// The root first, then the groups in it.
    private static func search(
        _ file: borrowing HDF5File, kind: DatasetKind, limits: DatasetLimits
    ) throws(DatasetError) -> NamePair {
        let root = try Members(of: "/", in: file)
        if let pair = try choice(root, kind: kind, in: file) { return pair }

        var found: [(group: String, pair: NamePair)] = []
        for group in try root.groups(in: file).prefix(limits.groups) {
            let members = try Members(of: group, in: file)
            if let pair = try choice(members, kind: kind, in: file) { found.append((group, pair)) }
        }
        // Of /train/images and /test/images the name of the group says which.
        let named = found.filter { equal(name($0.group), kind.rawValue) }
        if let only = named.count == 1 ? named.first : found.count == 1 ? found.first : nil { return only.pair }
        guard found.isEmpty else {
            throw DatasetError(file: file.path, .ambiguous(choices: found.map(\.pair.inputs)))
        }
        try root.refuseLone(of: NamePair.either, in: file)
        throw DatasetError(file: file.path, .nothingFound(members: root.paths))
    }

    /// The one pair of names in a group, of the first round that finds any.
    private static func choice(
        _ members: Members, kind: DatasetKind, in file: borrowing HDF5File
    ) throws(DatasetError) -> NamePair? {
        for round in NamePair.rounds(for: kind) {
            let found = round.flatMap { members.pairs($0) }
            guard found.count <= 1 else {
                throw DatasetError(file: file.path, .ambiguous(choices: found.map(\.inputs)))
            }
            if let only = found.first { return only }
            // Inputs for training without labels are not to be passed over in favour of those for testing.
            if round != NamePair.either { try members.refuseLone(of: round, in: file) }
        }
        return nil
    }

    /// `list_classes` beside the inputs, or else in the root.
    private static func classes(in file: borrowing HDF5File, beside inputs: String) throws(DatasetError) -> String? {
        for group in [parent(inputs), "/"] {
            if let path = try Members(of: group, in: file).find("list_classes") { return path }
        }
        return nil
    }
}
