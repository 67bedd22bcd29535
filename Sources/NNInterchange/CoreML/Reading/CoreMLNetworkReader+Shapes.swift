import NNModel

/// Layers that give the numbers other axes.
extension CoreMLNetworkReader {
    mutating func reshaped(_ layer: CoreMLLayer) throws(InterchangeError) -> Value {
        let (function, parameters) = (try flow(layer), layer.parameters)
        let (lengths, rank) = (axes.lengths, axes.lengths.count)
        let limit = InterchangeLimits.arrayAxes
        switch layer.kind {
        case "permute":
            // Over the sequence, and the three last axes; that of the batch stays.
            let given = try parameters.integers(1, limit: limit)
            let order = given.isEmpty ? [0, 1, 2, 3] : given
            guard rank == 5, order.sorted() == [0, 1, 2, 3] else {
                throw layer.fail("an order of four of five axes", found: "\(order) of \(rank)")
            }
            let axis = [0, 2, 3, 4]
            try permute([axis[order[0]], 1] + order.dropFirst().map { axis[$0] }, layer)
        case "transpose":
            let order = try parameters.integers(1, limit: limit)
            guard order.sorted() == Array(0..<rank) else {
                throw layer.fail("an order of \(rank) axes", found: "\(order)")
            }
            try permute(order, layer)
        case "flatten":
            guard rank >= 3 else { throw layer.fail("three axes or more", found: "\(rank)") }
            if try parameters.integer(1) == 1 { try permute(Self.channelsLast(rank), layer) }
            let count = elementCount(Array(lengths.suffix(3))) ?? 0
            axes.reshape(lengths.dropLast(3) + [count, 1, 1])
        case "reshape": try reshape(layer)
        case "flattenTo2D":
            let axis = try parameters.integer(1)
            let split = axis < 0 ? axis + rank : axis
            guard (0...rank).contains(split) else { throw layer.fail("one of \(rank) axes", found: "\(axis)") }
            axes.reshape([elementCount(Array(lengths[..<split])) ?? 0, elementCount(Array(lengths[split...])) ?? 0])
        case "squeeze", "expandDims": try changeRank(layer)
        default:
            let target = try parameters.integers(1, limit: limit)
            // 0 stands for the length that is there, in rankPreservingReshape.
            let keeps = layer.kind == "rankPreservingReshape"
            guard !keeps || target.count == rank else {
                throw layer.fail("\(rank) axes", found: "\(target.count)")
            }
            try reshape(to: target.enumerated().map { keeps && $1 == 0 ? lengths[$0] : $1 }, layer)
        }
        vanished[layer.kind, default: 0] += 1
        return made(function)
    }

    /// The three last axes with the channels behind.
    private static func channelsLast(_ rank: Int) -> [Int] { Array(0..<rank - 3) + [rank - 2, rank - 1, rank - 3] }

    /// reshape, of five axes: to (channels, height, width), in this order or with the channels behind.
    private mutating func reshape(_ layer: CoreMLLayer) throws(InterchangeError) {
        let target = try layer.parameters.integers(1, limit: InterchangeLimits.arrayAxes)
        let last = try layer.parameters.integer(2) == 1
        guard axes.lengths.count == 5, [3, 4].contains(target.count) else {
            throw layer.fail("a target of 3 or 4 for 5 axes", found: "\(target.count) for \(axes.lengths.count)")
        }
        let (batch, three) = ([target.count == 4 ? target[0] : axes.lengths[0], 1], Array(target.suffix(3)))
        if !last { return try reshape(to: batch + three, layer) }
        try permute(Self.channelsLast(5), layer)
        try reshape(to: batch + [three[1], three[2], three[0]], layer)
        try permute([0, 1, 4, 2, 3], layer)
    }

    /// - Parameter target: lengths of axes, of which one may be −1 for what is left.
    private mutating func reshape(to target: [Int], _ layer: CoreMLLayer) throws(InterchangeError) {
        var target = target
        let open = target.indices.filter { target[$0] == -1 }
        if open.count == 1, let known = elementCount(target.filter { $0 != -1 }), known > 0 {
            target[open[0]] = axes.count / known
        }
        guard !target.isEmpty, target.allSatisfy({ $0 > 0 }), elementCount(target) == axes.count else {
            throw layer.fail(
                "axes of \(axes.count) numbers together", found: ONNXTensor.text(of: target))
        }
        axes.reshape(target)
    }

    private mutating func permute(_ order: [Int], _ layer: CoreMLLayer) throws(InterchangeError) {
        if !axes.keepsOrder(order) {
            guard draft.isEmpty else { throw layer.refuse("puts the units of a layer into another order") }
            guard axes.count <= InterchangeLimits.spreadNumbers else {
                throw layer.fail(
                    "at most \(InterchangeLimits.spreadNumbers) numbers to move", found: "\(axes.count)")
            }
            try spend(axes.count, at: layer.place)
        }
        axes.permute(order)
    }

    /// squeeze takes axes of length 1 away, expandDims adds some.
    private mutating func changeRank(_ layer: CoreMLLayer) throws(InterchangeError) {
        var lengths = axes.lengths
        let given = try layer.parameters.integers(1, limit: InterchangeLimits.arrayAxes)
        if layer.kind == "squeeze", try layer.parameters.flag(2) {
            return axes.reshape(lengths.filter { $0 != 1 }.isEmpty ? [1] : lengths.filter { $0 != 1 })
        }
        let rank = layer.kind == "squeeze" ? lengths.count : lengths.count + given.count
        let places = given.map { $0 < 0 ? $0 + rank : $0 }
        guard places.allSatisfy({ (0..<rank).contains($0) }), Set(places).count == places.count else {
            throw layer.fail("axes of \(rank)", found: "\(given)")
        }
        if layer.kind == "squeeze" {
            guard places.allSatisfy({ lengths[$0] == 1 }), places.count < rank else {
                throw layer.fail("axes of length 1", found: "axes \(given) of \(ONNXTensor.text(of: lengths))")
            }
            for place in places.sorted().reversed() { lengths.remove(at: place) }
        } else {
            for place in places.sorted() { lengths.insert(1, at: place) }
        }
        axes.reshape(lengths)
    }
}
