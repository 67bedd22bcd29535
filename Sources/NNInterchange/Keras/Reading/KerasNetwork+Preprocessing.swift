import NNModel

/// Layers that are preprocessing in front of the network, and are folded elsewhere.
extension KerasNetwork {
    /// scale · x + offset; with a ReLU up to 1 behind it, a hard sigmoid.
    ///
    /// Returns whether the next layer is part of that.
    mutating func rescaling(_ layer: KerasLayer, before next: KerasLayer?) throws(InterchangeError) -> Bool {
        let (scales, shifts) = (try layer.numbers("scale") ?? [], try layer.numbers("offset") ?? [0])
        guard !scales.isEmpty else { throw layer.fail("a number as 'scale'", found: "none") }
        let count = max(scales.count, shifts.count)
        guard [1, count].contains(scales.count), [1, count].contains(shifts.count) else {
            throw layer.fail("as many offsets as scales", found: "\(shifts.count) and \(scales.count)")
        }
        if count > 1 { try check(count, of: layer) }
        if count == 1, isLinear, let next, try KerasActivation.isClip(next) {
            try apply(.hardSigmoid(slope: scales[0], offset: shifts[0]), of: layer)
            return true
        }
        try transform(
            layer, factors: (0..<count).map { scales[$0 % scales.count] },
            shifts: (0..<count).map { shifts[$0 % shifts.count] },
            // scale · x + offset = (x − −offset/scale) / (1/scale)
            offsets: (0..<count).map { index in
                let shift = shifts[index % shifts.count]
                return shift == 0 ? 0 : -shift / scales[index % scales.count]
            }, divisors: (0..<count).map { 1 / scales[$0 % scales.count] })
        return false
    }

    /// (x − mean) / max(√variance, 1e-7), or where it is inverted max(√variance, 1e-7) · x + mean.
    mutating func normalization(_ layer: KerasLayer, _ weights: inout KerasWeights) throws(InterchangeError) {
        let (mean, variance): ([Double], [Double])
        if let given = try layer.numbers("mean") {
            (mean, variance) = (given, try layer.numbers("variance") ?? [])
        } else {
            // The count of what was seen is the third.
            let paths = try weights.variables(of: layer, ["mean", "variance"], others: 1)
            (mean, variance) = (try weights.numbers(paths[0], of: layer), try weights.numbers(paths[1], of: layer))
        }
        guard mean.count == variance.count, variance.allSatisfy({ $0 >= 0 }) else {
            throw layer.fail("as many variances as means, none below 0", found: "\(mean.count) and \(variance.count)")
        }
        try checkAxes(of: layer, count: mean.count)
        let deviations = variance.map { max($0.squareRoot(), 1e-7) }
        if try layer.flag("invert", usual: false) {
            try transform(
                layer, factors: deviations, shifts: mean, offsets: zip(mean, deviations).map { -$0 / $1 },
                divisors: deviations.map { 1 / $0 })
        } else {
            try transform(
                layer, factors: deviations.map { 1 / $0 }, shifts: zip(mean, deviations).map { -$0 / $1 },
                offsets: mean,
                divisors: deviations)
        }
    }

    /// One number for all, one for each index of the last axis, or one for each number of an example.
    private func checkAxes(of layer: KerasLayer, count: Int) throws(InterchangeError) {
        if count == 1 { return }
        let kept = try layer.axes("axis") ?? []
        if kept == [-1] || (kept.count == 1 && kept[0] == rank) { return try check(count, of: layer) }
        guard let rank, Set(kept.map { $0 < 0 ? $0 + rank + 1 : $0 }) == Set(1...max(rank, 1)), count == features else {
            throw layer.fail("the last axis, or all but that of the examples", found: "\(kept)")
        }
    }

    /// As preprocessing where nothing but preprocessing was before, else as part of the layers around it.
    private mutating func transform(
        _ layer: KerasLayer, factors: [Double], shifts: [Double], offsets: [Double], divisors: [Double]
    ) throws(InterchangeError) {
        guard (factors + shifts).allSatisfy(\.isFinite) else { throw layer.fail("finite numbers", found: "others") }
        try change(layer) { draft throws(NetworkDraft.Problem) in
            if draft.prepare(offsets: offsets, divisors: divisors) { return }
            try draft.fold(Affine(factors: factors, shifts: shifts))
        }
    }
}
