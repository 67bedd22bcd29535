import Foundation
import NNModel
import NNTestSupport
import Testing

/// nnpredict on folders of a few files and of many.
@Suite("Memory of prediction", .needsReleaseTools)
struct PredictMemoryTests {
    /// Makes a folder of links to a file, predicts from it, and prints exit code, rows, and the most memory in KiB; see
    /// `MemoryTests`.
    private static let script = """
        import os, sys
        tool, model, image, folder, count = sys.argv[1:]
        os.mkdir(folder)
        for number in range(int(count)):
            os.link(image, f"{folder}/picture-{number:06}.png")
        rows = folder + ".csv"
        actions = [(os.POSIX_SPAWN_OPEN, 1, rows, os.O_WRONLY | os.O_CREAT, 0o600)]
        child = os.posix_spawn(tool, [tool, model, folder, "--format", "csv"], os.environ, file_actions=actions)
        _, status, usage = os.wait4(child, 0)
        print(os.WEXITSTATUS(status) if os.WIFEXITED(status) else -1, sum(1 for _ in open(rows)),
            usage.ru_maxrss // (1024 if sys.platform == "darwin" else 1))
        """

    private func peak(_ folder: TemporaryFolder, _ model: String, _ image: String, count: Int) throws -> Int {
        let result = try Tool(path: "/usr/bin/env").run(
            [
                "python3", "-S", "-c", Self.script, Tool.nnpredict.path, model, image, folder("of-\(count)"),
                "\(count)",
            ], timeout: 300)
        let numbers = result.stdout.split(separator: " ").compactMap { Int($0.trimmingCharacters(in: .newlines)) }
        try #require(numbers.count == 3 && numbers[0] == 0 && numbers[1] == count + 1, "\(result)")
        return numbers[2]
    }

    @Test("doesn't grow with the number of files but for their names")
    func manyFiles() throws {
        let folder = try TemporaryFolder()
        let image = try folder.write(bytes(of: Places.fixture("images/good/rgb-8.png")), to: "image.png")
        let layer = DenseLayer(
            weights: Tensor([Float](repeating: 0.01, count: 9 * 7 * 3), shape: [1, 9 * 7 * 3]),
            biases: Tensor([Float(0)], shape: [1]), activation: .sigmoid)
        try Model(input: Input(shape: [9, 7, 3]), layers: [layer], output: Output(meaning: .probability))
            .write(to: folder("model.nnm"))
        let few = try peak(folder, folder("model.nnm"), image, count: 200)
        let many = try peak(folder, folder("model.nnm"), image, count: 30_000)
        // A name takes 34 bytes, and twice that while the list grows. A row that stayed would take hundreds.
        #expect(many - few < 3 << 10, "\(few) and \(many) KiB")
    }
}
