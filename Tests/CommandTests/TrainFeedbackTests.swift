import Foundation
import NNModel
import NNTestSupport
import Testing

/// What nntrain tells on the way: reports, log, learning curve, and what a terminal shows.
@Suite("Feedback of nntrain") struct TrainFeedbackTests {
    private static let train = Places.fixture("datasets/shapes_train.h5")
    /// 600 examples: 5 iterations an epoch, or one with a full batch.
    private static let quick = [train, "--layers", "8,3", "--learning-rate", "0.0001"]
    private static let python = Tool(path: "/usr/bin/env")

    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private struct Line: Decodable {
        let iteration: Int
        let epoch: Int
        let cost: Double?
        let accuracy: Double?
        let validationCost: Double?
        let validationAccuracy: Double?
        let learningRate: Double?
        let seconds: Double

        func value(_ name: String) -> Double? {
            [
                "iteration": Double(iteration), "cost": cost, "accuracy": accuracy, "validationCost": validationCost,
                "validationAccuracy": validationAccuracy,
            ][name] ?? nil
        }
    }

    /// The lines of a log as Python reads them: whole ones, each an object with all the keys.
    private func lines(of path: String) throws -> [Line] {
        let script = #"""
            import json, sys
            keys = "iteration epoch cost accuracy validationCost validationAccuracy learningRate seconds".split()
            def refuse(constant): raise ValueError(constant)
            text = open(sys.argv[1], encoding="utf-8", newline="").read()
            assert not text or text.endswith("\n")
            lines = [json.loads(line, parse_constant=refuse) for line in text.split("\n")[:-1]]
            assert all(list(line) == keys for line in lines), lines
            print(json.dumps(lines))
            """#
        let result = try Self.python.run("python3", "-c", script, path)
        #expect(result.exitCode == 0, "\(result)")
        return try JSONDecoder().decode([Line].self, from: Data(result.output))
    }

    // MARK: - Log

    private static let lengths = [
        (["--epochs", "3", "--report-every", "4"], [0, 4, 8, 12, 14], [1, 1, 2, 3, 3]),
        (["--iterations", "9", "--report-every", "4"], [0, 4, 8], [1, 1, 2]),
        (["--iterations", "1", "--report-every", "4"], [0], [1]),
        (["--iterations", "4", "--batch-size", "full", "--report-every", "2"], [0, 2, 3], [1, 3, 4]),
        (["--epochs", "2"], [0, 5, 9], [1, 2, 2]),
    ]

    @Test("The log has a line for each report and for the last iteration", arguments: lengths)
    func log(options: [String], iterations: [Int], epochs: [Int]) throws {
        let log = folder("run.log")
        let result = try Tool.nntrain.run(
            Self.quick + options + ["--log", log, "--json", "-o", folder("model.nnm")])
        #expect(result.exitCode == 0, "\(result)")
        let lines = try lines(of: log)
        #expect(lines.map(\.iteration) == iterations && lines.map(\.epoch) == epochs)
        #expect(lines.allSatisfy { $0.validationCost == nil && $0.validationAccuracy == nil })
        #expect(lines.allSatisfy { $0.learningRate == 0.0001 })
        let seconds = lines.map(\.seconds)
        #expect(seconds == seconds.sorted() && (seconds.first ?? -1) >= 0)

        // The same numbers wherever they are told: on the error stream, in the JSON object, and in the model.
        struct Summary: Decodable { let costs: [[Double]] }
        let costs = try JSONDecoder().decode(Summary.self, from: Data(result.output)).costs
        #expect(costs == lines.prefix(costs.count).map { [Double($0.iteration), $0.cost ?? -1] } && !costs.isEmpty)
        #expect(
            result.stderr
                == costs.map { "cost after iteration \(Int($0[0])): \(String(format: "%.6f", $0[1]))\n" }.joined())
        let history = try #require(try ModelFile(path: folder("model.nnm")).history())
        #expect(history.columns.map(\.name) == ["iteration", "cost", "accuracy"])
        for column in history.columns {
            #expect(column.values == lines.prefix(costs.count).map { $0.value(column.name) })
        }
    }

    private struct Outcome: Decodable {
        struct Figures: Decodable, Equatable {
            let cost: Double
            let accuracy: Double?
        }
        let iterations: Int
        let stoppedEarly: Bool
        let keptIteration: Int
        let costs: [[Double]]
        let train: Figures
        let validation: Figures?
    }

    /// 480 examples to learn from, 4 iterations an epoch; and where reports, validations and both are expected.
    private static let validated: [([String], reports: [Int], validations: [Int], last: Int)] = [
        (["--epochs", "3"], [0, 4, 8], [4, 8, 12], 11),
        (["--iterations", "10", "--report-every", "3"], [0, 3, 6, 9], [4, 8, 10], 9),
        (["--iterations", "3", "--report-every", "2"], [0, 2], [3], 2),
        (["--iterations", "7", "--batch-size", "full", "--report-every", "3"], [0, 3, 6], [3, 6, 7], 6),
    ]

    @Test(
        "Validation is told in the log, the history, the picture, the table and the object, after the last update too",
        arguments: validated)
    func validation(options: [String], reports: [Int], validations: [Int], last: Int) throws {
        let (log, plot, model) = (folder("run.log"), folder("run.svg"), folder("model.nnm"))
        let arguments =
            Self.quick + options + ["--validation-split", "0.2", "--log", log, "--plot", plot, "-o", model]
        let result = try Tool.nntrain.run(arguments + ["--json"])
        #expect(result.exitCode == 0, "\(result)")
        let lines = try lines(of: log)
        #expect(lines.map(\.iteration) == Set(reports + validations + [last]).sorted())
        #expect(lines.filter { $0.validationCost != nil }.map(\.iteration) == validations)
        #expect(lines.filter { $0.validationAccuracy != nil }.map(\.iteration) == validations)
        // After the last update there is neither a cost of training nor another update.
        #expect(lines.filter { $0.cost == nil }.map(\.iteration) == [validations.last])
        #expect(lines.filter { $0.learningRate == nil }.map(\.iteration) == [validations.last])

        let outcome = try JSONDecoder().decode(Outcome.self, from: Data(result.output))
        #expect(outcome.costs.map { Int($0[0]) } == reports)
        #expect(outcome.validation?.cost == lines.last?.validationCost && outcome.validation != nil)
        #expect(outcome.validation?.accuracy == lines.last?.validationAccuracy)
        #expect(!outcome.stoppedEarly && outcome.keptIteration == outcome.iterations)

        let history = try #require(try ModelFile(path: model).history())
        let rows = lines.filter { (reports + validations).contains($0.iteration) }
        for column in history.columns {
            let isOfTraining = ["cost", "accuracy"].contains(column.name)
            for (value, line) in zip(column.values, rows) {
                let isTold = !isOfTraining || reports.contains(line.iteration)
                #expect(value.isNaN ? !isTold || line.value(column.name) == nil : value == line.value(column.name))
            }
            #expect(column.values.count == rows.count)
        }
        let curve = try CurvePicture(path: plot)
        #expect(curve.legend.sorted() == ["training", "training", "validation", "validation"])
        for panel in curve.panels { #expect(panel.series.map(\.count).max() ?? 0 >= validations.count) }

        let text = try Tool.nntrain.run(arguments)
        #expect(text.exitCode == 0 && !text.stdout.contains("kept the parameters"), "\(text)")
        let row = try #require(text.stdout.split(separator: "\n").first { $0.hasPrefix("validation ") })
        #expect(row.contains(String(format: "%.6f", outcome.validation?.cost ?? -1)))
    }

    @Test("A run that is stopped early says so, and tells of the parameters that it keeps")
    func stoppedEarly() throws {
        let (log, checkpoint) = (folder("run.log"), folder("checkpoint.nnm"))
        let options = [Self.train, "--layers", "8,3", "--validation-split", "0.2", "--early-stopping", "5"]
        let result = try Tool.nntrain.run(
            options + ["--epochs", "300", "--log", log, "--checkpoint", checkpoint, "--json", "-o", folder("a.nnm")])
        #expect(result.exitCode == 0, "\(result)")
        let outcome = try JSONDecoder().decode(Outcome.self, from: Data(result.output))
        let best = try #require(
            try lines(of: log).filter { $0.validationCost != nil }
                .min { ($0.validationCost ?? 0, $0.iteration) < ($1.validationCost ?? 0, $1.iteration) })
        #expect(outcome.stoppedEarly && outcome.keptIteration == best.iteration)
        #expect(outcome.iterations == best.iteration + 5 * 4)
        #expect(
            outcome.validation
                == .init(cost: try #require(best.validationCost), accuracy: best.validationAccuracy))
        let metadata = try ModelFile(path: folder("a.nnm")).metadata()
        #expect(metadata["training.iterations"] == "\(outcome.iterations)")
        #expect(metadata["training.kept-iteration"] == "\(best.iteration)")
        #expect(metadata["validation.cost"] == "\(outcome.validation?.cost ?? -1)")

        // The checkpoint is of the last update, and going on from it leads to the same end.
        let end =
            "stopped early at iteration \(outcome.iterations); kept the parameters of iteration \(best.iteration)\n"
        for more in [[], ["--resume", checkpoint]] {
            let again = try Tool.nntrain.run(options + ["--epochs", "300", "-o", folder("b.nnm")] + more)
            #expect(again.exitCode == 0 && again.stdout.contains(end), "\(again)")
            #expect(try bytes(of: folder("b.nnm")) == bytes(of: folder("a.nnm")))
        }
        // One that ends in time keeps the best as well.
        let short = try Tool.nntrain.run(
            options + ["--iterations", "\(best.iteration + 6)", "-o", folder("c.nnm")])
        #expect(
            short.stdout.contains(
                "\nkept the parameters of iteration \(best.iteration), which had the lowest validation cost\n"),
            "\(short)")
        // And that is the network of a run which ends there.
        let there = try Tool.nntrain.run(
            Array(options.prefix(5)) + ["--iterations", "\(best.iteration)", "--json", "-q", "-o", folder("d.nnm")])
        #expect(try JSONDecoder().decode(Outcome.self, from: Data(there.output)).train == outcome.train)
    }

    @Test("A run that goes on takes the lines back that another one had come to after the checkpoint")
    func resumedLog() throws {
        let (log, checkpoint) = (folder("run.log"), folder("checkpoint.nnm"))
        func train(_ options: String...) throws -> ToolResult {
            try Tool.nntrain.run(
                Self.quick + ["--report-every", "2", "--log", log, "-o", folder("model.nnm"), "-q"] + options)
        }
        #expect(try train("--iterations", "13", "--checkpoint", checkpoint).exitCode == 0)
        let kept = try text(of: log)
        // As a run leaves them that is killed on its way from one checkpoint to the next.
        let lost = (13..<5000).map { "{\"iteration\": \($0), \"epoch\": 1}\n" }.joined()
        try folder.write(kept + lost + "{\"iterat", to: "run.log")
        #expect(try train("--iterations", "19", "--resume", checkpoint).exitCode == 0)
        #expect(try text(of: log).hasPrefix(kept))
        #expect(try lines(of: log).map(\.iteration) == [0, 2, 4, 6, 8, 10, 12, 14, 16, 18])
    }

    @Test("The log of float targets has no accuracy")
    func logOfTargets() throws {
        let log = folder("run.log")
        let plot = folder("run.svg")
        let result = try Tool.nntrain.run(
            Places.fixture("datasets/float-targets.h5"), "--epochs", "2", "--log", log, "--plot", plot, "-o",
            folder("model.nnm"), "--quiet")
        #expect(result.exitCode == 0 && result.stdout.isEmpty && result.stderr.isEmpty, "\(result)")
        #expect(try lines(of: log).allSatisfy { $0.accuracy == nil })
        #expect(try CurvePicture(path: plot).panels.map { $0.title.prefix(4) } == ["Cost"])
    }

    @Test("A run that is killed leaves the whole lines that it has come to")
    func killed() throws {
        let log = folder("run.log")
        try folder.write("of another run\n", to: "run.log")
        let script = """
            "$@" >/dev/null & pid=$!
            while [ "$(grep -c seconds "$LOG")" -lt 5 ]; do kill -0 $pid || exit 3; sleep 0.02; done
            kill -9 $pid
            wait $pid
            """
        let result = try Tool.shell.run(
            ["-c", script, "sh", Tool.nntrain.path] + Self.quick
                + ["--iterations", "1000000000", "--report-every", "1", "--log", log, "-o", folder("model.nnm")],
            environment: ["LOG": log])
        #expect(result.exitCode == 128 + SIGKILL, "\(result)")
        let lines = try lines(of: log)
        #expect(lines.count >= 5 && lines.map(\.iteration) == Array(0..<lines.count))
        #expect(try folder.names.filter { !$0.hasSuffix(".tmp") } == ["run.log"])
    }

    @Test("A full disk ends the run with whole lines in its log")
    func fullDisk() throws {
        // A limit to the length of files stands in for the disk. 512 bytes are two lines and a part of the third.
        let script = """
            import os, resource, signal, sys
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (512, 512))
            os.execv(sys.argv[1], sys.argv[1:])
            """
        let log = folder("run.log")
        let result = try Self.python.run(
            ["python3", "-c", script, Tool.nntrain.path] + Self.quick
                + ["-o", "/dev/null", "--epochs", "1", "--report-every", "1", "--log", log, "--quiet"])
        #expect(result.exitCode == 74 && result.stderr.contains("run.log: can't be written"), "\(result)")
        #expect(try lines(of: log).map(\.iteration) == [0, 1])
    }

    @Test(
        "A log or a picture that can't be written is told by its code",
        arguments: [
            ("--log", "none/run.log", 73), ("--log", ".", 73), ("--log", "/dev/full", 74),
            ("--plot", "none/run.svg", 73), ("--plot", "folder.svg", 73),
        ])
    func badOutput(option: String, path: String, code: Int32) throws {
        try FileManager.default.createDirectory(atPath: folder("folder.svg"), withIntermediateDirectories: true)
        let result = try Tool.nntrain.run(
            Self.quick + ["--epochs", "1", option, path, "-o", "model.nnm"], in: folder.path)
        #expect(result.exitCode == code && result.stderr.contains("\(path): can't be"), "\(result)")
        #expect(result.stderr.split(separator: "\n").count == 1)
        #expect(try folder.names == ["folder.svg"])
    }

    @Test("A picture that can't be written costs neither the model nor its figures")
    func fullPicture() throws {
        let result = try Tool.nntrain.run(
            Self.quick + ["--epochs", "1", "--plot", "/dev/full", "-o", folder("model.nnm")])
        #expect(result.exitCode == 74 && result.stderr.contains("/dev/full: can't be written"), "\(result)")
        #expect(result.stdout.contains("train  ") && result.stdout.hasSuffix("model.nnm: written\n"))
        #expect(try Tool.nninspect.run("verify", folder("model.nnm")).exitCode == 0)
    }

    @Test(
        "Outputs that would take the place of one another, or of the data, are refused",
        arguments: [
            (["--log", "a.nnm"], "--log: expected another file than --output, found 'a.nnm'"),
            (["--plot", "a.png"], "--plot: expected a name that ends in .svg, found 'a.png'"),
            (["--plot", "b.svg", "--log", "b.svg"], "--plot: expected another file than --log, found 'b.svg'"),
            (["--log", "train.h5"], "--log: expected another file than the training data, found 'train.h5'"),
            (
                ["--test", "test.h5", "--log", "test.h5"],
                "--log: expected another file than --test, found 'test.h5'"
            ), (["-o", "train.h5"], "--output: expected another file than the training data, found 'train.h5'"),
        ])
    func sameFile(options: [String], message: String) throws {
        for name in ["train.h5", "test.h5"] { try folder.write(bytes(of: Self.train), to: name) }
        let result = try Tool.nntrain.run(["train.h5", "-o", "a.nnm"] + options, in: folder.path)
        #expect(result.exitCode == 64 && result.stderr == "nntrain: \(message) (see nntrain --help)\n", "\(result)")
        #expect(try folder.names == ["test.h5", "train.h5"])
    }

    // MARK: - Learning curve

    @Test(
        "The picture shows what the log says",
        arguments: [
            (["--epochs", "10"], "epochs", 5.0), (["--iterations", "40", "--report-every", "3"], "iterations", 1),
            (["--batch-size", "full", "--epochs", "60", "--report-every", "1"], "iterations", 1),
        ])
    func picture(options: [String], axis: String, iterationsEach: Double) throws {
        let (log, plot) = (folder("run.log"), folder("run.svg"))
        let arguments = Self.quick + options + ["-o", folder("model.nnm"), "--plot", plot]
        let result = try Tool.nntrain.run(arguments + ["--log", log])
        #expect(result.exitCode == 0 && result.stdout.hasSuffix("\(plot): written\n"), "\(result)")
        let lines = try lines(of: log)
        let curve = try CurvePicture(path: plot)
        #expect(curve.axis == axis && curve.legend == ["training", "training"])
        #expect(curve.title == "Learning curve of model.nnm")
        #expect(curve.subtitle.hasPrefix("shapes_train.h5, 600 examples; layers 12,288 → 8 → 3; adam at 0.0001, "))
        #expect(curve.panels.map { $0.title.split(separator: " ").first } == ["Cost", "Accuracy"])
        for (panel, key) in zip(curve.panels, ["cost", "accuracy"]) {
            let series = try #require(panel.series.first)
            try #require(series.count == lines.count && series.count >= 10)
            for (point, line) in zip(series, lines) {
                let value = try #require(line.value(key))
                // To about a tenth of a pixel: of a panel 130 pixels high, and of 628 from side to side.
                #expect(abs(point[0] - Double(line.iteration) / iterationsEach) < 0.0005 * (series.last?[0] ?? 0))
                #expect(abs(point[1] - value) < 0.01 * max(value, 0.3), "\(point) for \(line)")
            }
        }
        // Another run, the same picture; its bytes tell no time.
        let first = try bytes(of: plot)
        #expect(try Tool.nntrain.run(arguments + ["--quiet"]).exitCode == 0)
        #expect(try bytes(of: plot) == first)
    }

    @Test("Names are text in the picture, whatever they look like")
    func hostileNames() throws {
        let name = "<script>alert(1)<&\"'\u{1B}[2J.nnm"
        try folder.write(bytes(of: Self.train), to: "<b>&.h5")
        let result = try Tool.nntrain.run(
            ["<b>&.h5", "--layers", "3", "--epochs", "1", "-o", name, "--plot", "a.svg"], in: folder.path)
        #expect(result.exitCode == 0 && !result.stdout.contains("\u{1B}"), "\(result)")
        let curve = try CurvePicture(path: folder("a.svg"))
        #expect(curve.title == #"Learning curve of <script>alert(1)<&"'\u{1b}[2J.nnm"#)
        #expect(curve.subtitle.hasPrefix("<b>&.h5, 600 examples; layers 12,288 → 3; "))
    }

    // MARK: - Terminal

    /// What a program draws on a terminal of so many columns that `streams` go to.
    private func drawn(
        _ columns: Int, _ streams: String, _ options: [String], environment: [String: String?] = [:]
    ) throws -> (terminal: String, other: String) {
        let usual: [String: String?] = ["TERM": "xterm-256color", "NO_COLOR": nil]
        let result = try Self.python.run(
            ["python3", Places.fixture("feedback/terminal.py"), "\(columns)", streams, Tool.nntrain.path] + Self.quick
                + options + ["-o", folder("model.nnm")],
            environment: usual.merging(environment) { $1 })
        let object = try #require(result.json as? [String: Any], "\(result)")
        #expect(object["code"] as? Int == 0, "\(object)")
        return (try #require(object["terminal"] as? String), try #require(object["other"] as? String))
    }

    @Test("A terminal sees a bar that fits and goes away", arguments: [40, 80, 120])
    func bar(columns: Int) throws {
        // Long enough that there is something to see: the bar waits for a tenth of a second.
        let (terminal, other) = try drawn(columns, "stderr", ["--epochs", "90", "--report-every", "1000"])
        let lines = terminal.split(separator: "\r").filter { $0 != "\u{1B}[K" }
        let bars = lines.filter { $0.contains("━") || $0.contains("─") }
        #expect(!bars.isEmpty && terminal.hasSuffix("\r\u{1B}[K"), "\(terminal)")
        #expect(bars.allSatisfy { $0.contains(#/epoch +\d+/90 .*cost \d/#) }, "\(terminal)")
        #expect(bars.contains { $0.hasSuffix(" left\u{1B}[K") }, "\(terminal)")
        #expect(bars.contains { $0.contains("examples/s") } == (columns >= 100))
        for line in lines {
            #expect(String(line.replacing(#/\u{1B}\[[0-9;]*[mK]/#, with: "")).count < columns, "\(line)")
        }
        #expect(other.contains("cost after iteration 0: ") && !other.contains("━") && !other.contains("\u{1B}"))
        #expect(!other.contains("⠒"))
    }

    @Test("Where errors go to no terminal, nothing is drawn there")
    func noBar() throws {
        let result = try Tool.nntrain.run(
            Self.quick + ["--epochs", "30", "--report-every", "1000", "-o", folder("model.nnm")])
        #expect(result.exitCode == 0 && result.stderr.isEmpty, "\(result)")
        let dumb = try drawn(80, "stderr", ["--epochs", "30"], environment: ["TERM": "dumb"])
        #expect(dumb.terminal.isEmpty)
        let quiet = try drawn(80, "both", ["--epochs", "30", "--quiet"])
        #expect(quiet.terminal.isEmpty)
    }

    @Test("A terminal sees the curve in the end, before the figures")
    func terminalCurve() throws {
        let (coloured, errors) = try drawn(80, "stdout", ["--epochs", "10"])
        #expect(coloured.contains("\u{1B}[38;5;") && errors.isEmpty)
        let plain = try drawn(80, "stdout", ["--epochs", "10"], environment: ["NO_COLOR": "1"]).terminal
        #expect(!plain.contains("\u{1B}"))
        #expect(
            coloured.replacing(#/\u{1B}\[[0-9;]*m/#, with: "").split(separator: "iterations in")[0]
                == plain.split(separator: "iterations in")[0])
        let lines = plain.split(separator: "\r\n", omittingEmptySubsequences: false)
        let title = try #require(lines.firstIndex { $0.hasPrefix("Cost") && $0.contains("⠒⠒ training ") })
        #expect(lines[title + 9].hasSuffix("epochs") && lines[title + 10].isEmpty)
        #expect(lines[title - 2].hasPrefix("cost after iteration 45") && lines[title + 11].hasSuffix("cost  accuracy"))
        #expect(lines[title..<title + 10].allSatisfy { $0.count <= 60 })

        for (options, environment) in [
            (["--json"], [:]), (["--quiet"], [:]), ([], ["TERM": "dumb"]), ([], ["TERM": "linux"]),
        ] as [([String], [String: String?])] {
            let seen = try drawn(80, "stdout", ["--epochs", "10"] + options, environment: environment).terminal
            #expect(!seen.contains("⠒"), "\(seen)")
        }
    }

    // MARK: - Divergence

    @Test(
        "A cost that is no number stops the run with the iteration and the likely cause",
        arguments: [
            (
                ["--optimizer", "gradient-descent", "--learning-rate", "1e30", "--batch-size", "full"],
                "[1-9][0-9]*", "the learning rate of 1e\\+30 is "
            ), (["--init", "normal:1e38", "--normalize", "none"], "0", "the inputs or the initial weights are "),
        ])
    func diverges(options: [String], iteration: String, cause: String) throws {
        try folder.write("old", to: "model.nnm")
        let result = try Tool.nntrain.run(
            [Self.train, "--layers", "8,3", "--epochs", "5", "--report-every", "1", "--quiet"]
                + ["-o", folder("model.nnm"), "--log", folder("run.log"), "--plot", folder("run.svg")] + options)
        #expect(result.exitCode == 65 && result.stdout.isEmpty, "\(result)")
        let message = try Regex(
            "cost after iteration \(iteration): expected a finite number, found (NaN|-?inf); \(cause)[^\n]+\n")
        #expect(
            try message.wholeMatch(in: result.stderr.replacing("nntrain: \(Self.train): ", with: "")) != nil,
            "\(result)")
        // What was learned until then is in the log; no model and no picture takes the place of an old one.
        #expect(try folder.names == ["model.nnm", "run.log"] && text(of: folder("model.nnm")) == "old")
        #expect(try lines(of: folder("run.log")).isEmpty == (iteration == "0"))
    }
}
