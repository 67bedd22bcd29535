import Foundation
import NNModel
import NNTestSupport
import Testing

/// Programs in C, C++ and Python that use the library as it is installed.
@Suite(
    "The C library", .onlyOnLinux, .needsReleaseTools, .needs("gcc", "g++", "pkg-config", "python3"))
struct LibraryTests {
    private let installed: InstalledLibrary
    private let golden = Places.fixture("golden/tiny-1.0.nnm")

    init() throws {
        installed = try InstalledLibrary()
    }

    /// The examples, by their language: how to run each.
    private func programs() throws -> [String: [String]] {
        [
            "C": [try installed.buildExample("predict")],
            "C++": [try installed.build(InstalledLibrary.examples + "/predict.cc", with: "g++ -std=c++17")],
            "Python": ["python3", InstalledLibrary.examples + "/predict.py"],
        ]
    }

    @Test("From C, C++ and Python it gives for the specification's worked file what its text works out by hand")
    func workedFile() throws {
        for (language, program) in try programs() {
            let result = try installed.run(program[0], program.dropFirst() + [golden, "1", "0.5"])
            #expect(result.exitCode == 0, "\(language): \(result)")
            let lines = result.stdout.split(separator: "\n")
            // 1 / (1 + e^−0.75)
            #expect(abs(try #require(Double(lines[0])) - 0.679178699175393) < 1e-7, "\(language): \(result)")
            if language != "C++" { #expect(lines.dropFirst() == ["yes"], "\(language)") }
        }
    }

    @Test("It predicts as the reader does that was written from the specification alone")
    func agrees() throws {
        let folder = try TemporaryFolder()
        let path = folder("model.nnm")
        try Network.small.write(to: path, compression: .none)
        let raw = ["3", "-0.5", "1e2", "7.25", "0", "-12"]
        let answered = try Tool(path: "/usr/bin/env").run(
            "python3", Places.root.appending(path: "Specs/nnm_reader.py").path, path, "--predict",
            raw.joined(separator: ","))
        let expected = try #require(answered.json as? [Double], "\(answered)")
        #expect(expected.count == 3)
        for (language, program) in try programs() {
            let result = try installed.run(program[0], program.dropFirst() + [path] + raw)
            let found = result.stdout.split { " \n".contains($0) }.compactMap { Double($0) }
            #expect(result.exitCode == 0 && found.count == 3, "\(language): \(result)")
            for (a, b) in zip(found, expected) { #expect(abs(a - b) <= 1e-6, "\(language): \(a) and \(b)") }
        }
    }

    @Test("Several threads may ask one model at once: each gets the answer to its own question")
    func threads() throws {
        let program = try #require(try programs()["C++"])[0]
        let questions = (0..<16).map { Double($0) / 4 }
        let result = try installed.run(program, [golden] + questions.flatMap { ["\($0)", "1"] })
        let lines = result.stdout.split(separator: "\n").compactMap { Double($0) }
        #expect(result.exitCode == 0 && lines.count == questions.count, "\(result)")
        for (x, found) in zip(questions, lines) {
            #expect(abs(found - 1 / (1 + exp(-(1.5 * x - 2 + 0.25)))) < 1e-6, "\(x): \(found)")
        }
    }

    @Test("Examples say what is wrong with a call in the library's words")
    func wrongCalls() throws {
        for (language, program) in try programs() {
            let missing = try installed.run(program[0], program.dropFirst() + ["no-such.nnm", "1"])
            #expect(missing.exitCode == (language == "C" ? 66 : 1), "\(language): \(missing)")
            #expect(missing.stderr.contains("no-such.nnm: can't be opened"), "\(language): \(missing)")
            let wrong = try installed.run(program[0], program.dropFirst() + [golden, "1"])
            #expect(wrong.exitCode == (language == "C" ? 64 : 1), "\(language): \(wrong)")
            #expect(wrong.stderr.contains("expected raw_count to be 2, found 1"), "\(language): \(wrong)")
        }
    }

    @Test("Null pointers, indices out of range and buffers of a wrong size are errors, and none crashes")
    func misuse() throws {
        let result = try installed.run(try installed.buildExample("misuse"), [golden])
        #expect(result.exitCode == 0 && result.output.isEmpty, "\(result)")
    }

    @Test("The README's example compiles and runs, as it stands there")
    func readme() throws {
        let readme = try text(of: Places.root.appending(path: "README.md").path)
        let example = try #require(readme.firstMatch(of: /```c\n((?s).*?)```/)).output.1
        let folder = try TemporaryFolder()
        let program = try installed.build(try folder.write(String(example), to: "example.c"), with: "gcc -std=c99")
        let result = try installed.run(program, [golden])
        // 1 / (1 + e^−0.75)
        #expect(result.exitCode == 0 && result.stdout == "yes (67.9%)\n", "\(result)")
    }
}
