import NNNetwork

/// How the first layer is computed.
package enum FirstLayerForm: Equatable {
    /// As any other.
    case direct
    /// By `DualFirstLayer`.
    case dual
    /// By `SparseFirstLayer`.
    case sparse(InputDensity)
}

extension TrainingPlan {
    /// The form of least work, unless one is asked for. It depends on settings and examples alone, so that a run which is
    /// resumed has the same.
    ///
    /// - Throws: `TrainingError.badSetting` where the dual form is asked for and does not apply; what the source throws.
    package func firstLayerForm(
        _ architecture: Architecture, _ settings: TrainingSettings, _ source: any ExampleSource
    ) throws(TrainingError) -> FirstLayerForm {
        if try isDual(architecture, settings, source) { return .dual }
        let layer = architecture.layers[0]
        // Augmentation may leave few numbers 0, and takes longer than what could be saved.
        guard layer.units >= 64, layer.weights.count >= 16_384, settings.augmenter == nil else { return .direct }
        let first = source.blocks.first.map { $0.prefix(min(1_000, source.capacity)) } ?? 0..<0
        guard !first.isEmpty, let density = InputDensity(try source.examples(in: [first])), density.share <= 0.6 else {
            return .direct
        }
        return .sparse(density)
    }

    private func isDual(
        _ architecture: Architecture, _ settings: TrainingSettings, _ source: any ExampleSource
    ) throws(TrainingError) -> Bool {
        guard settings.firstLayer != .direct else { return false }
        let isLinear = settings.optimizer.rule.isLinear
        // K is of examples that stay as they are and are all there.
        let isFixed = settings.augmenter == nil && source.capacity >= source.count
        // In Double, since these may be more than an Int counts.
        let layer = architecture.layers[0]
        let (m, inputs, units) = (Double(exampleCount), Double(layer.inputs), Double(layer.units))
        let megabytes = m * (m + 512 + 4 * units) * 8 / 1e6
        guard settings.firstLayer == .auto else {
            guard isLinear else {
                throw .badSetting(
                    "first layer: expected gradient descent, momentum or nesterov for the dual form")
            }
            guard isFixed else {
                throw .badSetting("first layer: expected examples in memory, without augmentation, for the dual form")
            }
            guard megabytes <= Self.dualMegabytes else {
                throw .badSetting(
                    "first layer: expected examples whose dual form takes at most \(Int(Self.dualMegabytes)) MB, "
                        + "found \(exampleCount)")
            }
            return true
        }
        guard isLinear, isFixed, megabytes <= Self.dualMegabytes else { return false }
        // Multiplications in all. Those of the dual form are in Double, which takes twice as long as Float.
        let passes = Double(iterations) * Double(batchSize)
        let direct = passes * 2 * inputs * units
        let dual = m * m * inputs / 2 + 2 * m * inputs * units + passes * m * units
        return 2 * dual < direct
    }

    /// What K and its companions may take.
    private static let dualMegabytes = 1_000.0
}
