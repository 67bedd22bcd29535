import NNModel

/// Which array of an archive is what, by their names: W1, b1, W2, … as in the notebook; coefs_0, intercepts_0, coefs_1,
/// … as in scikit-learn; or arr_0, arr_1, …, as numpy names those that nobody named, weights and biases in turn.
struct NPZKeys {
    /// How the axes of weights stand.
    enum Orientation {
        case unitsFirst, inputsFirst
    }

    /// The arrays of the layers in order; at least one.
    let layers: [(weights: ZipReader.Member, biases: ZipReader.Member)]
    /// nil where only shapes can tell.
    let orientation: Orientation?
    let activations: ZipReader.Member?
    /// Those that describe the model beyond its layers.
    let description: [ZipReader.Member]
    /// The names of the others.
    let unknown: [String]

    init(_ members: [ZipReader.Member], file: String) throws(InterchangeError) {
        var (weights, biases): ([Int: ZipReader.Member], [Int: ZipReader.Member]) = ([:], [:])
        var (activations, description): (ZipReader.Member?, [ZipReader.Member]) = (nil, [])
        var unknown: [String] = []
        let foreign = try Self.foreignLayers(members, file: file)
        for member in members where !(foreign?.taken.contains(member.key) ?? false) {
            let key = member.key
            if !member.name.hasSuffix(".npy") {
                unknown.append(member.name)
            } else if key == "activations" {
                activations = member
            } else if ModelDescription.keys.contains(key) {
                description.append(member)
            } else if key.hasPrefix("W") || key.hasPrefix("b") {
                guard let number = Self.number(key.dropFirst()) else {
                    throw InterchangeError(
                        file, member.name,
                        .unexpected(
                            expected: "W1, b1, W2, … alone to begin with W or b", found: "'\(key)'"))
                }
                if key.hasPrefix("W") { weights[number] = member } else { biases[number] = member }
            } else {
                unknown.append(key)
            }
        }
        (self.activations, self.description, self.unknown) = (activations, description, unknown)
        if let foreign {
            (layers, orientation) = (foreign.layers, foreign.orientation)
            return
        }
        let count = max(weights.keys.max() ?? 0, biases.keys.max() ?? 0)
        guard count > 0 else {
            let others = members.prefix(5).map { "'\($0.key)'" }.joined(separator: ", ")
            throw InterchangeError(
                file,
                .unexpected(
                    expected: "the arrays W1, b1, W2, …",
                    found: members.isEmpty ? "none" : "\(others)\(members.count > 5 ? ", …" : "")"))
        }
        var layers: [(weights: ZipReader.Member, biases: ZipReader.Member)] = []
        for number in 1...count {
            guard let weight = weights[number], let bias = biases[number] else {
                throw InterchangeError(
                    file,
                    .unexpected(
                        expected: "W\(number) and b\(number), as the names go up to \(count)",
                        found: weights[number] != nil
                            ? "no b\(number)" : biases[number] != nil ? "no W\(number)" : "neither"))
            }
            layers.append((weight, bias))
        }
        (self.layers, orientation) = (layers, .unitsFirst)
    }

    private typealias Layers = (
        layers: [(weights: ZipReader.Member, biases: ZipReader.Member)], orientation: Orientation?, taken: Set<String>
    )

    /// The layers by the names of scikit-learn or of numpy; nil where the first of them isn't there, or ours are.
    private static func foreignLayers(
        _ members: [ZipReader.Member], file: String
    ) throws(InterchangeError) -> Layers? {
        let arrays = Dictionary(
            members.filter { $0.name.hasSuffix(".npy") }.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
        let isOurs = arrays.keys.contains { $0.hasPrefix("W") && number($0.dropFirst()) != nil }
        if isOurs { return nil }
        func last(_ start: String) -> Int? {
            arrays.keys.compactMap { $0.hasPrefix(start) ? number($0.dropFirst(start.count), from: 0) : nil }.max()
        }
        let coefficients = max(last("coefs_") ?? -1, last("intercepts_") ?? -1)
        let numbered = last("arr_") ?? -1
        func array(_ name: String, _ end: Int) throws(InterchangeError) -> ZipReader.Member {
            guard let array = arrays[name] else {
                throw InterchangeError(
                    file, .unexpected(expected: "\(name), as the names go up to \(end)", found: "no such array"))
            }
            return array
        }
        var layers: [(weights: ZipReader.Member, biases: ZipReader.Member)] = []
        if coefficients >= 0 {
            for index in 0...coefficients {
                layers.append(
                    (try array("coefs_\(index)", coefficients), try array("intercepts_\(index)", coefficients)))
            }
        } else if numbered >= 0 {
            for index in stride(from: 0, through: numbered, by: 2) {
                layers.append((try array("arr_\(index)", numbered), try array("arr_\(index + 1)", numbered)))
            }
        } else {
            return nil
        }
        let taken = Set(layers.flatMap { [$0.weights.key, $0.biases.key] })
        return (layers, coefficients >= 0 ? .inputsFirst : nil, taken)
    }

    /// A number without leading zeros: of a layer from 1, of an array from 0, of which each layer has two.
    private static func number(_ digits: Substring, from first: Int = 1) -> Int? {
        let most = first == 0 ? 2 * Limits.layers - 1 : Limits.layers
        guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), digits == "0" || !digits.hasPrefix("0"),
            let number = Int(digits), (first...most).contains(number)
        else { return nil }
        return number
    }
}

extension ZipReader.Member {
    /// The name of the array, under which numpy knows it.
    var key: String { String(name.utf8.dropLast(name.hasSuffix(".npy") ? 4 : 0)) ?? name }
}
