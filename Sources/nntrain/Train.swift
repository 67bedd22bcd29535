import NNCommand
import NNDataset
import NNFile
import NNModel
import NNNetwork
import NNTraining

/// The tool: learns from a data set and writes a model file.
struct Train: Command {
    static let configuration = CommandConfiguration(
        "nntrain", abstract: "Train a feed-forward network on a data set and write it to a model file.",
        examples: [
            "nntrain train.h5 --test test.h5 -o model.nnm",
            "nntrain train.h5 --layers 512,256,10 --epochs 20 --batch-size 256 -o model.nnm",
            "nntrain train.h5 --layers 7,1 --optimizer gradient-descent --learning-rate 0.0077 --iterations 2501 "
                + "--batch-size full --init normal:0.01 --check-gradients -o model.nnm",
        ])

    @Argument(oneOrMore: "TRAIN.h5", help: "the examples to learn from; several files count as one data set")
    var trainPaths: [String]
    @Option("output", "o", value: "MODEL.nnm", help: "where the model goes; must be given") var output: String?
    @Option("test", "t", value: "TEST.h5", help: "examples to measure the trained network on") var testPath: String?

    @Option(
        "layers", "l", value: "7,1",
        help: "units of each layer after the input, the last is the output (default: 128, and the output by classes)")
    var layers: [Int]?
    @Option("hidden-activation", value: "NAME", help: "of all layers but the last (default relu)")
    var hiddenActivation: Activation?
    @Option(
        "output-activation", value: "NAME",
        help: "of the last layer (default: sigmoid for one unit, softmax for several, identity for float targets)")
    var outputActivation: Activation?
    @Option("activations", value: "A,B,…", help: "one a layer, instead of the two above") var activations: [Activation]?
    @Option("loss", value: "NAME", help: "\(Loss.expectation) (default: by the output)") var loss: Loss?

    @Option("iterations", value: "N", help: "updates of the parameters, instead of epochs") var iterations: Int?
    @Option("epochs", "e", value: "N", help: "passes over the examples (default 10)") var epochs: Int?
    @Option("batch-size", "b", value: "N|full", help: "examples an update (default 128)") var batchSize: BatchSize?
    @Option("optimizer", value: "NAME", help: "\(OptimizerName.expectation)") var optimizer = OptimizerName.adam
    @Option(
        "learning-rate", value: "X",
        help: "(default 0.001 for rmsprop, adam and adamw, 0.01 for gradient-descent, momentum and nesterov)")
    var learningRate: Double?
    @Option(
        "momentum", value: "M",
        help: "of momentum and nesterov: the share of a step that the next one keeps (default 0.9)")
    var momentum: Double?
    @Option(
        "weight-decay", value: "L",
        help: "pulls weights and biases to zero: decoupled from the gradient for adamw, an L2 penalty for the others "
            + "(default 0.01 for adamw, 0 for the others)")
    var weightDecay: Double?
    @Option(
        "schedule", value: "NAME",
        help: "of the learning rate: constant, step:EPOCHS[:FACTOR] (step:500i of iterations), exponential:FACTOR an "
            + "epoch, cosine[:FLOOR] over the run, or plateau[:FACTOR[:PATIENCE]], when the validation cost, or else the "
            + "training cost, improves no more")
    var schedule = Schedule.Shape.constant
    @Option(
        "warmup", value: "N|Ni",
        help: "before the schedule, the learning rate rises from a third in the first N epochs, or in N iterations")
    var warmup: Schedule.Span?
    @Option("dropout", value: "P", help: "silence hidden units with probability P while training") var dropout: Double?
    @Option("clip-gradients", value: "X", help: "shorten gradients whose length, of W and b together, exceeds X")
    var gradientLimit: Double?
    @Option(
        "class-weights", value: "balanced|A,B,…",
        help: "how much an example of each class counts; balanced: every class the same in all")
    var classWeights: ClassWeights?
    @Option("label-smoothing", value: "S", help: "the share of a label that is spread evenly over all classes")
    var labelSmoothing: Double?
    @Option(
        "augment", value: "flip,shift:4,rotate:10,brightness:0.1",
        help: "change pictures at random each time: left and right exchanged, moved by up to 4 pixels, turned by up to "
            + "10 degrees, pixels multiplied by 0.9 to 1.1; any of them")
    var augmentation: Augmentation?
    @Option(
        "validation-split", value: "F",
        help: "keep a share of the examples, the same of each class, to measure on after every epoch and at the end; "
            + "with a full batch, where each iteration is an epoch, at every report instead")
    var validationSplit: Double?
    @Option(
        "early-stopping", value: "N",
        help: "stop when N validations in a row, one an epoch, or with a full batch one a report, find no lower cost; "
            + "keep the parameters of the lowest, whether it stops or not")
    var earlyStopping: Int?
    @Option(
        "init", value: "normal:0.01|he|glorot|zeros",
        help: "initial weights; biases are zero (default: he before relu and its kin, glorot elsewhere)")
    var initializer: Initializer?
    @Option(
        "init-from", value: "MODEL.nnm",
        help: "start from its weights and biases; layers and activations default to its own")
    var initFrom: String?
    @Option("seed", value: "N", help: "everything random") var seed: UInt64 = 0
    @Option("precision", value: "float32|float64", help: "of the arithmetic and of the stored numbers")
    var precision = Precision.float32
    @Option(
        "first-layer", value: "auto|direct|dual",
        help: "how the first layer is computed; dual, for gradient descent without decay on a full batch of few long "
            + "examples, keeps to their products with each other (default: whichever is less work)")
    var firstLayer = TrainingSettings.FirstLayer.auto
    @Option("threads", value: "N", help: "for products of matrices (default: all cores)") var threads: Int?

