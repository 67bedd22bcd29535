import NNModel

/// A batch normalization among tensors that are known by name alone, as PyTorch has it: weight · (x − running_mean) ÷
/// √(running_var + ε) + bias for each of the numbers.
struct NamedNormalization {
    /// PyTorch's own, since files don't tell the one that was chosen.
    static let epsilon = 1e-5
    private static let ends = ["weight", "bias", "running_mean", "running_var", "num_batches_tracked"]

    /// What stands before `.running_mean`.
    let name: String
    /// How many numbers are normalized.
    let count: Int
    /// Tensors by the ends of their names, by their places in what was given.
    private let parts: [String: Int]

    /// All of them, and which of the tensors they take.
    ///
    /// - Throws: `InterchangeError` where one has no variances, or lists of different lengths.
    static func find(
        in tensors: [(name: String, shape: [Int])], file: String
    ) throws(InterchangeError) -> (normalizations: [NamedNormalization], tensors: Set<Int>) {
        var parts: [String: [String: Int]] = [:]
        for (index, tensor) in tensors.enumerated() {
            guard let (name, end) = split(tensor.name) else { continue }
            parts[name, default: [:]][end] = index
        }
        var (found, taken): ([NamedNormalization], Set<Int>) = ([], [])
        for (index, tensor) in tensors.enumerated() {
            guard let (name, end) = split(tensor.name), end == "running_mean", let own = parts[name] else { continue }
            func fail(_ place: Int, _ expected: String, _ found: String) -> InterchangeError {
                InterchangeError(
                    file, "tensor '\(tensors[place].name)'", .unexpected(expected: expected, found: found))
            }
            guard own["running_var"] != nil else { throw fail(index, "variances beside the means", "none") }
            guard tensor.shape.count == 1, tensor.shape != [0] else {
                throw fail(index, "means, a number a unit", "the shape \(tensor.shape)")
            }
            for (end, place) in own.sorted(by: { $0.value < $1.value }) where end != "num_batches_tracked" {
                guard tensors[place].shape == tensor.shape else {
                    throw fail(place, "the shape \(tensor.shape) of its means", "\(tensors[place].shape)")
                }
            }
            taken.formUnion(own.values)
            found.append(NamedNormalization(name: name, count: tensor.shape[0], parts: own))
        }
        return (found, taken)
    }

    /// Whether a tensor counts the batches that a normalization has seen, which no prediction needs.
    static func isCounter(_ name: String) -> Bool { split(name)?.end == "num_batches_tracked" }

    private static func split(_ name: String) -> (name: String, end: String)? {
        for end in ends {
            if name == end { return ("", end) }
            if name.hasSuffix("." + end) { return (String(name.dropLast(end.count + 1)), end) }
        }
        return nil
    }

    /// The tensors of numbers, by their places.
    var tensors: [Int] { Self.ends.dropLast().compactMap { parts[$0] } }

    /// What it does to each number.
    ///
    /// - Parameter tensor: reads a tensor by its place.
    func affine(
        file: String, tensor: (Int) throws(InterchangeError) -> Tensor
    ) throws(InterchangeError) -> Affine {
        func numbers(_ end: String, _ usual: Double) throws(InterchangeError) -> [Double] {
            guard let place = parts[end] else { return [Double](repeating: usual, count: count) }
            return try tensor(place).scalars(as: Double.self)
        }
        let (weights, shifts) = (try numbers("weight", 1), try numbers("bias", 0))
        let (means, variances) = (try numbers("running_mean", 0), try numbers("running_var", 1))
        let factors = (0..<count).map { weights[$0] / (variances[$0] + Self.epsilon).squareRoot() }
        guard factors.allSatisfy(\.isFinite) else {
            throw InterchangeError(
                file, "normalization '\(name)'",
                .unexpected(expected: "finite weights and variances of at least 0", found: "others"))
        }
        return Affine(factors: factors, shifts: (0..<count).map { shifts[$0] - means[$0] * factors[$0] })
    }
}
