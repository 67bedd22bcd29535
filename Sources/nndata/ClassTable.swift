import NNCommand

/// How many examples of each class went where; without a second column where nothing is to test with.
func classTable(_ names: [String], _ trainCounts: [Int], _ testCounts: [Int]? = nil) -> String {
    let counts: [(title: String, alignment: Table.Alignment)] =
        testCounts == nil ? [("examples", .right)] : [("train", .right), ("test", .right)]
    var table = Table([("class", .right), ("name", .left)] + counts)
    for (index, name) in names.enumerated() {
        table.add(["\(index)", name, grouped(trainCounts[index])] + (testCounts.map { [grouped($0[index])] } ?? []))
    }
    return table.text + "\n"
}

/// The classes and how many examples they have, for programs.
func classesJSON(_ names: [String], _ counts: [Int]) -> JSON {
    .array(
        names.indices.map { index in
            .object([
                ("index", .integer(index)), ("name", .string(names[index])), ("examples", .integer(counts[index])),
            ])
        })
}
