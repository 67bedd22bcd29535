import NNModel

/// The batch that a `BatchPredictor` is at, cut into slices of examples that threads share out.
///
/// A slice goes through all layers on one thread. Its length depends on that of the batch alone, and so do the last digits.
final class Batch<Scalar: NetworkReal>: @unchecked Sendable {
    private struct Layer {
        let weights: Tensor
        let biases: [Scalar]
        let activation: Activation
    }

    let features: Int
    let units: Int
    /// How many threads have room to work in.
    let workers: Int
    private let layers: [Layer]
    private let scaling: PreparedScaling<Scalar>
    private let rooms: [SliceRoom<Scalar>]

    private var examples = 0
    private var slice = 0
    private var raw: UnsafePointer<Scalar>?
    private var activations: UnsafeMutablePointer<Scalar>?

    init(_ model: Model, workers: Int) throws(NetworkError) {
        precondition(workers >= 1, "\(workers) threads")
        // For its checks, which are those of every network.
        let features = model.input.featureCount
        let architecture = try Architecture(
            inputs: features, units: model.layers.map(\.units), activations: model.layers.map(\.activation))
        for (index, (layer, expected)) in zip(model.layers, architecture.layers).enumerated()
        where layer.inputs != expected.inputs {
            throw .layersDisagree(layer: index + 1, expected: expected.inputs, found: layer.inputs)
        }
        self.features = features
        self.workers = workers
        units = architecture.outputs
        layers = model.layers.map {
            Layer(weights: $0.weights, biases: $0.biases.scalars(), activation: $0.activation)
        }
        scaling = PreparedScaling(model.input.scaling, features: features)
        var rooms: [SliceRoom<Scalar>] = []
        for _ in 0..<workers { rooms.append(try SliceRoom(model, rows: Self.longestSlice)) }
        self.rooms = rooms
    }

    /// Long enough for products at full speed, and short enough for several threads to have some: of 1,024 examples of
    /// 784→1024→1024→10, slices of 256 are as quick as any other.
    private static var longestSlice: Int { 256 }
    private static var shortestSlice: Int { 32 }

    /// Takes orders.
    ///
    /// - Returns: how many slices there are.
    func begin(
        _ examples: Int, _ raw: UnsafePointer<Scalar>, _ activations: UnsafeMutablePointer<Scalar>
    ) -> Int {
        (self.examples, self.raw, self.activations) = (examples, raw, activations)
        // Four of a small batch.
        slice = min(max((examples + 3) / 4, Self.shortestSlice), Self.longestSlice)
        return (examples + slice - 1) / slice
    }

    /// From the raw elements to A[L], for one slice.
    @specialized(where Scalar == Float)
    @specialized(where Scalar == Double)
    func predict(slice index: Int, worker: Int) {
        guard let raw, let activations else { return }
        let (first, room) = (index * slice, rooms[worker])
        let rows = min(slice, examples - first)
        var values = prepared(raw + first * features, rows, room)
        for (index, layer) in layers.enumerated() {
            let width = layer.biases.count
            let z = index + 1 < layers.count ? room.hidden(index) : activations + first * units
            weigh(MatrixView(values, rows: rows, columns: layer.weights.shape[1]), by: layer, into: z, room)
            layer.activation.apply(to: UnsafeMutableBufferPointer(start: z, count: rows * width), units: width)
            values = UnsafePointer(z)
        }
    }

    /// A[0] of some examples.
    private func prepared(
        _ raw: UnsafePointer<Scalar>, _ rows: Int, _ room: SliceRoom<Scalar>
    ) -> UnsafePointer<Scalar> {
        guard !scaling.isNone else { return raw }
        for row in 0..<rows {
            let start = row * features
            scaling.apply(
                raw + start, into: UnsafeMutableBufferPointer(start: room.elements + start, count: features))
        }
        return UnsafePointer(room.elements)
    }

    /// Z[l] = A[l−1]·W[l]ᵀ + b[l], from the stored weights where they are of the right type.
    private func weigh(
        _ a: MatrixView<Scalar>, by layer: Layer, into z: UnsafeMutablePointer<Scalar>, _ room: SliceRoom<Scalar>
    ) {
        let (units, inputs) = (layer.weights.shape[0], layer.weights.shape[1])
        if layer.weights.dataType == Scalar.dataType {
            layer.weights.withUnsafeBytes { bytes in
                guard let weights = bytes.assumingMemoryBound(to: Scalar.self).baseAddress else { return }
                Scalar.weigh(
                    a, by: MatrixView(weights, rows: units, columns: inputs), biases: layer.biases, into: z,
                    spare: room.spare)
            }
            return
        }
        layer.biases.withUnsafeBufferPointer { biases in
            guard let biases = biases.baseAddress else { return }
            for first in stride(from: 0, to: units, by: room.rows) {
                let rows = first..<min(first + room.rows, units)
                layer.weights.widen(rows: rows, into: room.widened)
                Scalar.weigh(
                    a, by: MatrixView(room.widened, rows: rows.count, columns: inputs), biases: biases + first,
                    into: z + first, stride: units, spare: room.spare)
            }
        }
    }
}
