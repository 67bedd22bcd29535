import NNDataset
import NNTestSupport
import Testing

/// nntrain on a data set that is ten times larger than what it may take.
@Suite("Memory of training", .needsReleaseTools)
struct TrainingMemoryTests {
    private static let featureCount = 64 * 64 * 3

    /// Runs a program, and prints its exit code and its most memory in KiB; see `MemoryTests`.
    private static let script = """
        import os, sys
        child = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ)
        _, status, usage = os.wait4(child, 0)
        print(os.WEXITSTATUS(status) if os.WIFEXITED(status) else -1,
            usage.ru_maxrss // (1024 if sys.platform == "darwin" else 1))
        """

    /// The most memory of a run in MiB.
    private func peak(_ arguments: [String]) throws -> Int {
        let result = try Tool(path: "/usr/bin/env").run(
            ["python3", "-S", "-c", Self.script, Tool.nntrain.path] + arguments, timeout: 600)
        let numbers = result.stdout.split(separator: "\n").last?.split(separator: " ").compactMap { Int($0) } ?? []
        try #require(numbers.count == 2 && numbers[0] == 0, "\(result)")
        return numbers[1] >> 10
    }

    /// Pictures of one colour each, so that their 300 MB are soon written.
    private func write(_ count: Int, to path: String) throws {
        var writer = try DatasetWriter<UInt8>(
            path: path, kind: .train, inputShape: [64, 64, 3], classNames: ["dark", "light"])
        for example in 0..<count {
            let value = UInt8(truncatingIfNeeded: example &* 37)
            try writer.append(repeatElement(value, count: Self.featureCount), label: value < 128 ? 0 : 1)
        }
        try writer.commit()
    }

    @Test("--memory bounds what a data set takes that is ten times larger, in training and in every measurement")
    func bounded() throws {
        let folder = try TemporaryFolder()
        let (small, large) = (folder("small.h5"), folder("large.h5"))
        try write(500, to: small)
        try write(25_000, to: large)
        let options = ["--layers", "8,1", "--epochs", "2", "--check-gradients=2", "-q", "-o", folder("model.nnm")]
        // What the program takes without data to speak of.
        let base = try peak([small] + options)
        let most = try peak([large, "--test", large, "--memory", "32M", "--normalize", "standardize"] + options)
        #expect(most <= base + 32 + 32, "\(most) MiB, of which \(base) without data")
        #expect(try peak([large] + options) >= base + 250, "the whole of it takes no more either")
    }
}
