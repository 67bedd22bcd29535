import Foundation
import NNModel
import NNTestSupport
import Testing

/// Runs of nntrain that end before their time, and others that go on with them.
@Suite("Checkpoints of nntrain")
struct CheckpointCommandTests {
    private static let shapes = Places.fixture("datasets/shapes_train.h5")
    private static let small = ["--layers", "3,3", "--batch-size", "4", "--seed", "3"]
    /// Prints far more than a pipe holds, so that it can't end before it is told to.
    private static let long = small + ["--iterations", "4000", "--report-every", "1"]

    @Test(
        "A signal stops a run, which goes on to the same bytes",
        arguments: [
            (SIGINT, 130, []), (SIGTERM, 143, ["--precision", "float64", "--optimizer", "nesterov"]),
            (SIGINT, 130, ["--validation-split", "0.2", "--early-stopping", "40", "--schedule", "plateau"]),
            (SIGTERM, 143, ["--memory", "7M", "--dropout", "0.2", "--augment", "flip,shift:2"]),
        ] as [(Int32, Int32, [String])])
    func signals(signal: Int32, code: Int32, options: [String]) throws {
        let folder = try TemporaryFolder()
        let (model, checkpoint) = (folder("model.nnm"), folder("checkpoint.nnm"))
        let arguments = [Self.shapes] + Self.long + options + ["-o", model]
        let running = try RunningTool(
            .nntrain, arguments + ["--checkpoint", checkpoint, "--checkpoint-every", "25"])
        #expect(running.wait { FileManager.default.fileExists(atPath: checkpoint) })
        running.send(signal)
        let stopped = try running.end()
        #expect(stopped.exitCode == code, "\(stopped)")
        let iteration = stopped.stdout.split(separator: "\n").count
        #expect(
            stopped.stderr == "nntrain: stopped after iteration \(iteration); \(checkpoint) holds the training: go on "
                + "with --resume \(checkpoint)\n")
        #expect(try iteration < 4000 && folder.names == ["checkpoint.nnm"])
        #expect(try Tool.nninspect.run("verify", "--finite", checkpoint).exitCode == 0)

