import NNModel

/// The history of training as a JSON object, a list of numbers under the name of each column. A NaN, which stands for no
/// value, is its bits in hexadecimal digits, an infinity a string, so that nothing changes.
extension History {
    /// The most numbers that are written as text; longer histories are left out.
    static let mostNumbersAsText = 1 << 18

    /// Whether there are few enough numbers.
    var fitsText: Bool { !columns.isEmpty && columns.count * rowCount <= Self.mostNumbersAsText }

    func write(to text: inout JSONText) {
        text.object { text in
            for column in columns {
                text.key(column.name)
                text.array { text in
                    for value in column.values {
                        value.isNaN ? text.string("0x" + String(value.bitPattern, radix: 16)) : text.number(value)
                    }
                }
            }
        }
    }

    /// Reads what `write` writes; nil where it is something else.
    init?(_ object: JSONValue) {
        guard let members = object.members, !members.isEmpty else { return nil }
        var columns: [Column] = []
        for (name, value) in members {
            let values = (value.elements ?? []).compactMap(Self.number)
            guard values.count == value.elements?.count, values.count == columns.first?.values.count ?? values.count
            else {
                return nil
            }
            columns.append(Column(name, values))
        }
        self.init(columns)
    }

    private static func number(_ value: JSONValue) -> Double? {
        if let number = value.number(as: Double.self) { return number }
        switch value.string {
        case "inf": return .infinity
        case "-inf": return -.infinity
        case let text? where text.hasPrefix("0x"):
            let number = UInt64(text.dropFirst(2), radix: 16).map { Double(bitPattern: $0) }
            return number.flatMap { $0.isNaN ? $0 : nil }
        default: return nil
        }
    }
}
