import NNTestSupport
import Testing

extension Trait where Self == ConditionTrait {
    /// Skips where the tools are those of a debug build, which are linked otherwise.
    static var needsReleaseTools: Self {
        .enabled(if: environment("NN_TOOLS") != nil, "NN_TOOLS names no folder of release tools: make test does")
    }

    /// Skips where a program isn't installed.
    static func needs(_ programs: String...) -> Self {
        let missing = programs.filter { program in
            (try? Tool.shell.run("-c", "command -v \(program)").exitCode) != 0
        }
        return .enabled(if: missing.isEmpty, "not installed: \(missing.joined(separator: ", "))")
    }

    /// Skips where programs aren't ELF files.
    static var onlyOnLinux: Self {
        #if os(Linux)
            .enabled(if: true)
        #else
            .disabled("programs are no ELF files here")
        #endif
    }
}
