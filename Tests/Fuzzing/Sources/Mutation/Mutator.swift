import NNModel

/// A file that was changed at random, and what was done to it.
public struct Mutant: Sendable {
    public let bytes: [UInt8]
    /// The vector that it comes from, and each change.
    public let history: [String]
}

/// Makes mutants of vectors, the same ones from the same seed: changes of bits and bytes, of fields, of whole chunks,
/// with and without mending the checksums afterwards.
public struct Mutator: Sendable {
    /// A file to start from.
    public struct Vector: Sendable {
        public let name: String
        public let bytes: [UInt8]

        public init(name: String, bytes: [UInt8]) {
            self.name = name
            self.bytes = bytes
        }
    }

    var random: SplitMix64
    private let vectors: [Vector]
    /// Sums of the vectors' chances to be chosen: large ones are rare, since they take long to judge.
    private let sums: [Double]

    /// - Precondition: there are vectors.
    public init(_ vectors: [Vector], seed: UInt64) {
        precondition(!vectors.isEmpty, "nothing to make mutants of")
        random = SplitMix64(seed: seed)
        self.vectors = vectors
        var sum = 0.0
        sums = vectors.map { vector in
            let raw = Container(vector.bytes)?.chunks.reduce(0) { $0 + min($1.rawLength, 1 << 26) } ?? 0
            sum += 1 / (1 + Double(vector.bytes.count + raw) / 8192)
            return sum
        }
    }

    /// The same vectors under another seed.
    public func reseeded(_ seed: UInt64) -> Mutator {
        var copy = self
        copy.random = SplitMix64(seed: seed)
        return copy
    }

    /// The next mutant.
    public mutating func next() -> Mutant {
        let vector = pick()
        var (bytes, history) = (vector.bytes, [vector.name])
        change(&bytes, &history, partner: pick().bytes)
        return Mutant(bytes: bytes, history: history)
    }

    /// Changes a file in one to three ways, and mends it or not.
    mutating func change(_ bytes: inout [UInt8], _ history: inout [String], partner: [UInt8]) {
        let isStructural = chance(1, in: 3)
        if isStructural, var container = Container(bytes) {
            repeat { history.append(change(&container, partner: Container(partner))) } while chance(1, in: 3)
            bytes = container.assembled()
            // What is sound as a container has nothing left but this to hide what is wrong in it.
            if !chance(1, in: 16) { mend(&bytes, .checksums) }
            guard chance(1, in: 4) else { return }
        }
        repeat { history.append(changeBytes(of: &bytes, partner: partner)) } while chance(1, in: 3)
        let mending = mending()
        if !mending.isEmpty {
            mend(&bytes, mending)
            history.append("mended \(mending.rawValue)")
        }
    }

    /// Mostly everything but the lengths, sometimes nothing, sometimes anything.
    private mutating func mending() -> Mending {
        switch below(8) {
        case 0...2: .checksums
        case 3...4: [.checksums, .chunkHeaders]
        case 5: .everything
        case 6: Mending(rawValue: below(64))
        default: []
        }
    }

    private mutating func pick() -> Vector {
        let place = random.nextUniform() * (sums.last ?? 1)
        return vectors[sums.firstIndex { place < $0 } ?? 0]
    }

    mutating func below(_ bound: Int) -> Int { random.next(below: max(1, bound)) }
    mutating func chance(_ n: Int, in total: Int) -> Bool { below(total) < n }
    mutating func element<Element>(of some: [Element]) -> Element { some[below(some.count)] }

    mutating func randomBytes(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next()) }
    }

    /// A short range within `count` bytes.
    mutating func range(within count: Int) -> Range<Int> {
        let start = below(count + 1)
        return start..<min(count, start + 1 + below(chance(1, in: 4) ? 200 : 8))
    }
}

extension Mutator {
    /// Another value for a field of `width` bytes: one at which readers go wrong, a neighbor, or any.
    mutating func changeField(_ width: Int, at offset: Int, in bytes: inout [UInt8]) {
        guard let old = bytes.number(width, at: offset) else { return }
        let value: UInt64 =
            switch below(6) {
            case 0, 1: element(of: Self.interesting)
            case 2: old &+ UInt64(1 + below(8))
            case 3: old &- UInt64(1 + below(8))
            case 4: old ^ 1 << UInt64(below(8 * width))
            default: random.next() >> UInt64(below(64))
            }
        bytes.put(value, width, at: offset)
    }

    /// Small codes, limits of the format and their neighbors, edges of integers, and numbers that aren't finite.
    private static let interesting: [UInt64] = {
        let limits: [UInt64] = [32, 64, 96, 1024, 4096, 10_000, 1 << 16, 1 << 20, 1 << 24, 1 << 31, 1 << 32, 1 << 40]
        let numbers: [Double] = [
            0, -0.0, 1, -1, .infinity, -.infinity, .nan, .leastNonzeroMagnitude, .greatestFiniteMagnitude,
        ]
        let edges: [UInt64] = [127, 128, 255, 256, 1 << 63 - 1, 1 << 63, .max, .max - 31, .max - 63]
        return Array(0...20) + edges + limits.flatMap { [$0 - 1, $0, $0 + 1] } + numbers.map(\.bitPattern)
    }()
}

/// A file changed at random, mostly with its checksums mended.
public func changed(_ bytes: [UInt8], seed: UInt64) -> [UInt8] {
    var mutator = Mutator([Mutator.Vector(name: "input", bytes: bytes)], seed: seed)
    return mutator.next().bytes
}
