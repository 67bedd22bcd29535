import NNModel

/// A linear or logistic regression (GLMRegressor, GLMClassifier): one layer of float64, as coremltools writes those of
/// scikit-learn.
struct CoreMLLinearModel {
    let layer: DenseLayer
    /// The names of the classes, whole numbers as texts; nil for a regression.
    private(set) var labels: [String]?

    /// - Parameter isClassifier: whether it is a GLMClassifier, whose two classes are told by the probability of the second.
    init(_ message: WireReader, isClassifier: Bool, file: String) throws(InterchangeError) {
        let place = isClassifier ? "the glmClassifier" : "the glmRegressor"
        var (rows, weights, biases): ([Int], [UInt8], [UInt8]) = ([], [], [])
        var transform = 0
        var reader = message
        while let field = try reader.next() {
            switch field.number {
            case 1:
                guard rows.count < InterchangeLimits.spreadNumbers else {
                    throw InterchangeError(
                        file, place, .limit("rows of weights", limit: InterchangeLimits.spreadNumbers, found: "more"))
                }
                let before = weights.count
                var row = try field.message("\(place), a row of weights")
                while let field = try row.next() {
                    if field.number == 1 { try field.appendNumbers(of: 8, to: &weights) }
                }
                rows.append((weights.count - before) / 8)
            case 2: try field.appendNumbers(of: 8, to: &biases)
            case 3: transform = try field.integer()
            case 100 where isClassifier, 101 where isClassifier: labels = try CoreMLNetwork.labels(field)
            default: break
            }
        }
        func fail(_ expected: String, _ found: String) -> InterchangeError {
            InterchangeError(file, place, .unexpected(expected: expected, found: found))
        }
        guard let inputs = rows.first, inputs > 0, rows.allSatisfy({ $0 == inputs }) else {
            throw fail("rows of weights of one length above 0", rows.isEmpty ? "none" : "others")
        }
        guard biases.count == 8 * rows.count else {
            throw fail("\(rows.count) offsets, one for each row of weights", "\(biases.count / 8)")
        }
        guard !isClassifier || (rows.count == 1 && labels?.count == 2) else {
            throw InterchangeError(
                file, place,
                .refused("of two classes and one row of weights alone it is a layer: others make each other's sum 1"))
        }
        // NoTransform, Logit, Probit for a regression; Logit, Probit for classes.
        let activations: [Activation] = isClassifier ? [.sigmoid] : [.identity, .sigmoid]
        guard activations.indices.contains(transform) else {
            throw fail(
                isClassifier ? "Logit (0) as transform" : "NoTransform (0) or Logit (1) as transform",
                transform == activations.count ? "Probit (\(transform))" : "\(transform)")
        }
        layer = DenseLayer(
            weights: Tensor(bytes: weights, dataType: .float64, shape: [rows.count, inputs]),
            biases: Tensor(bytes: biases, dataType: .float64, shape: [rows.count]), activation: activations[transform])
    }
}
