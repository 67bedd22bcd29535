import NNModel

/// Weights of a kind, as they stand in memory.
func generated(_ kind: String, count bytes: Int) throws -> [UInt8] {
    var random = SplitMix64(seed: 1)
    func gaussian(_ count: Int) -> [Float] {
        var numbers: [Float] = []
        numbers.reserveCapacity(count + 1)
        while numbers.count < count {
            let (a, b) = random.nextNormals()
            numbers.append(Float(0.02 * a))
            numbers.append(Float(0.02 * b))
        }
        return Array(numbers.prefix(count))
    }
    switch kind {
    case "gaussian-float32": return gaussian(bytes / 4).withUnsafeBytes { Array($0) }
    case "gaussian-bfloat16":
        // Cut off: the ratio doesn't depend on how the last bit is rounded.
        return gaussian(bytes / 2).map { UInt16(truncatingIfNeeded: $0.bitPattern >> 16) }
            .withUnsafeBytes { Array($0) }
    case "sparse":
        return gaussian(bytes / 4).map { random.nextUniform() < 0.9 ? 0 : $0 }.withUnsafeBytes { Array($0) }
    case "random":
        return (0..<bytes / 8).map { _ in random.next() }.withUnsafeBytes { Array($0) }
    default: throw Problem("no weights of the kind \(kind)")
    }
}

/// A model of layers with these weights and no biases to speak of.
func layered(_ weights: [Tensor]) -> Model {
    Model(
        input: Input(shape: [weights[0].shape[1]]),
        layers: weights.map { weights in
            let biases = Tensor([Float](repeating: 0, count: weights.shape[0]), shape: [weights.shape[0]])
            return DenseLayer(weights: weights, biases: biases, activation: .identity)
        },
        output: Output(meaning: .value))
}

/// Four square layers of raw float32 that take about as many bytes.
func large(bytes: Int) -> Model {
    let side = Int((Double(bytes) / 16).squareRoot())
    var random = SplitMix64(seed: 2)
    let row = (0..<side).map { _ in Float(random.nextUniform() - 0.5) }
    return layered(
        (0..<4).map { layer in
            // Each row another turn of the first one: as good as random to a checksum, and made at once.
            let numbers = [Float](unsafeUninitializedCapacity: side * side) { buffer, count in
                for j in 0..<side {
                    let turn = (j * 7919 + layer) % side
                    for k in 0..<side { buffer[j * side + k] = row[k + turn < side ? k + turn : k + turn - side] }
                }
                count = side * side
            }
            return Tensor(numbers, shape: [side, side])
        })
}

/// The shape of one layer that holds a file of weights: as near to a square as comes out even.
func shape(_ path: String, _ dataType: DataType) throws -> [Int] {
    let count = try contents(of: path).count / dataType.size
    var units = 1
    while units * units < count && count % (units * 2) == 0 { units *= 2 }
    return [units, count / units]
}

/// The entry of W[1].
func weights(of file: ModelFile) throws -> ChunkEntry {
    guard let entry = file.chunks.first(where: { $0.tensor?.role == .weights }) else { throw Problem("no weights") }
    return entry
}
