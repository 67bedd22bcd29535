import Foundation
import NNModel
import NNTestSupport

/// What a reader has to say of a file: that it is valid, or which rule it breaks, at which byte, in which place.
enum Verdict: Equatable, CustomStringConvertible {
    case ok
    case broken(rule: String, offset: Int, place: String)

    /// As the independent reader writes it with `--judge --places`.
    var description: String {
        switch self {
        case .ok: "ok"
        case .broken(let rule, let offset, let place): "\(rule) \(offset) \(place)"
        }
    }

    /// The library's.
    init(judging bytes: [UInt8]) throws {
        do throws(ModelFileError) {
            try ModelFile(bytes: bytes).verify()
            self = .ok
        } catch {
            guard case .violation(let violation, _) = error else { throw error }
            self = .broken(rule: violation.rule.id, offset: violation.offset, place: violation.place)
        }
    }

    /// The table's, in `Fixtures/vectors/verdicts.json`.
    init?(_ json: Any) {
        if json as? String == "ok" {
            self = .ok
        } else if let json = json as? [String: Any], let rule = json["rule"] as? String,
            let offset = json["offset"] as? Int, let place = json["place"] as? String
        {
            self = .broken(rule: rule, offset: offset, place: place)
        } else {
            return nil
        }
    }
}

/// The conformance vectors, and the reader in Python that was written from the specification alone.
struct Vectors {
    let names: [String]
    let verdicts: [Verdict]

    /// The whole table, in the order of the names.
    init() throws {
        let data = try Data(contentsOf: URL(filePath: Places.fixture("vectors/verdicts.json")))
        let table = try JSONSerialization.jsonObject(with: data) as? [String: Any] ?? [:]
        names = table.keys.sorted()
        verdicts = names.compactMap { Verdict(table[$0] ?? 0) }
    }

    var valid: [String] { names.filter { $0.hasPrefix("valid/") } }

    static func path(of name: String) -> String { Places.fixture("vectors/" + name) }
    static func bytes(of name: String) throws -> [UInt8] { try NNTestSupport.bytes(of: path(of: name)) }

    /// What the independent reader says of each file, a line each.
    static func independent(_ files: some Sequence<[UInt8]>, _ options: String...) throws -> [Substring] {
        var stream: [UInt8] = []
        for file in files {
            withUnsafeBytes(of: UInt32(file.count).littleEndian) { stream += $0 }
            stream += file
        }
        let reader = Places.root.appending(path: "Specs/nnm_reader.py").path
        let result = try Tool(path: "/usr/bin/env").run(["python3", reader, "--judge"] + options, input: stream)
        guard result.exitCode == 0 else { throw IndependentReaderFailure(result: result) }
        return result.stdout.split(separator: "\n")
    }

    /// What a script makes of the independent reader, which it finds as the module `nnm_reader`.
    static func python(_ script: String, _ arguments: [String]) throws -> ToolResult {
        try Tool(path: "/usr/bin/env").run(
            ["python3", "-c", script] + arguments,
            environment: [
                "PYTHONPATH": Places.root.appending(path: "Specs").path, "PYTHONDONTWRITEBYTECODE": "1",
            ])
    }
}

struct IndependentReaderFailure: Error {
    let result: ToolResult
}
