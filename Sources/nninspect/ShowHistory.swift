import NNCommand
import NNModel

/// `nninspect history`: how training went.
struct ShowHistory: Command {
    static let configuration = CommandConfiguration(
        "history", abstract: "Print how training went, as the trainer noted it down.",
        examples: ["nninspect history cats.nnm", "nninspect history cats.nnm --json"])

    @Argument("MODEL.nnm", help: "the model file") var path: String
    @Flag("json", help: "print one JSON object with a list for each column") var json
    @Flag("quiet", "q", help: "no effect: there is nothing but results") var isQuiet

    func run() throws {
        let history = try ModelFile(path: path).history() ?? History([])
        if json {
            let columns = history.columns.map { ($0.name, JSON.array($0.values.map { number($0) })) }
            return try Console.print(JSON.object(columns).text)
        }
        guard !history.columns.isEmpty else { return try Console.print("\(path.escaped): no history") }
        var table = Table(history.columns.map { ($0.name.escaped, .right) })
        for row in 0..<history.rowCount {
            table.add(
                history.columns.map { column in
                    let value = column.values[row]
                    return Int(exactly: value).map(String.init) ?? (value.isNaN ? "-" : decimal(value, places: 6))
                })
        }
        try Console.write(table.text)
    }

    private func number(_ value: Double) -> JSON {
        Int(exactly: value).map { .integer($0) } ?? .number(value)
    }
}
