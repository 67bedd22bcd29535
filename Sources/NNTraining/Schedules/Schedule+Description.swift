extension Schedule.Shape: CustomStringConvertible, LosslessStringConvertible {
    /// What `init` reads, for messages.
    public static let expectation =
        "constant, step:EPOCHS[:FACTOR], exponential:FACTOR, cosine[:FLOOR] or "
        + "plateau[:FACTOR[:PATIENCE[:THRESHOLD[:MINIMUM]]]], with factors between 0 and 1"

    /// Reads what `description` writes: a name and its numbers, as in `step:30:0.1`, `exponential:0.95`, `cosine` or
    /// `plateau:0.5:3`. Those left out at the end are PyTorch's. A step of `500i` is one of iterations.
    public init?(_ description: String) {
        let parts = description.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        let (name, values) = (parts[0], parts.dropFirst())
        switch (name, values.count) {
        case ("constant", 0): self = .constant
        case ("step", 1...2):
            guard let every = Schedule.Span(parts[1]), let factor = Self.number(parts, 2, else: 0.1) else { return nil }
            self = .step(every: every, factor: factor)
        case ("exponential", 1):
            guard let factor = Double(parts[1]) else { return nil }
            self = .exponential(factor: factor)
        case ("cosine", 0...1):
            guard let floor = Self.number(parts, 1, else: 0) else { return nil }
            self = .cosine(floor: floor)
        case ("plateau", 0...4):
            var rule = PlateauRule()
            guard let factor = Self.number(parts, 1, else: rule.factor),
                let patience = parts.count > 2 ? Int(parts[2]) : rule.patience,
                let threshold = Self.number(parts, 3, else: rule.threshold),
                let minimum = Self.number(parts, 4, else: rule.minimum)
            else { return nil }
            rule = PlateauRule(factor: factor, patience: patience, threshold: threshold, minimum: minimum)
            self = .plateau(rule)
        default: return nil
        }
        guard (try? Schedule(self).check()) != nil else { return nil }
    }

    private static func number(_ parts: [String], _ index: Int, else usual: Double) -> Double? {
        index < parts.count ? Double(parts[index]) : usual
    }

    /// The name and all numbers.
    public var description: String {
        switch self {
        case .constant: "constant"
        case .step(let every, let factor): "step:\(every):\(factor)"
        case .exponential(let factor): "exponential:\(factor)"
        case .cosine(let floor): "cosine:\(floor)"
        case .plateau(let rule): "plateau:\(rule.factor):\(rule.patience):\(rule.threshold):\(rule.minimum)"
        }
    }
}

extension Schedule.Span: CustomStringConvertible, LosslessStringConvertible {
    /// Reads a number of epochs, or with an `i` behind it of iterations: `5`, `500i`.
    public init?(_ description: String) {
        let isIterations = description.hasSuffix("i")
        guard let count = Int(isIterations ? String(description.dropLast()) : description), count >= 1 else {
            return nil
        }
        self = isIterations ? .iterations(count) : .epochs(count)
    }

    /// As `init` reads it.
    public var description: String {
        switch self {
        case .epochs(let count): "\(count)"
        case .iterations(let count): "\(count)i"
        }
    }
}
