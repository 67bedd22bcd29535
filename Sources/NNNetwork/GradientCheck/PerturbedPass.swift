import NNModel

/// Forward passes of single examples with one weight or bias of a layer changed a little.
///
/// Such a change moves only one weighted input of that layer, so a pass starts there, and the layer above gains a
/// multiple of one column of its weights; only layers beyond that are products. Plain loops, independent of the BLAS
/// that they check.
final class PerturbedPass {
    private static let longestStep = 1e-5
    private static let shortestStep = 1e-8

    private let network: Network<Double>
    private let loss: Loss
    private let workspace: Workspace<Double>
    private let layer: Int
    private let shapes: [Architecture.Layer]
    /// Z and A of the changed pass, a row for each layer, one after the other.
    private let z: UnsafeMutablePointer<Double>
    private let a: UnsafeMutablePointer<Double>
    /// Where the row of each layer starts.
    private let rows: [Int]

    /// - Precondition: `workspace` has gone through a forward pass of `network`.
    init(_ network: Network<Double>, _ loss: Loss, _ workspace: Workspace<Double>, layer: Int) {
        self.network = network
        self.loss = loss
        self.workspace = workspace
        self.layer = layer
        shapes = network.architecture.layers
        rows = shapes.reduce(into: [0]) { rows, shape in rows.append(rows[rows.count - 1] + shape.units) }
        z = .allocate(capacity: rows[shapes.count])
        a = .allocate(capacity: rows[shapes.count])
        z.initialize(repeating: 0, count: rows[shapes.count])
        a.initialize(repeating: 0, count: rows[shapes.count])
    }

    deinit {
        z.deallocate()
        a.deallocate()
    }

    /// What one difference takes, roughly, in multiplications; an elementary function counts as ten.
    var work: Int {
        var products = layer + 1 < shapes.count ? shapes[layer + 1].units : 0
        for shape in shapes.dropFirst(layer + 2) { products += shape.weights.count }
        let changed =
            rows[shapes.count] - rows[layer] - (shapes[layer].activation.mixesUnits ? 0 : shapes[layer].units - 1)
        return 2 * (products + 10 * changed)
    }

    /// Compares components of `gradient` (∂J/∂W[l] or ∂J/∂b[l]) with differences.
    ///
    /// - Parameter places: unit and input of each component, the number of inputs standing for the bias; by units.
    func compare(_ gradient: ArraySlice<Double>, _ places: [(unit: Int, input: Int)]) -> GradientTally {
        let inputs = shapes[layer].inputs
        var tally = GradientTally()
        var start = 0
        while start < places.count {
            let unit = places[start].unit
            let end = places[start...].firstIndex { $0.unit != unit } ?? places.count
            let group = places[start..<end].map(\.input)
            let estimates = estimate(unit, group, &tally)
            for (input, estimate) in zip(group, estimates) {
                let offset = input == inputs ? unit : unit * inputs + input
                tally.add(gradient: gradient[gradient.startIndex + offset], estimate: estimate)
            }
            start = end
        }
        return tally
    }

    /// The mean of the examples' differences for the weights of one unit; nil for those that a kink leaves without.
    private func estimate(_ unit: Int, _ inputs: [Int], _ tally: inout GradientTally) -> [Double?] {
        var sums = [Double?](repeating: 0, count: inputs.count)
        let fed = workspace.fed(layer, 0..<workspace.count)
        for example in 0..<workspace.count {
            let row = fed.elements + example * fed.columns
            for (index, input) in inputs.enumerated() {
                guard let sum = sums[index] else { continue }
                let factor = input == fed.columns ? 1 : row[input]
                // A weight on an input of 0 changes nothing.
                if factor == 0 { continue }
                sums[index] = difference(example, unit, factor, &tally).map { sum + $0 }
            }
        }
        return sums.map { $0.map { $0 / Double(workspace.count) } }
    }

    /// (C(θ + h) − C(θ − h)) / 2h of one example, where θ moves the unit's weighted input by `factor` times as much.
    private func difference(_ example: Int, _ unit: Int, _ factor: Double, _ tally: inout GradientTally) -> Double? {
        var step = Self.longestStep
        while step > Self.shortestStep / 2 {
            if let above = cost(example, unit, step * factor), let below = cost(example, unit, -step * factor) {
                if step < Self.longestStep { tally.shortened += 1 }
                return (above - below) / (2 * step)
            }
            step /= 10
        }
        return nil
    }

