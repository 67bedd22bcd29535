import Foundation
import NNCommand
import NNFile
import Testing

@Suite("Exit codes")
struct ExitCodeTests {
    /// The numbers of cli.md; scripts rely on them. What the tools print meanwhile is seen by their own tests.
    @Test(
        "are those that are documented",
        arguments: [
            ("fine", Int32(0)), ("--help", 0), ("--version", 0), ("no", 1), ("usage", 64), ("", 64),
            ("--x", 64), ("malformed", 65), ("missing", 66), ("bug", 70), ("create", 73), ("full", 74),
        ])
    func codes(argument: String, code: Int32) async {
        // In a process of its own, whose output is not mixed with that of the tests.
        await #expect(processExitsWith: .exitCode(code)) { [argument = argument as String] in
            exit(Fail.run(argument.isEmpty ? [] : [argument]).rawValue)
        }
    }
}
