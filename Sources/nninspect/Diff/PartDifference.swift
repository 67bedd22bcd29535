import NNCommand
import NNModel

/// Something other than a tensor that is one thing in a model and another, or nothing, in the other.
struct PartDifference {
    /// `input`, `layers`, `output`, `metadata`, `history`, `verification` or `unknown`.
    let part: String
    /// What of it.
    let name: String
    let a: String?
    let b: String?

    static func all(between a: ModelFile, and b: ModelFile) throws(ModelFileError) -> [PartDifference] {
        var all = input(a.input, b.input) + layers(a.layers, b.layers) + output(a.output, b.output)
        let (metadataA, metadataB) = (try a.metadata(), try b.metadata())
        for key in Set(metadataA.keys).union(metadataB.keys).sorted() where metadataA[key] != metadataB[key] {
            all.append(PartDifference(part: "metadata", name: key, a: metadataA[key], b: metadataB[key]))
        }
        if let difference = history(try a.history(), try b.history()) { all.append(difference) }
        let (checksA, checksB) = (try a.verification(), try b.verification())
        if checksA != checksB {
            all.append(
                PartDifference(
                    part: "verification", name: "checks", a: counted(checksA.count, "check"),
                    b: counted(checksB.count, "check")))
        }
        return all + (try unknown(a, b))
    }

    private static func input(_ a: Input, _ b: Input) -> [PartDifference] {
        compare(
            "input",
            [
                ("name", a.name, b.name), ("shape", text(a.shape), text(b.shape)),
                ("range", a.range?.description, b.range?.description),
                ("resize", a.resizing?.filter.rawValue, b.resizing?.filter.rawValue),
                ("fit", a.resizing?.fit.rawValue, b.resizing?.fit.rawValue),
            ]) + numbers("offsets", a.scaling.offsets, b.scaling.offsets)
            + numbers("divisors", a.scaling.divisors, b.scaling.divisors)
    }

    /// Numbers of preprocessing, of which there may be one an element.
    private static func numbers(_ name: String, _ a: [Double], _ b: [Double]) -> [PartDifference] {
        guard a != b else { return [] }
        if let index = zip(a, b).enumerated().first(where: { $0.element.0 != $0.element.1 })?.offset, a.count == b.count
        {
            let label = a.count == 1 ? name : "\(name), first at index \(index)"
            return [PartDifference(part: "input", name: label, a: "\(a[index])", b: "\(b[index])")]
        }
        return [PartDifference(part: "input", name: name, a: counted(a.count, "number"), b: counted(b.count, "number"))]
    }

    private static func layers(_ a: [LayerRecord], _ b: [LayerRecord]) -> [PartDifference] {
        var all = compare("layers", [("count", "\(a.count)", "\(b.count)")])
        for (index, (a, b)) in zip(a, b).enumerated() {
            all += compare(
                "layers",
                [
                    ("layer \(index + 1), name", a.name, b.name),
                    ("layer \(index + 1), inputs", "\(a.inputs)", "\(b.inputs)"),
                    ("layer \(index + 1), units", "\(a.units)", "\(b.units)"),
                    ("layer \(index + 1), activation", a.activation.description, b.activation.description),
                ])
        }
        return all
    }

    private static func output(_ a: Output, _ b: Output) -> [PartDifference] {
        compare(
            "output",
            [
                ("name", a.name, b.name), ("meaning", a.meaning.name, b.meaning.name),
                ("threshold", "\(a.threshold)", "\(b.threshold)"),
                ("classes", a.classNames.joined(separator: ", "), b.classNames.joined(separator: ", ")),
            ])
    }

    /// By bits, since NaN stands for no value.
    private static func history(_ a: History?, _ b: History?) -> PartDifference? {
        func bits(_ history: History?) -> [[UInt64]] {
            history?.columns.map { $0.values.map(\.bitPattern) } ?? []
        }
        func describe(_ history: History?) -> String? {
            history.map { "\(counted($0.columns.count, "column")) of \(counted($0.rowCount, "row"))" }
        }
        guard a?.columns.map(\.name) != b?.columns.map(\.name) || bits(a) != bits(b) else { return nil }
        return PartDifference(part: "history", name: "table", a: describe(a), b: describe(b))
    }

    private static func unknown(_ a: ModelFile, _ b: ModelFile) throws(ModelFileError) -> [PartDifference] {
        var all: [PartDifference] = []
        for type in Set((a.unknownChunks + b.unknownChunks).map(\.type)).sorted() {
            let contents = (try bytes(of: type, in: a), try bytes(of: type, in: b))
            if contents.0 != contents.1 {
                all.append(
                    PartDifference(
                        part: "unknown", name: "\(type)", a: contents.0.map { counted($0.count, "byte") },
                        b: contents.1.map { counted($0.count, "byte") }))
            }
        }
        return all
    }

    private static func bytes(of type: ChunkType, in file: ModelFile) throws(ModelFileError) -> [UInt8]? {
        guard let chunk = file.unknownChunks.first(where: { $0.type == type }) else { return nil }
        return try file.bytes(of: chunk)
    }

    private static func compare(_ part: String, _ pairs: [(String, String?, String?)]) -> [PartDifference] {
        pairs.filter { $0.1 != $0.2 }.map { PartDifference(part: part, name: $0.0, a: $0.1, b: $0.2) }
    }

    private static func text(_ shape: [Int]) -> String { shape.map(String.init).joined(separator: " × ") }

    var json: JSON {
        .object([("part", .string(part)), ("name", .string(name)), ("a", JSON(a)), ("b", JSON(b))])
    }
}
