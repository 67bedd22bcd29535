import Foundation
import NNTestSupport
import Testing

/// `nnmodel.h` is written by hand. The compiler holds each of our functions to its declaration; these hold the header
/// to the library as it is installed, to the languages, and to the specification.
@Suite(
    "The C library's interface", .onlyOnLinux, .needsReleaseTools, .needs("gcc", "g++", "pkg-config", "nm", "readelf"))
struct LibraryInterfaceTests {
    private let installed: InstalledLibrary
    /// Without comments.
    private let declarations: String
    private let specification: String

    init() throws {
        installed = try InstalledLibrary()
        specification = try text(of: Places.root.appending(path: "Specs/nnm-format.md").path)
        declarations = try text(of: installed.header).replacing(/\/\*(?s).*?\*\//, with: "")
    }

    @Test("It exports every function that the header declares, and no other symbol")
    func exports() throws {
        let declared = declarations.matches(of: /\b(nnm_\w+)\(/).map { String($0.1) }
        #expect(declared.count == Set(declared).count && declared.count >= 20)
        let result = try Tool(path: "/usr/bin/env").run("nm", "-D", "--defined-only", installed.library)
        try #require(result.exitCode == 0, "\(result)")
        // An address, a kind and a name with the version of the interface; a linker may list the version itself, too.
        let symbols = result.stdout.split(separator: "\n").map { $0.split(separator: " ")[2] }
            .filter { $0 != "NNM_1" }
        #expect(Set(symbols.map(String.init)) == Set(declared.map { $0 + "@@NNM_1" }))
    }

    @Test("It needs the runtimes of C and C++ and zlib, but no Swift, and names no folder of this machine")
    func dependencies() throws {
        let result = try Tool(path: "/usr/bin/env").run("readelf", "--dynamic", "--wide", installed.library)
        try #require(result.exitCode == 0, "\(result)")
        let needed = result.stdout.matches(of: /\(NEEDED\).*\[(.+?)\.so[.0-9]*\]/).map { String($0.1) }
        #expect(needed.contains("libz") && needed.contains("libc"), "\(result.stdout)")
        #expect(Set(needed).subtracting(LinkingTests.runtimes).subtracting(["libz"]) == [])
        #expect(result.stdout.contains("Library soname: [libnnmodel.so.1]"))
        #expect(!result.stdout.contains("RUNPATH") && !result.stdout.contains("RPATH"), "\(result.stdout)")
        let size =
            try FileManager.default.attributesOfItem(
                atPath: URL(filePath: installed.library).resolvingSymlinksInPath().path)[.size] as? Int
        #expect(try #require(size) < 9 << 20)
    }

    @Test(
        "The header alone passes a strict compiler of each language",
        arguments: [
            ("gcc -std=c99", "c"), ("gcc -std=c11", "c"), ("g++ -std=c++98", "cc"), ("g++ -std=c++17", "cc"),
            ("g++ -std=c++20", "cc"),
        ])
    func languages(compiler: String, ending: String) throws {
        let folder = try TemporaryFolder()
        // Twice, for the guard.
        let source = try folder.write(
            "#include <nnmodel.h>\n#include <nnmodel.h>\nint main(void) { return nnm_version_number() == 0; }\n",
            to: "main.\(ending)")
        let result = try installed.run(try installed.build(source, with: compiler), [])
        #expect(result.exitCode == 0, "\(result)")
    }

    @Test(
        "Its codes are those of the specification's tables",
        arguments: [#"\| 0 \| identity \|"#, #"\| 1 \| float32: "#])
    func tables(firstRow: String) throws {
        let begin = try #require(specification.firstRange(of: try Regex(firstRow))).lowerBound
        let table = specification[begin...].split(separator: "\n", omittingEmptySubsequences: false)
            .prefix { $0.hasPrefix("|") }
        #expect(table.count >= 5)
        for row in table {
            let cells = row.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            let name = cells[1].prefix { $0 != ":" }.uppercased().replacing("-", with: "_")
            #expect(declarations.contains(try Regex("\\bNNM_\(name) = \(cells[0])\\b")), "\(row)")
        }
    }

    @Test(
        "So are the codes that the specification lists in a sentence",
        arguments: [
            ("NNM_FILTER_", #"resize filter: (.*?) \|"#), ("NNM_FIT_", #"fit: (.*?) \|"#),
            ("NNM_", #"\| meaning: (.*?) \|"#), ("NNM_", #"tensors: role, (.*?); else 0"#),
        ])
    func lists(prefix: String, list: String) throws {
        let regex = try Regex(list, as: (Substring, Substring).self)
        let codes = try #require(specification.firstMatch(of: regex)).1.replacing(/\(.*?\)/, with: "")
            .matches(of: /([0-9]) ([a-z -]+)/)
        #expect(codes.count >= 3)
        for code in codes where code.2 != "scales" {
            let name = code.2.trimmingCharacters(in: .whitespaces).uppercased().replacing(/[ -]/, with: "_")
            #expect(declarations.contains(try Regex("\\b\(prefix)\(name) = \(code.1)\\b")), "\(code.0)")
        }
    }
}
