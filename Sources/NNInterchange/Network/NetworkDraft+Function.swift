extension NetworkDraft {
    /// Makes an activation of what became of the numbers since the last change.
    mutating func commit(_ function: ElementwiseFunction) throws(Problem) {
        if function.isIdentity { return }
        if let line = function.line { return try fold(Affine(factors: [line.factor], shifts: [line.shift])) }
        guard let activation = function.activation else {
            throw Problem(expected: "an activation that a layer can have", found: "another function of its numbers")
        }
        try set(activation)
    }
}
