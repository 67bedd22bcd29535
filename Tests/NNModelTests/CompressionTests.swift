import NNModel
import Testing

/// Bytes of a kind that some codec is made for.
private enum Contents: CaseIterable {
    case gaussian, sparse, zeros, constant, random, periodic, specials

    func bytes(_ count: Int, of dataType: DataType) -> [UInt8] {
        var random = SplitMix64(seed: UInt64(count))
        func numbers(_ next: () -> Double) -> [UInt8] {
            let tensor = Tensor((0..<count).map { _ in next() }, shape: [1, count])
            guard let stored = try? tensor.converted(to: dataType) else { return [] }
            return stored.withUnsafeBytes { Array($0) }
        }
        switch self {
        case .gaussian: return numbers { random.nextNormals().0 * 0.05 }
        case .sparse: return numbers { random.next(below: 10) == 0 ? random.nextNormals().0 : 0 }
        case .zeros: return [UInt8](repeating: 0, count: count * dataType.size)
        case .constant: return numbers { 0.1 }
        case .random: return (0..<count * dataType.size).map { _ in UInt8(truncatingIfNeeded: random.next()) }
        case .periodic: return (0..<count * dataType.size).map { UInt8(truncatingIfNeeded: $0 % 1_000 * 7) }
        case .specials:
            // Every upper byte pair there is: both zeros, infinities, subnormal numbers and NaN with their payloads.
            return (0..<count).flatMap { index in
                let upper = [UInt8(truncatingIfNeeded: index), UInt8(truncatingIfNeeded: index >> 8)]
                return [UInt8](repeating: UInt8(truncatingIfNeeded: index % 3), count: max(0, dataType.size - 2))
                    + upper.suffix(dataType.size)
            }
        }
    }
}

@Suite("Compression")
struct CompressionTests {
    private func model(_ bytes: [UInt8], _ dataType: DataType) -> Model {
        let inputs = bytes.count / dataType.size
        let scales: [Float] = dataType == .int8 ? [0.5] : []
        return Model(
            input: Input(shape: [inputs]),
            layers: [
                DenseLayer(
                    weights: Tensor(bytes: bytes, dataType: dataType, shape: [1, inputs], scales: scales),
                    biases: Tensor([Float(0)], shape: [1]), activation: .identity)
            ], output: Output(meaning: .value))
    }

    @Test(
        "Every bit of every kind of tensor comes back, whatever its length", arguments: DataType.allCases,
        Compression.allCases)
    func roundTrip(dataType: DataType, compression: Compression) throws {
        // Around a block of 1 MiB, and lengths that leave bits of a bit map unused.
        let block = (1 << 20) / dataType.size
        let long = compression == .fast ? [block - 1, block, block + 1] : [block + 1]
        for contents in Contents.allCases {
            for count in [1, 2, 7, 8, 65, 4_099] + long {
                let model = model(contents.bytes(count, of: dataType), dataType)
                let file = try ModelFile(bytes: model.encoded(compression: compression))
                try file.verify()
                #expect(try file.tensor(.weights, ofLayer: 1) == model.layers[0].weights, "\(contents) \(count)")
            }
        }
    }

    @Test("The number of threads changes no byte", arguments: [Compression.fast, .best])
    func threads(compression: Compression) throws {
        let model = model(Contents.gaussian.bytes(900_000, of: .float32), .float32)
        let one = try model.encoded(compression: compression, threads: 1)
        #expect(try model.encoded(compression: compression, threads: 2) == one)
        #expect(try model.encoded(compression: compression, threads: 7) == one)
        let read = try ModelFile(bytes: one, threads: 5)
        try read.verify()
        #expect(try read.tensor(.weights, ofLayer: 1) == model.layers[0].weights)
    }

    @Test("Each kind of tensor gets the codec that is made for it, and is as small as it should be")
    func choice() throws {
        let cases: [(Contents, DataType, Codec, Double)] = [
            (.gaussian, .float32, .planes, 0.832), (.gaussian, .bfloat16, .planes, 0.67),
            (.sparse, .float32, .sparse, 0.100), (.random, .float32, .raw, 1.0), (.periodic, .float32, .planes, 0.01),
        ]
        for compression in [Compression.fast, .best] {
            // A quick look doesn't search for repetitions in bytes that are all about equally frequent.
            for (contents, dataType, codec, ratio) in cases where compression == .best || contents != .periodic {
                let model = model(contents.bytes(1_500_000, of: dataType), dataType)
                let file = try ModelFile(bytes: model.encoded(compression: compression))
                let chunk = try #require(file.chunks.first { $0.tensor?.role == .weights })
                #expect(chunk.codec == codec, "\(contents) \(dataType) \(compression)")
                #expect(Double(chunk.storedLength) / Double(chunk.rawLength) <= ratio, "\(contents) \(dataType)")
            }
        }
    }
}
