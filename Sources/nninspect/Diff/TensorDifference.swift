import NNCommand
import NNModel

/// How a tensor of a model differs from the one of the same name in another.
struct TensorDifference {
    /// `W[1]`
    let name: String
    /// What each file has; nil for nothing.
    let a: ChunkEntry.TensorEntry?
    let b: ChunkEntry.TensorEntry?
    /// Whether shape, type and every bit agree.
    let isSame: Bool
    /// Numbers of which there is one in each; 0 where the shapes differ.
    let count: Int
    /// Numbers that differ, by their bits where the types agree, else by their value; nil where the shapes differ.
    let differing: Int?
    /// The largest |a − b|; NaN and infinities aside. Nil where the shapes differ.
    let largest: Double?

    /// Scales are compared as what they are part of, the numbers of int8 weights.
    static func all(between a: ModelFile, and b: ModelFile) throws(ModelFileError) -> [TensorDifference] {
        let (entriesA, entriesB) = (weightsAndBiases(a), weightsAndBiases(b))
        var all: [TensorDifference] = []
        for index in 0..<max(entriesA.count, entriesB.count) {
            let first = index < entriesA.count ? entriesA[index] : nil
            let second = index < entriesB.count ? entriesB[index] : nil
            all.append(
                TensorDifference(
                    first, try first.map { e throws(ModelFileError) in try a.tensor(e.role, ofLayer: e.layer) },
                    second, try second.map { e throws(ModelFileError) in try b.tensor(e.role, ofLayer: e.layer) }))
        }
        return all
    }

    private static func weightsAndBiases(_ file: ModelFile) -> [ChunkEntry.TensorEntry] {
        file.chunks.compactMap(\.tensor).filter { $0.role != .scales }
    }

    private init(
        _ a: ChunkEntry.TensorEntry?, _ tensorA: Tensor?, _ b: ChunkEntry.TensorEntry?, _ tensorB: Tensor?
    ) {
        (self.a, self.b) = (a, b)
        name = a?.name ?? b?.name ?? ""
        guard let tensorA, let tensorB, tensorA.shape == tensorB.shape else {
            (isSame, count, differing, largest) = (false, 0, nil, nil)
            return
        }
        count = tensorA.count
        isSame = tensorA == tensorB
        guard !isSame else {
            (differing, largest) = (0, 0)
            return
        }
        let sameType = tensorA.dataType == tensorB.dataType
        var (number, most) = (0, 0.0)
        for (x, y) in zip(tensorA.scalars(as: Double.self), tensorB.scalars(as: Double.self)) {
            guard sameType ? x.bitPattern != y.bitPattern : x != y && !(x.isNaN && y.isNaN) else { continue }
            number += 1
            let distance = abs(x - y)
            if distance.isFinite, distance > most { most = distance }
        }
        (differing, largest) = (number, most)
    }

    var json: JSON {
        .object([
            ("tensor", .string(name)), ("same", .bool(isSame)), ("numbers", .integer(count)),
            ("differing", differing.map { .integer($0) } ?? .null), ("largest", largest.map { .number($0) } ?? .null),
            ("a", a.map(describe) ?? .null), ("b", b.map(describe) ?? .null),
        ])
    }

    private func describe(_ entry: ChunkEntry.TensorEntry) -> JSON {
        .object([
            ("shape", .array(entry.shape.map { .integer($0) })), ("dtype", .string(entry.dataType.name)),
        ])
    }
}
