import NNModel
import NNTestSupport
import Testing

/// The library under valgrind. What Swift's runtime keeps until the program ends is reachable, or by pointers into its
/// middle ("possibly lost"); it must not grow with use.
@Suite(
    "The C library's memory", .onlyOnLinux, .needsReleaseTools, .needs("gcc", "g++", "pkg-config", "valgrind"))
struct LibraryMemoryTests {
    private let installed: InstalledLibrary
    private let golden = Places.fixture("golden/tiny-1.0.nnm")

    init() throws {
        installed = try InstalledLibrary()
    }

    private func valgrind(_ program: String, _ arguments: String...) throws -> ToolResult {
        let options = [
            "--error-exitcode=99", "--leak-check=full", "--show-leak-kinds=definite,indirect",
            "--errors-for-leak-kinds=definite,indirect", program,
        ]
        return try installed.run("valgrind", options + arguments, timeout: 300)
    }

    @Test("Use and misuse read and write nothing that they must not, and what they take they give back")
    func clean() throws {
        let describe = try installed.buildExample("describe")
        let predict = try installed.build(InstalledLibrary.examples + "/predict.cc", with: "g++ -std=c++17")
        let folder = try TemporaryFolder()
        let path = folder("model.nnm")
        try Network.small.withVerification(seeds: [1]).write(to: path)
        for (result, code) in [
            (try valgrind(try installed.buildExample("predict"), golden, "1", "0.5"), 0),
            (try valgrind(predict, golden, "1", "0.5", "2", "0", "3", "0"), 0),
            (try valgrind(describe, path), 0),
            (try valgrind(describe, path, "check", "everything"), 0),
            (try valgrind(describe, Places.fixture("vectors/invalid/mETa-keys-unsorted.nnm")), 65),
            (try valgrind(describe, Places.fixture("vectors/invalid/no-OUTP.nnm")), 65),
        ] {
            #expect(result.exitCode == Int32(code) && result.stderr.contains("ERROR SUMMARY: 0 errors"), "\(result)")
        }
    }

    @Test("Doing everything ten times leaves behind no more than doing it once")
    func growth() throws {
        let misuse = try installed.buildExample("misuse")
        func left(_ times: String) throws -> Substring {
            let result = try valgrind(misuse, golden, times)
            #expect(result.exitCode == 0, "\(result)")
            return try #require(result.stderr.firstMatch(of: /in use at exit: ([0-9,]+ bytes in [0-9,]+ blocks)/)).1
        }
        #expect(try left("1") == left("10"))
    }

    @Test("After the first call a prediction allocates nothing, whatever the type of the weights and the numbers")
    func allocations() throws {
        let program = try installed.buildExample("allocations")
        let folder = try TemporaryFolder()
        for type in DataType.allCases {
            let path = folder("\(type.name).nnm")
            try Network.small.converted(to: type).write(to: path)
            let result = try installed.run(program, [path])
            #expect(result.exitCode == 0 && result.stdout == "first some, later 0\n", "\(type.name): \(result)")
        }
    }
}
