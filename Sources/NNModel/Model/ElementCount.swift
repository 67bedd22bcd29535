/// How many elements an array of these axes has; nil where that is more than an `Int` can count.
package func elementCount(_ shape: [Int]) -> Int? {
    shape.reduce(1) { count, length in
        guard let (product, overflow) = count?.multipliedReportingOverflow(by: length), !overflow else { return nil }
        return product
    }
}
