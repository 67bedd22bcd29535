import NNTestSupport
import Testing

/// The C library as `make install` puts it in place, below a folder with a space in its name, and programs that are
/// built against it by what pkg-config says.
struct InstalledLibrary {
    /// The examples of how to use it.
    static let examples = Places.fixture("embedding")
    /// Everything that a careful programmer asks a C compiler to complain about, and then not to go on.
    static let strict = "-Wall -Wextra -Wpedantic -Wshadow -Wconversion -Werror"

    private let folder: TemporaryFolder
    private let prefix: String

    init() throws {
        folder = try TemporaryFolder()
        prefix = folder("a prefix")
        let result = try Tool(path: "/usr/bin/env").run(
            ["make", "install", "PREFIX=\(prefix)"], in: Places.root.path)
        try #require(result.exitCode == 0, "\(result)")
    }

    var header: String { prefix + "/include/nnmodel.h" }
    var library: String { prefix + "/lib/libnnmodel.so" }

    private var environment: [String: String?] {
        [
            "PKG_CONFIG_PATH": prefix + "/lib/pkgconfig", "LD_LIBRARY_PATH": prefix + "/lib",
            // After a crash Swift's own handler would take minutes to say so.
            "SWIFT_BACKTRACE": "enable=no",
        ]
    }

    /// Compiles and links a program.
    ///
    /// - Returns: its path.
    func build(_ source: String, with compiler: String) throws -> String {
        let program = folder("program-\(UInt32.random(in: 0 ... .max))")
        let command = """
            eval \(compiler) \(Self.strict) -O1 -g "'\(source)'" -o "'\(program)'" \
            "$(pkg-config --cflags --libs nnmodel)" -pthread -lm
            """
        let result = try Tool.shell.run(["-c", command], environment: environment)
        try #require(result.exitCode == 0 && result.stderr.isEmpty, "\(source): \(result)")
        return program
    }

    /// One of the examples in C.
    func buildExample(_ name: String) throws -> String {
        try build("\(Self.examples)/\(name).c", with: "gcc -std=c99")
    }

    /// Runs a program against the library.
    func run(_ program: String, _ arguments: [String], timeout: Double = 120) throws -> ToolResult {
        try Tool(path: "/usr/bin/env").run([program] + arguments, environment: environment, timeout: timeout)
    }
}