    /// C of an example with the unit's weighted input moved by `shift`; nil where that leaves a smooth piece.
    private func cost(_ example: Int, _ unit: Int, _ shift: Double) -> Double? {
        guard change(example, unit, shift) else { return nil }
        for above in layer + 1..<max(layer + 1, shapes.count) {
            if above == layer + 1 && !shapes[layer].activation.mixesUnits {
                addColumn(example, unit)
            } else {
                multiply(above)
            }
            guard activate(above, example) else { return nil }
        }
        return outputCost(example)
    }

    /// The layer whose parameter changed: Z with one unit moved, and A. All of the row if units depend on each other or
    /// if it is the output, else the one unit.
    private func change(_ example: Int, _ unit: Int, _ shift: Double) -> Bool {
        let shape = shapes[layer]
        let start = example * shape.units
        let (before, row) = (workspace.weightedInputs[layer] + start, z + rows[layer])
        let moved = before[unit] + shift
        guard shape.activation.piece(moved) == shape.activation.piece(before[unit]) else { return false }
        if shape.activation.mixesUnits {
            row.update(from: before, count: shape.units)
            row[unit] = moved
            apply(layer)
        } else {
            if layer == shapes.count - 1 {
                row.update(from: before, count: shape.units)
                (a + rows[layer]).update(from: workspace.activations[layer] + start, count: shape.units)
            }
            row[unit] = moved
            a[rows[layer] + unit] = moved
            shape.activation.apply(to: UnsafeMutableBufferPointer(start: a + rows[layer] + unit, count: 1), units: 1)
        }
        return true
    }

    /// Z of the layer above: what it was, and the change of one unit's activation times its column of W.
    private func addColumn(_ example: Int, _ unit: Int) {
        let shape = shapes[layer + 1]
        let change = a[rows[layer] + unit] - workspace.activations[layer][example * shape.inputs + unit]
        let before = workspace.weightedInputs[layer + 1] + example * shape.units
        let row = z + rows[layer + 1]
        network.parameters.values.withUnsafeBufferPointer { values in
            for k in 0..<shape.units {
                row[k] = before[k] + change * values[shape.weights.lowerBound + k * shape.inputs + unit]
            }
        }
    }

    /// Z[l] = W[l]·A[l−1] + b[l]
    private func multiply(_ above: Int) {
        let shape = shapes[above]
        let (fed, row) = (a + rows[above - 1], z + rows[above])
        network.parameters.values.withUnsafeBufferPointer { values in
            for k in 0..<shape.units {
                var sum = values[shape.biases.lowerBound + k]
                let start = shape.weights.lowerBound + k * shape.inputs
                for i in 0..<shape.inputs { sum += values[start + i] * fed[i] }
                row[k] = sum
            }
        }
    }

    /// A = g(Z) of a layer above; false where a unit leaves its smooth piece.
    private func activate(_ above: Int, _ example: Int) -> Bool {
        let shape = shapes[above]
        let (before, row) = (workspace.weightedInputs[above] + example * shape.units, z + rows[above])
        for k in 0..<shape.units where shape.activation.piece(row[k]) != shape.activation.piece(before[k]) {
            return false
        }
        apply(above)
        return true
    }

    private func apply(_ index: Int) {
        let units = shapes[index].units
        let row = a + rows[index]
        row.update(from: z + rows[index], count: units)
        shapes[index].activation.apply(to: UnsafeMutableBufferPointer(start: row, count: units), units: units)
    }

    private func outputCost(_ example: Int) -> Double? {
        let last = shapes.count - 1
        let (units, start) = (shapes[last].units, rows[last])
        let targets = UnsafeBufferPointer(rebasing: workspace.targets[example * units..<(example + 1) * units])
        let before = workspace.activations[last] + example * units
        for k in 0..<units where loss.piece(a[start + k] - targets[k]) != loss.piece(before[k] - targets[k]) {
            return nil
        }
        return loss.cost(
            weightedInputs: UnsafeBufferPointer(start: z + start, count: units),
            activations: UnsafeBufferPointer(start: a + start, count: units), targets: targets,
            activation: shapes[last].activation)
    }
}
