import Foundation
import NNModel
import NNTestSupport

/// Changes to the bytes of a model file that no writer of ours would make, with checksums that are right nevertheless.
struct ModelFileSurgery {
    private(set) var bytes: [UInt8]

    init(path: String) throws {
        bytes = try NNTestSupport.bytes(of: path)
    }

    /// The CRC-32 of PNG and zlib, bit by bit.
    private func checksum(_ range: [Range<Int>]) -> UInt32 {
        var value: UInt32 = 0xFFFF_FFFF
        for byte in range.flatMap({ bytes[$0] }) {
            value ^= UInt32(byte)
            for _ in 0..<8 { value = value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1 }
        }
        return ~value
    }

    private mutating func put(_ value: UInt32, at offset: Int) {
        for i in 0..<4 { bytes[offset + i] = UInt8(value >> (8 * i) & 0xFF) }
    }

    private func number(at offset: Int) -> Int {
        (0..<8).reversed().reduce(0) { $0 << 8 | Int(bytes[offset + $1]) }
    }

    /// Changes bytes of the header.
    mutating func header(_ value: UInt8, at offset: Int) {
        bytes[offset] = value
        put(checksum([0..<92]), at: 92)
    }

    /// Gives the chunk of one type another type.
    mutating func rename(_ old: String, _ new: String) {
        let count = (number(at: 48) & 0xFFFF_FFFF) / 64
        for entry in (0..<count).map({ 128 + 64 * $0 }) where bytes[entry..<entry + 4].elementsEqual(old.utf8) {
            let chunk = number(at: entry + 8)
            let payload = chunk + 32..<chunk + 32 + number(at: entry + 16)
            for (i, letter) in new.utf8.enumerated() {
                bytes[entry + i] = letter
                bytes[chunk + i] = letter
            }
            put(checksum([chunk..<chunk + 28, payload]), at: chunk + 28)
            put(checksum([chunk..<chunk + 28, payload]), at: entry + 32)
        }
        put(checksum([96..<124, 128..<128 + 64 * count]), at: 124)
    }
}

/// A small network with a history, metadata, two verification records and a chunk that nobody knows.
func unusualModel(_ type: DataType = .float32) throws -> Model {
    var random = SplitMix64(seed: 3)
    func numbers(_ count: Int) -> [Float] { (0..<count).map { _ in Float(random.nextUniform() - 0.5) } }
    let layers = [
        DenseLayer(
            weights: Tensor(numbers(4000), shape: [40, 100]), biases: Tensor(numbers(40), shape: [40]),
            activation: .relu),
        DenseLayer(
            weights: Tensor(numbers(120), shape: [3, 40]), biases: Tensor(numbers(3), shape: [3]), activation: .softmax),
    ]
    var model = Model(
        input: Input(shape: [10, 10], range: 0...255, scaling: .pixels), layers: layers,
        output: Output(meaning: .probability, classNames: ["a", "b", "c"]), metadata: ["author": "somebody"],
        history: History([History.Column("cost", [1, .nan, 0.25])]))
    model.extras = [ExtraChunk(type: ChunkType("zzZz") ?? .metadata, bytes: Array("kept".utf8))]
    return try model.converted(to: type).withVerification(seeds: [0, 1])
}

extension ModelFile {
    /// The tensors as they stand in the file: name, codec, length and checksum.
    var storedTensors: [String] {
        chunks.filter { $0.tensor != nil }.map { "\($0.name) \($0.codec) \($0.storedLength) \($0.checksum)" }
    }
}
