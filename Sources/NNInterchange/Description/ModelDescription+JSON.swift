extension ModelDescription {
    /// Adds the keys with their values to an object.
    func write(to text: inout JSONText) {
        for (key, value) in sorted {
            text.key(key)
            text.array { text in
                switch value {
                case .integers(let integers): for integer in integers { text.integer(integer) }
                case .numbers(let numbers): for number in numbers { text.number(number) }
                case .strings(let strings): for string in strings { text.string(string) }
                }
            }
        }
    }

    /// What the members of an object say; others than `keys` are passed over.
    init(_ object: JSONValue) throws(Problem) {
        var values: [String: Value] = [:]
        for key in Self.keys {
            guard let member = object[key] else { continue }
            guard let elements = member.elements else {
                throw Problem(key: key, expected: "a list", found: member.kind)
            }
            let (strings, integers) = (elements.compactMap(\.string), elements.compactMap(\.integer))
            let numbers = elements.compactMap { $0.number(as: Double.self) }
            if strings.count == elements.count {
                values[key] = .strings(strings)
            } else if key == "input_shape", integers.count == elements.count {
                values[key] = .integers(integers)
            } else if numbers.count == elements.count {
                values[key] = .numbers(numbers)
            } else {
                throw Problem(key: key, expected: "a list of numbers, or of strings", found: member.kind)
            }
        }
        self.init(values)
    }
}
