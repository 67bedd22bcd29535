import NNCommand

/// Rows as JSON: an array of them, or a line each.
struct RowJSON: RowWriter {
    private let style: RowStyle
    private let isArray: Bool
    private var count = 0

    init(_ style: RowStyle, isArray: Bool) {
        self.style = style
        self.isArray = isArray
    }

    func begin() throws {
        if isArray { try Console.write("[") }
    }

    mutating func write(_ row: Row) throws {
        guard isArray else {
            try Console.print(json(row).text)
            return try Console.flush()
        }
        try Console.write((count == 0 ? "" : ",\n ") + json(row).text)
        count += 1
    }

    func end() throws {
        if isArray { try Console.write("]\n") }
    }

    private func json(_ row: Row) -> JSON {
        var members: [(String, JSON)] = [("path", .string(row.path))]
        switch row.content {
        case .error(let error): members.append(("error", .string(error)))
        case .values(let values): members.append(("values", .array(values.map { .number($0) })))
        case .classes(let index, let probabilities):
            members += describe(index, probabilities[index])
            members.append(("probabilities", .array(probabilities.map { .number($0) })))
            if style.top != nil {
                let listed = style.listed(index: index, probabilities: probabilities)
                members.append(("top", .array(listed.map { .object(describe($0, probabilities[$0])) })))
            }
        }
        return .object(members)
    }

    private func describe(_ index: Int, _ probability: Double) -> [(String, JSON)] {
        [("class", JSON(style.name(index))), ("index", .integer(index)), ("probability", .number(probability))]
    }
}
