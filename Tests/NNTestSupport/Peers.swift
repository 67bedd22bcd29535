/// Other people's libraries, by the Python that has them: the one that `NN_TEST_PEERS` names, as `make peers` and
/// `make interop` make them, or the system's.
///
///     @Test("onnxruntime agrees", .needsPeer("onnxruntime")) func …
public enum Peers {
    /// The Python, by a name that the shell would find.
    public static let python = environment("NN_TEST_PEERS") ?? "python3"

    /// Whether a module can be imported, which may take seconds.
    public static func has(_ module: String) -> Bool {
        (try? run("-c", "import \(module)"))?.exitCode == 0
    }

    /// Runs Python: a script by its path, or behind `-c` by its text, and what it is to work on.
    public static func run(_ arguments: [String]) throws -> ToolResult {
        try Tool(path: "/usr/bin/env").run([python] + arguments)
    }

    /// The same.
    public static func run(_ arguments: String...) throws -> ToolResult {
        try run(arguments)
    }
}
