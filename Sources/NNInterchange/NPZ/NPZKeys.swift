import NNModel

/// Which array of an archive is what, by their names.
struct NPZKeys {
    /// The arrays of the layers in order; at least one.
    let layers: [(weights: ZipReader.Member, biases: ZipReader.Member)]
    let activations: ZipReader.Member?
    /// Those that describe the model beyond its layers.
    let description: [ZipReader.Member]
    /// The names of the others.
    let unknown: [String]

    init(_ members: [ZipReader.Member], file: String) throws(InterchangeError) {
        var (weights, biases): ([Int: ZipReader.Member], [Int: ZipReader.Member]) = ([:], [:])
        var (activations, description): (ZipReader.Member?, [ZipReader.Member]) = (nil, [])
        var unknown: [String] = []
        for member in members {
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
        (self.layers, self.activations, self.description, self.unknown) = (layers, activations, description, unknown)
    }

    /// A number from 1 to the most layers that a model has, without leading zeros.
    private static func number(_ digits: Substring) -> Int? {
        guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), !digits.hasPrefix("0"),
            let number = Int(digits), (1...Limits.layers).contains(number)
        else { return nil }
        return number
    }
}

extension ZipReader.Member {
    /// The name of the array, under which numpy knows it.
    var key: String { String(name.utf8.dropLast(name.hasSuffix(".npy") ? 4 : 0)) ?? name }
}
