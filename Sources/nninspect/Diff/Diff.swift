import NNCommand
import NNModel

/// `nninspect diff`: in what two models differ, however they are stored.
struct Diff: Command {
    static let configuration = CommandConfiguration(
        "diff",
        abstract:
            "Print in what two models differ, however they are stored; exit code 1 where they do. Digests that agree mean the same model.",
        examples: ["nninspect diff old.nnm new.nnm", "nninspect diff old.nnm new.nnm --json"])

    @Argument("A.nnm", help: "a model file") var first: String
    @Argument("B.nnm", help: "another one") var second: String
    @Flag(
        "json",
        help:
            "print one JSON object with same, differences (a list of {part, name, a, b}; part is input, layers, output, metadata, history, verification or unknown) and tensors (a list of {tensor, same, numbers, differing, largest, a, b}; a and b are {shape, dtype})"
    )
    var json
    @Flag("quiet", "q", help: "nothing on standard output, the exit code is the answer") var isQuiet

    func run() throws {
        let (a, b) = (try ModelFile(path: first), try ModelFile(path: second))
        let parts = try PartDifference.all(between: a, and: b)
        let tensors = try TensorDifference.all(between: a, and: b)
        let same = parts.isEmpty && tensors.allSatisfy(\.isSame)
        if json {
            let answer = JSON.object([
                ("same", .bool(same)), ("differences", .array(parts.map(\.json))),
                ("tensors", .array(tensors.map(\.json))),
            ])
            try Console.print(answer.text)
        } else if !isQuiet {
            try Console.write(same ? "the same model\n" : text(parts, tensors.filter { !$0.isSame }))
        }
        if !same { throw ExitCode.no }
    }

    private func text(_ parts: [PartDifference], _ tensors: [TensorDifference]) -> String {
        var text = ""
        if !parts.isEmpty {
            var table = Table([("part", .left), ("", .left), ("A", .left), ("B", .left)])
            for part in parts { table.add([part.part, part.name, part.a ?? "-", part.b ?? "-"]) }
            text += table.text
        }
        if !tensors.isEmpty {
            if !text.isEmpty { text += "\n" }
            var table = Table([
                ("tensor", .left), ("A", .left), ("B", .left), ("numbers that differ", .right),
                ("largest difference", .right),
            ])
            for tensor in tensors {
                table.add([
                    tensor.name, tensor.a.map(describe) ?? "-", tensor.b.map(describe) ?? "-",
                    tensor.differing.map { "\(grouped($0)) of \(grouped(tensor.count))" } ?? "-",
                    tensor.largest.map { scientific($0) } ?? "-",
                ])
            }
            text += table.text
        }
        return text
    }

    private func describe(_ entry: ChunkEntry.TensorEntry) -> String {
        entry.shape.map(String.init).joined(separator: " × ") + " " + entry.dataType.name
    }
}
