import NNModel
import NNTestSupport
import Testing

/// What no run can go on from: one line that names the option or the file, and nothing written.
@Suite("Refused checkpoints")
struct CheckpointRefusalTests {
    private static let shapes = Places.fixture("datasets/shapes_train.h5")
    private static let base = ["--layers", "3,3", "--epochs", "2", "--seed", "3"]

    @Test(
        "Options that make no sense are usage errors",
        arguments: [
            (["--checkpoint-every", "5"], "--checkpoint-every: expected --checkpoint, found none"),
            (["--checkpoint", "c.nnm", "--checkpoint-every", "0"], "--checkpoint-every: expected 1 or more, found 0"),
            (["--resume", "c.nnm", "--init-from", "m.nnm"], "--resume and --init-from exclude each other"),
        ])
    func options(arguments: [String], words: String) throws {
        let folder = try TemporaryFolder()
        let result = try Tool.nntrain.run([Self.shapes, "-o", folder("model.nnm")] + arguments, in: folder.path)
        #expect(result.exitCode == 64 && result.stderr.hasPrefix("nntrain: \(words)"), "\(result)")
        #expect(try folder.names.isEmpty)
    }

    @Test("The checkpoint may not take the place of the model, and must have a folder")
    func places() throws {
        let folder = try TemporaryFolder()
        let same = try Tool.nntrain.run(Self.shapes, "-o", folder("m.nnm"), "--checkpoint", folder("m.nnm"))
        #expect(same.exitCode == 64 && same.stderr.contains("--checkpoint: expected another file than"), "\(same)")
        let nowhere = try Tool.nntrain.run(Self.shapes, "-o", folder("m.nnm"), "--checkpoint", folder("no/c.nnm"))
        #expect(nowhere.exitCode == 73 && nowhere.stderr.contains("no/c.nnm"), "\(nowhere)")
        #expect(try folder.names.isEmpty)
    }

    @Test("What differs from the run of the checkpoint is named, with what was expected and found")
    func differences() throws {
        let folder = try TemporaryFolder()
        let checkpoint = folder("c.nnm")
        let trained = try Tool.nntrain.run(
            [Self.shapes] + Self.base
                + ["--checkpoint", checkpoint, "--schedule", "cosine", "--momentum", "0.8", "--optimizer", "momentum"]
                + ["-q", "-o", folder("m.nnm")])
        #expect(trained.exitCode == 0, "\(trained)")
        let own = Self.base + ["--schedule", "cosine", "--optimizer", "momentum", "--momentum", "0.8"]
        func refuse(_ changes: [String], _ words: String, code: Int32 = 64, data: [String] = [Self.shapes]) throws {
            let result = try Tool.nntrain.run(
                data + own + changes + ["-q", "-o", folder("new.nnm"), "--resume", checkpoint])
            #expect(result.exitCode == code && result.stderr.contains(words), "\(words): \(result)")
            #expect(result.stderr.split(separator: "\n").count == 1, "\(result)")
        }
        // The last one of an option that is given twice counts.
        try refuse(["--optimizer", "nesterov"], "--optimizer: expected momentum, as in \(checkpoint), found nesterov")
        try refuse(["--momentum", "0.9"], "--momentum: expected 0.8, as in \(checkpoint), found 0.9")
        try refuse(["--learning-rate", "0.5"], "--learning-rate: expected 0.01, as in \(checkpoint), found 0.5")
        try refuse(["--batch-size", "full"], "--batch-size: expected 128, as in \(checkpoint), found full")
        try refuse(["--seed", "4"], "--seed: expected 3, as in \(checkpoint), found 4")
        try refuse(["--dropout", "0.5"], "--dropout: expected none, as in \(checkpoint), found 0.5")
        try refuse(["--schedule", "constant"], "--schedule: expected cosine:0.0, as in \(checkpoint), found none")
        try refuse(["--precision", "float64"], "--precision: expected float32, as in \(checkpoint), found float64")
        try refuse(["--init", "he"], "--init: expected usual, as in \(checkpoint), found he")
        try refuse(["--layers", "4,3"], "--layers: expected 3,3, as in \(checkpoint), found 4,3")
        try refuse(
            ["--hidden-activation", "tanh"],
            "--activations: expected relu,softmax, as in \(checkpoint), found tanh,softmax")
        try refuse(["--normalize", "none"], "--normalize: expected the input and preprocessing of \(checkpoint)")
        try refuse(["--epochs", "3"], "--epochs: expected 10 iterations for a cosine, as in \(checkpoint), found 15")
        try refuse(["--epochs", "1"], "--epochs: expected at least the 10 iterations that \(checkpoint) has behind it")
        let test = Places.fixture("datasets/shapes_test.h5")
        try refuse(
            [], "\(test): expected the data set that \(checkpoint) was trained on, of SHA-256 ", code: 65, data: [test])
        try refuse([], "expected 1 files", code: 65, data: [Self.shapes, test])
        #expect(try folder.names == ["c.nnm", "m.nnm"])
    }

    @Test("A file that is no checkpoint is refused")
    func noCheckpoints() throws {
        let folder = try TemporaryFolder()
        let tiny = Places.fixture("golden/tiny-1.0.nnm")
        for (path, code, words) in [
            (tiny, Int32(65), "\(tiny): expected a checkpoint with the state of a training, found a model alone"),
            (Self.shapes, 65, "NNM-001"), (folder("missing.nnm"), 66, "missing.nnm"), (folder.path, 66, "directory"),
        ] {
            let result = try Tool.nntrain.run([Self.shapes, "-o", folder("model.nnm"), "--resume", path])
            #expect(result.exitCode == code && result.stderr.contains(words), "\(result)")
            #expect(try folder.names.isEmpty)
        }
    }
}