        // The two print together what one would, and no iteration twice.
        let resumed = try Tool.nntrain.run(arguments + ["--resume", checkpoint])
        #expect(resumed.exitCode == 0, "\(resumed)")
        let first = try #require(resumed.stdout.split(separator: "\n").first)
        #expect(first.hasPrefix("cost after iteration \(iteration): "))
        let whole = folder("whole.nnm")
        let uninterrupted = try Tool.nntrain.run([Self.shapes] + Self.long + options + ["-o", whole])
        #expect(uninterrupted.exitCode == 0, "\(uninterrupted)")
        #expect(try bytes(of: model) == bytes(of: whole))
        #expect(uninterrupted.stdout.hasPrefix(stopped.stdout + first))
    }

    @Test(
        "Without a checkpoint a signal leaves nothing, and says so",
        arguments: [(SIGINT, 130), (SIGTERM, 143)] as [(Int32, Int32)])
    func nothingKept(signal: Int32, code: Int32) throws {
        let folder = try TemporaryFolder()
        let running = try RunningTool(.nntrain, [Self.shapes] + Self.long + ["-o", folder("model.nnm")])
        #expect(running.wait { running.printed > 0 })
        running.send(signal)
        let result = try running.end()
        #expect(result.exitCode == code, "\(result)")
        let iteration = result.stdout.split(separator: "\n").count
        #expect(
            result.stderr
                == "nntrain: stopped after iteration \(iteration); nothing is kept without --checkpoint FILE\n")
        #expect(try folder.names.isEmpty)
    }

    @Test("A second signal ends the process at once")
    func secondSignal() throws {
        let folder = try TemporaryFolder()
        let running = try RunningTool(
            .nntrain, [Self.shapes] + Self.long + ["-o", folder("model.nnm"), "--checkpoint", folder("c.nnm")])
        // Full: the iteration at hand can't end, so that one signal alone would do nothing.
        #expect(running.wait { running.printed > 60_000 })
        running.send(together: [SIGINT, SIGTERM])
        let result = try running.end()
        #expect(result.exitCode == 130 || result.exitCode == 143, "\(result)")
        #expect(try result.stderr.isEmpty && folder.names.isEmpty, "\(result)")
    }

    @Test("Before the training a signal does what it always does")
    func signalWhileReading() throws {
        let folder = try TemporaryFolder()
        let pipe = folder("pipe.nnm")
        #expect(mkfifo(pipe, 0o600) == 0)
        // Waits for somebody to write into the pipe.
        let running = try RunningTool(
            .nntrain, [Self.shapes, "--resume", pipe, "-o", folder("model.nnm"), "--checkpoint", folder("c.nnm")])
        usleep(200_000)
        running.send(SIGTERM)
        #expect(try running.end().signal == SIGTERM)
    }

    /// How often a run is killed: `NN_KILLS`, or a dozen times.
    private static let kills = environment("NN_KILLS").flatMap { Int($0) } ?? 12

    @Test("Killed at any moment, it leaves no model or a whole one, and a checkpoint to go on from")
    func killed() throws {
        let folder = try TemporaryFolder()
        let (model, checkpoint) = (folder("model.nnm"), folder("checkpoint.nnm"))
        let options = Self.small + ["--iterations", "120", "-q"]
        let arguments = [Self.shapes] + options + ["-o", model, "--checkpoint", checkpoint, "--checkpoint-every", "2"]
        let start = ContinuousClock.now
        #expect(try Tool.nntrain.run(arguments).exitCode == 0)
        let duration = ContinuousClock.now - start
        let expected = try bytes(of: model)
        var random = SplitMix64(seed: 4)
        var resumed = 0
        for _ in 0..<Self.kills {
            for name in try folder.names { try FileManager.default.removeItem(atPath: folder(name)) }
            let running = try RunningTool(.nntrain, arguments)
            let moment = duration * random.nextUniform()
            usleep(UInt32(moment.components.seconds * 1_000_000 + moment.components.attoseconds / 1_000_000_000_000))
            running.send(SIGKILL)
            _ = try running.end()
            let names = try folder.names
            if names.contains("model.nnm") { #expect(try bytes(of: model) == expected) }
            guard names.contains("checkpoint.nnm") else { continue }
            resumed += 1
            let result = try Tool.nntrain.run([Self.shapes] + options + ["--resume", checkpoint, "-o", model])
            #expect(result.exitCode == 0, "\(result)")
            #expect(try bytes(of: model) == expected)
        }
        #expect(resumed > 0)
    }

    @Test("A run can be made longer, and started from another model, layers and weights without a word")
    func longer() throws {
        let folder = try TemporaryFolder()
        let (start, checkpoint) = (folder("start.nnm"), folder("checkpoint.nnm"))
        func train(_ arguments: String...) throws -> ToolResult {
            try Tool.nntrain.run([Self.shapes, "-q"] + arguments)
        }
        #expect(try train("--layers", "4,3", "--hidden-activation", "tanh", "--epochs", "1", "-o", start).exitCode == 0)
        let from = ["--init-from", start]
        let short = try Tool.nntrain.run(
            [Self.shapes, "-q", "--epochs", "2", "--checkpoint", checkpoint, "-o", folder("short.nnm")] + from)
        #expect(short.exitCode == 0, "\(short)")
        // What a run has come to stays as it was where there is nothing more to do.
        #expect(try train("--resume", checkpoint, "-o", folder("again.nnm")).exitCode == 0)
        #expect(try bytes(of: folder("again.nnm")) == bytes(of: folder("short.nnm")))

        let resumed = try train("--epochs", "4", "--resume", checkpoint, "-o", folder("resumed.nnm"))
        #expect(resumed.exitCode == 0, "\(resumed)")
        let whole = try Tool.nntrain.run([Self.shapes, "-q", "--epochs", "4", "-o", folder("whole.nnm")] + from)
        #expect(whole.exitCode == 0, "\(whole)")
        #expect(try bytes(of: folder("resumed.nnm")) == bytes(of: folder("whole.nnm")))
    }

    @Test("A run that goes astray names the last good checkpoint, which stays")
    func diverges() throws {
        let folder = try TemporaryFolder()
        let checkpoint = folder("checkpoint.nnm")
        let result = try Tool.nntrain.run(
            Places.fixture("datasets/float-targets.h5"), "--layers", "4,3", "--optimizer", "gradient-descent",
            "--learning-rate", "10", "--iterations", "500", "--batch-size", "full", "--checkpoint", checkpoint,
            "--checkpoint-every", "1", "-q", "-o", folder("model.nnm"))
        #expect(result.exitCode == 65, "\(result)")
        let kept = try #require(try ModelFile(path: checkpoint).metadata()["training.iterations"])
        #expect(result.stderr.contains("learning rate of 10.0 is probably too large"), "\(result)")
        #expect(
            result.stderr.hasSuffix("; \(checkpoint) holds the training as it was after iteration \(kept)\n"),
            "\(result)")
        #expect(try Tool.nninspect.run("verify", "--finite", checkpoint).exitCode == 0)
        #expect(try folder.names == ["checkpoint.nnm"])
    }

    @Test("A checkpoint is a model for the other tools, in Python too")
    func otherTools() throws {
        let folder = try TemporaryFolder()
        let checkpoint = folder("checkpoint.nnm")
        let trained = try Tool.nntrain.run(
            [Self.shapes] + Self.small + ["--epochs", "1", "-q", "--checkpoint", checkpoint, "-o", folder("model.nnm")])
        #expect(trained.exitCode == 0, "\(trained)")
        let own = try Tool.nnpredict.run(checkpoint, "--evaluate", Self.shapes, "--json")
        let whole = try Tool.nnpredict.run(folder("model.nnm"), "--evaluate", Self.shapes, "--json")
        #expect(own.exitCode == 0 && own.stdout == whole.stdout)
        let layout = try Tool.nninspect.run("layout", checkpoint)
        #expect(layout.exitCode == 0 && layout.stdout.contains("trAA"), "\(layout)")
        let python = try Tool(path: "/usr/bin/env").run(
            "python3", Places.root.appending(path: "Tests/Specification/read_checkpoint.py").path, checkpoint)
        // 600 examples, 4 an update; one report an epoch.
        #expect(python.exitCode == 0 && python.stdout == "150 150 150\n", "\(python)")
        // Who changes the model drops the state, which isn't its own any more.
        let half = folder("half.nnm")
        #expect(try Tool.nnconvert.run(checkpoint, half, "--dtype", "float16").exitCode == 0)
        let resumed = try Tool.nntrain.run([Self.shapes] + Self.small + ["--resume", half, "-o", folder("x.nnm")])
        #expect(resumed.exitCode == 65 && resumed.stderr.contains("found a model alone"), "\(resumed)")
    }
}
