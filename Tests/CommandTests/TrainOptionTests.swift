import NNModel
import NNTestSupport
import Testing

/// The options of nntrain that shape a run: what is refused, and what the model file tells of them.
@Suite struct TrainOptionTests {
    private static let shapes = Places.fixture("datasets/shapes_train.h5")
    private static let numbers = Places.fixture("datasets/float-targets.h5")

    @Test(
        "A value that makes no sense is a usage error of one line",
        arguments: [
            (["--schedule", "linear"], "--schedule: expected constant, step:EPOCHS[:FACTOR], exponential:FACTOR"),
            (["--schedule", "step:10:2"], "with factors between 0 and 1, found 'step:10:2'"),
            (["--schedule", "cosine:0.5"], "floor: expected less than the learning rate of 0.001, found 0.5"),
            (["--schedule", "plateau:0.1:5:0:1"], "minimum: expected less than the learning rate of 0.001, found 1.0"),
            (["--warmup", "0"], "--warmup: expected a number of epochs, or of iterations with an i behind it"),
            (["--warmup", "3x"], "found '3x'"), (["--warmup", "1"], "warm-up: expected less than the"),
            (["--dropout", "1"], "--dropout: expected a number from 0 to below 1, found 1.0"),
            (["--clip-gradients", "0"], "--clip-gradients: expected a number above 0, found 0.0"),
            (["--clip-gradients", "inf"], "--clip-gradients: expected a number"),
            (["--class-weights", "1,,2"], "--class-weights: expected balanced, or a number from 0 for each class"),
            (["--class-weights", "1,-2,3"], "found '1,-2,3'"),
            (["--class-weights", "1,2"], "class weights: expected 3, one a class, found 2"),
            (["--class-weights", "0,0,0"], "class weights: expected a class with examples to weigh more than 0"),
            (["--label-smoothing", "1"], "--label-smoothing: expected a number from 0 to below 1, found 1.0"),
            (["--augment", "zoom:2"], "--augment: expected one or more of flip, shift:PIXELS, rotate:DEGREES"),
            (["--augment", "flip,shift:64"], "augmentation: shift: expected less than the"),
            (["--validation-split", "1"], "--validation-split: expected a number between 0 and 1, found 1.0"),
            (
                ["--early-stopping", "3"],
                "--early-stopping: expected --validation-split, whose cost it goes by, found none"
            ),
            (["--early-stopping", "0", "--validation-split", "0.2"], "--early-stopping: expected 1 or more, found 0"),
        ])
    func refused(arguments: [String], words: String) throws {
        try expectRefusal([Self.shapes, "--epochs", "1"] + arguments, words)
    }

    @Test(
        "What needs classes, or pictures, is refused for other data",
        arguments: [
            (numbers, "--class-weights=balanced", "class weights: expected classes as labels, found numbers"),
            (numbers, "--label-smoothing=0.1", "label smoothing: expected classes as labels, found numbers"),
            (
                Places.fixture("datasets/one-axis.h5"), "--augment=flip",
                "augmentation: expected pictures of height × width, or of height × width × 1, 3 or 4 channels, "
                    + "found examples of shape [1]"
            ),
        ])
    func unfit(file: String, argument: String, words: String) throws {
        try expectRefusal([file, argument], words)
    }

    private func expectRefusal(_ arguments: [String], _ words: String) throws {
        let folder = try TemporaryFolder()
        let result = try Tool.nntrain.run(arguments + ["-o", folder("model.nnm")])
        #expect(result.exitCode == 64, "\(result)")
        #expect(result.stderr.contains(words) && result.stderr.split(separator: "\n").count == 1, "\(result)")
        #expect(try folder.names.isEmpty)
    }

    @Test(
        "The model tells the options that were given, whole",
        arguments: [
            (["--schedule", "constant"], [:]),
            (["--schedule", "step:2"], ["schedule": "step:2:0.1"]),
            (["--schedule", "cosine", "--warmup", "2i"], ["schedule": "cosine:0.0", "warmup": "2i"]),
            (["--dropout", "0.25", "--clip-gradients", "5"], ["dropout": "0.25", "clip-gradients": "5.0"]),
            (
                ["--class-weights", "1,2,0.5", "--label-smoothing", "0.125"],
                ["class-weights": "1.0,2.0,0.5", "label-smoothing": "0.125"]
            ),
            (["--class-weights", "balanced"], ["class-weights": "balanced"]),
            (["--augment", "shift:2,flip"], ["augment": "flip,shift:2"]),
            (
                ["--validation-split", "0.25", "--early-stopping", "3"],
                ["validation-split": "0.25", "early-stopping": "3"]
            ),
        ] as [([String], [String: String])])
    func told(arguments: [String], expected: [String: String]) throws {
        let folder = try TemporaryFolder()
        let model = folder("model.nnm")
        let trained = try Tool.nntrain.run(
            [Self.shapes, "--epochs", "3", "--layers", "3,3", "-q", "-o", model] + arguments)
        #expect(trained.exitCode == 0, "\(trained)")
        let metadata = try ModelFile(path: model).metadata()
        let names = [
            "schedule", "warmup", "dropout", "clip-gradients", "class-weights", "label-smoothing", "augment",
            "validation-split", "early-stopping",
        ]
        for name in names { #expect(metadata["training.\(name)"] == expected[name]) }
    }
}