    @Option(
        "normalize", value: "auto|none|255|standardize",
        help: "preprocessing, stored in the model; auto divides bytes by 255")
    var normalization = Normalization.auto
    @Option(
        "memory", value: "SIZE",
        help: "what data may take; where it is more, parts of it are read ahead and shuffled, as many as fit")
    var memory = MemorySize(bytes: 512 << 20)
    @Option("inputs", value: "PATH", help: "of the inputs inside the .h5 file, where they aren't found") var inputs:
        String?
    @Option("labels", value: "PATH", help: "of the labels inside the .h5 file") var labels: String?
    @Option("classes", value: "PATH", help: "of the class names inside the .h5 file") var classes: String?

    @Option("report-every", value: "N", help: "print the cost every N iterations (default: by the length)")
    var reportEvery: Int?
    @Option("checkpoint", value: "FILE", help: "keep the training in it: now and then, at the end, and on Ctrl-C")
    var checkpoint: String?
    @Option(
        "checkpoint-every", value: "N",
        help: "write the checkpoint every N iterations (default: every 30 seconds, or as often as takes 5% of the time)"
    )
    var checkpointEvery: Int?
    @Option(
        "resume", value: "FILE",
        help: "go on from a checkpoint, with the same data and options; the run may be made longer")
    var resume: String?
    @Option(
        "log", value: "FILE",
        help: "a line of JSON for each report, each validation and the last iteration, as they come: iteration, epoch, "
            + "cost, accuracy, validationCost, validationAccuracy, learningRate, seconds; null where there is none")
    var log: String?
    @Option("plot", value: "FILE.svg", help: "a picture of the learning curve") var plot: String?
    @Option(
        "check-gradients", value: "L", implicit: CheckedLayers.all,
        help: "at the end, compare backpropagation with central differences, in every layer or in layer L; exit code 1 "
            + "where the distance exceeds 1e-6")
    var checkedLayers: CheckedLayers?
    @Flag(
        "json",
        help: "print one JSON object with iterations, stoppedEarly, keptIteration (whose parameters the model has), "
            + "costs, train, validation, test, seconds, gradientCheck")
    var json
    @Flag("quiet", "q", help: "print nothing but errors, and the JSON object where asked for") var isQuiet

    func validate() throws {
        guard output != nil else { throw UsageError("--output is missing: say where the model goes with -o MODEL.nnm") }
        try requirePositive("--layers", layers ?? [])
        try requirePositive("--iterations", [iterations])
        try requirePositive("--epochs", [epochs])
        try requirePositive("--threads", [threads])
        try requirePositive("--report-every", [reportEvery])
        try requirePositive("--early-stopping", [earlyStopping])
        if iterations != nil, epochs != nil { throw UsageError("--iterations and --epochs exclude each other") }
        if activations != nil, hiddenActivation != nil || outputActivation != nil {
            throw UsageError("--activations names them all: leave out --hidden-activation and --output-activation")
        }
        if let layers, let activations, layers.count != activations.count {
            throw UsageError("--activations: expected \(layers.count), one a layer, found \(activations.count)")
        }
        try validateOptimizer()
        try validateRegularization()
        try validateOutputs()
        try validateCheckpoints()
        if initFrom != nil, initializer != nil { throw UsageError("--init and --init-from exclude each other") }
    }

    func run() throws {
        switch precision {
        case .float32: try Session<Float>(self).run()
        case .float64: try Session<Double>(self).run()
        }
    }

    private func requirePositive(_ name: String, _ values: [Int?]) throws {
        if let wrong = values.compactMap({ $0 }).first(where: { $0 < 1 }) {
            throw UsageError("\(name): expected 1 or more, found \(wrong)")
        }
    }
}
