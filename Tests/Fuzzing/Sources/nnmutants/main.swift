// Whether the reader in Swift and the one in Python say the same of seeded mutants of the conformance vectors.
//
//     nnmutants [--count N] [--seed S] [--workers N] [--rule-only] [--script FILE] [--save FOLDER] [FOLDER|FILE …]
//
// Exit code 1 where they don't; the files are saved. What one of them shows becomes a case of
// Fixtures/vectors/invalid_cases.py, named for what is wrong with it, with the verdict that the specification asks for.

import Foundation
import Mutation

let root = URL(filePath: #filePath).appending(path: "../../../../..").standardized

func fail(_ message: String) -> Never {
    FileHandle.standardError.write(Data("nnmutants: \(message)\n".utf8))
    exit(64)
}

var plan = Agreement.Plan()
plan.script = root.appending(path: "Specs/nnm_reader.py").path
plan.folder = root.appending(path: ".build/mutants/found")
var sources: [URL] = []
var words = CommandLine.arguments.dropFirst()

@MainActor func value<Value>(of option: String, _ convert: (String) -> Value?) -> Value {
    guard let word = words.popFirst(), let value = convert(word) else { fail("\(option) needs a value") }
    return value
}

while let word = words.popFirst() {
    switch word {
    case "--count": plan.count = value(of: word) { Int($0).flatMap { $0 > 0 ? $0 : nil } }
    case "--seed": plan.seed = value(of: word) { UInt64($0) }
    case "--workers": plan.workers = value(of: word) { Int($0).flatMap { 1...BlackBox.workers ~= $0 ? $0 : nil } }
    case "--rule-only": plan.ruleOnly = true
    case "--script": plan.script = value(of: word) { $0 }
    case "--save": plan.folder = value(of: word) { URL(filePath: $0) }
    default: sources.append(URL(filePath: word))
    }
}
if sources.isEmpty { sources = [root.appending(path: "Fixtures/vectors"), root.appending(path: "Fixtures/golden")] }

/// The `.nnm` files below the folders, in the order of their names, so that a seed gives the same mutants everywhere.
func vectors(_ sources: [URL]) throws -> [Mutator.Vector] {
    let files = sources.flatMap { source in
        let inside = FileManager.default.enumerator(at: source, includingPropertiesForKeys: nil)?.compactMap {
            $0 as? URL
        }
        return [source] + (inside ?? [])
    }
    return try files.filter { $0.pathExtension == "nnm" }.sorted { $0.path < $1.path }.map {
        Mutator.Vector(name: $0.lastPathComponent, bytes: Array(try Data(contentsOf: $0)))
    }
}

do {
    let vectors = try vectors(sources)
    guard !vectors.isEmpty else { fail("no .nnm files in \(sources.map(\.path).joined(separator: ", "))") }
    try? FileManager.default.removeItem(at: plan.folder)
    try FileManager.default.createDirectory(at: plan.folder, withIntermediateDirectories: true)
    signal(SIGPIPE, SIG_IGN)
    BlackBox.prepare(in: plan.folder)
    let start = ContinuousClock.now
    let tally = Agreement(plan, mutator: Mutator(vectors, seed: plan.seed)).run()
    let seconds = (ContinuousClock.now - start) / .seconds(1)

    for (verdict, count) in tally.verdicts.sorted(by: { $0.key < $1.key }) { print("\(verdict)\t\(count)") }
    for (kind, count) in tally.disagreements.sorted(by: { $0.value > $1.value }) {
        print("DISAGREE\t\(count)\t\(kind)")
    }
    print(
        "\(tally.judged) mutants of \(vectors.count) vectors, seed \(plan.seed), \(Int(seconds)) s:",
        "\(tally.disagreements.values.reduce(0, +)) disagreements",
        tally.saved > 0 ? "(\(tally.saved) saved in \(plan.folder.path))" : "")
    if let problem = tally.problem { fail(problem) }
    exit(tally.disagreements.isEmpty ? 0 : 1)
} catch {
    fail("\(error)")
}
