import NNCommand
import NNFile
import NNModel

/// Writes a row for each file in the format that was asked for.
struct RowWriter {
    private let format: Predict.Format
    private let output: Output
    private let top: Int?
    private var table: Table
    private var rows = 0

    init(format: Predict.Format, output: Output, top: Int?) {
        self.format = format
        self.output = output
        self.top = top
        table = Table([
            ("path", .left), ("class", .left), (output.meaning == .value ? "values" : "probability", .right),
        ])
    }

    /// Whether the errors in the rows go unseen by a program, and so are told on the error stream.
    var isForPeople: Bool { format == .table }

    mutating func add(_ path: String, _ answer: Answer) throws {
        switch answer {
        case .classes(let index, let probabilities):
            let likeliest = probabilities.indices.sorted {
                (probabilities[$1], $0) < (probabilities[$0], $1)
            }.prefix(top ?? 0)
            var members: [(key: String, value: JSON)] = [
                ("path", .string(path)), ("class", JSON(name(index))), ("index", .integer(index)),
                ("probability", .number(probabilities[index])),
                ("probabilities", .array(probabilities.map { .number($0) })),
            ]
            if top != nil {
                let entries = likeliest.map { i in
                    JSON.object([
                        ("class", JSON(name(i))), ("index", .integer(i)), ("probability", .number(probabilities[i])),
                    ])
                }
                members.append(("top", .array(entries)))
            }
            let shown = top == nil ? [index] : Array(likeliest)
            try write(
                path, .object(members), shown.map { (name($0) ?? "\($0)", probabilities[$0]) }, csvIndex: index)
        case .values(let values):
            let json = JSON.object([("path", .string(path)), ("values", .array(values.map { .number($0) }))])
            try write(path, json, values.map { ("", $0) }, csvIndex: nil)
        }
    }

    mutating func add(_ path: String, _ failure: any Failure) throws {
        let json = JSON.object([("path", .string(path)), ("error", .string("\(failure)"))])
        switch format {
        case .table: table.add([path, "can't be used", "-"])
        case .csv: try csv([path, "", "", "", "\(failure)"])
        case .json, .ndjson: try write(path, json, [], csvIndex: nil)
        }
    }

    mutating func finish() throws {
        switch format {
        case .table: try Console.write(table.text)
        case .json: try Console.write(rows == 0 ? "[]\n" : "\n]\n")
        case .csv, .ndjson: break
        }
    }

    private func name(_ index: Int) -> String? {
        output.classNames.isEmpty ? nil : output.classNames[index]
    }

    private mutating func write(
        _ path: String, _ json: JSON, _ cells: [(name: String, number: Double)], csvIndex: Int?
    ) throws {
        switch format {
        case .table:
            for (row, cell) in cells.enumerated() {
                table.add([row == 0 ? path : "", cell.name, decimal(cell.number, places: 4)])
            }
        case .csv:
            for cell in cells {
                try csv([path, cell.name, csvIndex.map(String.init) ?? "", "\(cell.number)", ""])
            }
        case .json:
            try Console.write((rows == 0 ? "[\n" : ",\n") + json.text)
            rows += 1
        case .ndjson: try Console.print(json.text)
        }
    }

    /// A row after RFC 4180, and the header before the first.
    private mutating func csv(_ fields: [String]) throws {
        if rows == 0 { try Console.write("path,class,index,probability,error\r\n") }
        rows += 1
        let quoted = fields.map { field in
            guard field.contains(where: { ",\"\r\n".contains($0) || $0 == "\r\n" }) else { return field }
            return "\"" + field.map { $0 == "\"" ? "\"\"" : String($0) }.joined() + "\""
        }
        try Console.write(quoted.joined(separator: ",") + "\r\n")
    }
}
