import NNCommand
import NNModel

extension Predict {
    /// What `--max-pixels` may be: a side of as many still fits into the 32 bits of the decoders' interfaces.
    private static let mostPixels = Int(Int32.max)

    func validate() throws {
        if json, ![.table, .json].contains(format) {
            throw UsageError("--json and --format \(format.rawValue) contradict each other")
        }
        for (name, value) in [("--top", top), ("--threads", threads)] {
            if let value, value < 1 { throw UsageError("\(name): expected 1 or more, found \(value)") }
        }
        guard (1...Self.mostPixels).contains(maxPixels) else {
            throw UsageError("--max-pixels: expected 1 to \(Self.mostPixels), found \(maxPixels)")
        }
        if let threshold, !(0...1).contains(threshold) {
            throw UsageError("--threshold: expected 0 to 1, found \(threshold)")
        }
        if evaluate == nil, mistakes != nil || confusion != nil {
            throw UsageError("--save-mistakes and --confusion go with --evaluate")
        }
        if selfTests {
            try validateSelfTest()
        } else if evaluate != nil {
            try validateEvaluation()
        } else {
            try validatePrediction()
        }
    }

    private func validateSelfTest() throws(UsageError) {
        if let first = arguments.first { throw UsageError("--selftest takes the place of '\(first)'") }
        if evaluate != nil || raw != nil || top != nil || threshold != nil {
            throw UsageError("--selftest doesn't go with --evaluate, --raw, --top and --threshold")
        }
        try refuseRows("--selftest")
    }

    private func validateEvaluation() throws(UsageError) {
        if let first = arguments.first { throw UsageError("--evaluate takes the place of '\(first)'") }
        if raw != nil || top != nil { throw UsageError("--raw and --top don't go with --evaluate") }
        if let confusion, !confusion.lowercased().hasSuffix(".svg"), !confusion.hasPrefix("/dev/") {
            throw UsageError("--confusion: expected a name that ends in .svg, found '\(confusion)'")
        }
        try refuseRows("--evaluate")
    }

    private func validatePrediction() throws(UsageError) {
        if raw != nil, fit != nil { throw UsageError("--resize goes with images, and not with --raw") }
        if inputs != nil || labels != nil { throw UsageError("--inputs and --labels go with --evaluate FILE.h5") }
        if arguments.isEmpty { throw UsageError("missing argument: IMAGE, FOLDER or -") }
        if arguments.filter({ $0 == "-" }).count > 1 { throw UsageError("-: standard input can be read once") }
    }

    /// - Throws: where a format is asked for that is for rows alone.
    private func refuseRows(_ option: String) throws(UsageError) {
        guard [.csv, .ndjson].contains(format) else { return }
        throw UsageError("\(option): expected --format table or json, found \(format.rawValue)")
    }

    /// Looks for options that the output of the model doesn't bear.
    func validate(against network: Network) throws(UsageError) {
        if threshold != nil, network.classCount == nil || network.units != 1 {
            throw UsageError("--threshold goes with an output of one probability, which \(path) hasn't")
        }
        if top != nil, network.classCount == nil {
            throw UsageError("--top goes with probabilities, and the output of \(path) is none")
        }
        guard mistakes != nil || confusion != nil else { return }
        guard let count = network.classCount else {
            throw UsageError("--save-mistakes and --confusion go with classes, and the output of \(path) is numbers")
        }
        if confusion != nil, count > Score.mostClasses {
            throw UsageError("--confusion: expected at most \(Score.mostClasses) classes, found \(count)")
        }
    }
}
