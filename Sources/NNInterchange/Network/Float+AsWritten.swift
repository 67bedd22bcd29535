extension Float {
    /// The number of the fewest digits that it stands for: 0.2, and not 0.20000000298.
    var asWritten: Double { Double(description) ?? Double(self) }
}

extension Double {
    /// The same for a number that was widened from float32, as Keras 2 leaves 0.3 as 0.30000001192092896.
    var asWritten: Double {
        let narrow = Float(self)
        return Double(narrow) == self ? narrow.asWritten : self
    }
}
