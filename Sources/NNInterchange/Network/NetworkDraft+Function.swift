extension NetworkDraft {
    /// Makes an activation of what became of the numbers since the last change.
    mutating func commit(_ function: ElementwiseFunction) throws(Problem) {
        if function.isIdentity { return }
        if let line = function.line { return try fold(Affine(factors: [line.factor], shifts: [line.shift])) }
        if let (line, activation) = function.activationOfLine {
            try fold(Affine(factors: [line.factor], shifts: [line.shift]))
            return try set(activation)
        }
        if function.activation == nil, let (factor, activation) = function.scaledActivation {
            try set(activation)
            return try fold(Affine(factors: [factor], shifts: [0]))
        }
        guard let activation = function.activation else {
            throw Problem(expected: "an activation that a layer can have", found: "another function of its numbers")
        }
        try set(activation)
    }
}
