import NNCommand
import NNModel

/// `nninspect digest`: what the model is, whatever its encoding, its metadata and its history.
struct Digest: Command {
    static let configuration = CommandConfiguration(
        "digest",
        abstract: "Print the SHA-256 of what the model is, and check it; exit code 1 where the file isn't that model.",
        examples: ["nninspect digest cats.nnm", "nninspect digest cats.nnm --parts"])

    @Argument("MODEL.nnm", help: "the model file") var path: String
    @Flag("parts", help: "print the SHA-256 of what each chunk that counts holds, too") var showsParts
    @Flag("json", help: "print one JSON object with ok, digest, rule, message, parts (a list of {name, sha256})")
    var json
    @Flag("quiet", "q", help: "nothing on standard output, the exit code is the answer") var isQuiet

    func run() throws {
        let file = try ModelFile(path: path)
        do throws(ModelFileError) {
            try file.verify()
        } catch {
            guard case .violation(let violation, _) = error else { throw error }
            if json { try Console.print(answer(file, violation)) }
            Console.report("nninspect: \(error)")
            throw ExitCode.no
        }
        if json { return try Console.print(answer(file, nil)) }
        if isQuiet { return }
        try Console.print(file.header.digestText + "  \(path.escaped)")
        guard showsParts else { return }
        for part in try parts(of: file) { try Console.print("\(part.hash)  \(part.name)") }
    }

    private func parts(of file: ModelFile) throws(ModelFileError) -> [(name: String, hash: String)] {
        var parts: [(String, String)] = []
        for chunk in file.chunks where [.input, .layers, .output, .tensor].contains(chunk.type) {
            let contents = try file.bytes(of: chunk)
            parts.append((chunk.name, SHA256.text(contents.withUnsafeBytes { SHA256.of($0) })))
        }
        return parts
    }

    private func answer(_ file: ModelFile, _ violation: Violation?) throws(ModelFileError) -> String {
        let parts = violation == nil ? try parts(of: file) : []
        return JSON.object([
            ("ok", .bool(violation == nil)), ("digest", .string(file.header.digestText)),
            ("rule", JSON(violation?.rule.id)), ("message", JSON(violation?.message)),
            ("parts", .array(parts.map { .object([("name", .string($0.name)), ("sha256", .string($0.hash))]) })),
        ]).text
    }
}
