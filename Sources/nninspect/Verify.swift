import NNCommand
import NNModel

/// `nninspect verify`: whether every byte of the file is what its writer wrote.
struct Verify: Command {
    static let configuration = CommandConfiguration(
        "verify", abstract: "Read everything and check every rule of the format; exit code 1 where one is broken.",
        examples: ["nninspect verify cats.nnm", "nninspect verify --finite cats.nnm --json"])

    @Argument("MODEL.nnm", help: "the model file") var path: String
    @Flag("finite", help: "weights and biases must be finite, too") var finite
    @Flag("json", help: "print one JSON object with ok, rule, offset, chunk, message") var json
    @Flag("quiet", "q", help: "nothing on standard output, the exit code is the answer") var isQuiet

    func run() throws {
        switch try verdict() {
        case .sound(let file):
            if json { return try Console.print(answer(nil)) }
            let size = "\(grouped(file.chunks.count + 1)) chunks, \(grouped(file.header.fileLength)) bytes"
            if !isQuiet { try Console.print("\(path.escaped): ok, \(size)") }
        case .damaged(let violation, let error):
            if json { try Console.print(answer(violation)) }
            Console.report("nninspect: \(error)")
            throw ExitCode.no
        }
    }

    private enum Verdict {
        case sound(ModelFile)
        case damaged(Violation, ModelFileError)
    }

    /// A file that can't be read gives no answer, which is an error; one that can gives no for one.
    private func verdict() throws(ModelFileError) -> Verdict {
        do throws(ModelFileError) {
            let file = try ModelFile(path: path)
            try file.verify(finite: finite)
            return .sound(file)
        } catch {
            guard case .violation(let violation, _) = error else { throw error }
            return .damaged(violation, error)
        }
    }

    private func answer(_ violation: Violation?) -> String {
        JSON.object([
            ("ok", .bool(violation == nil)), ("rule", JSON(violation?.rule.id)),
            ("offset", violation.map { .integer($0.offset) } ?? .null), ("chunk", JSON(violation?.place)),
            ("message", JSON(violation?.message)),
        ]).text
    }
}
