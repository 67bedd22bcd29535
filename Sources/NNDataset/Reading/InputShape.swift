import NNHDF5

/// The shape of the inputs, found fit.
struct InputShape {
    let exampleCount: Int
    let shape: [Int]
    let featureCount: Int
    let elementType: ElementType

    init(of inputs: borrowing HDF5Dataset, limits: DatasetLimits) throws(DatasetError) {
        let (file, place) = (inputs.file, inputs.path)
        guard case .number(let type) = inputs.type else {
            throw DatasetError(
                file: file, place: place, .wrongType(expected: "numbers", found: inputs.type.description))
        }
        let examples = inputs.shape[0]
        let shape = inputs.shape.count == 1 ? [1] : Array(inputs.shape.dropFirst())
        guard examples > 0 else {
            throw DatasetError(file: file, place: place, .empty(expected: "1 or more examples", found: "0"))
        }
        guard examples <= limits.examples else {
            throw DatasetError(file: file, place: place, .limit("examples", limit: limits.examples, found: examples))
        }
        // The product of the whole shape has been found to fit.
        let features = shape.reduce(1, *)
        guard features > 0 else {
            throw DatasetError(
                file: file, place: place,
                .empty(expected: "1 or more features an example", found: "a shape of \(sizes(inputs.shape))"))
        }
        guard features <= limits.features else {
            throw DatasetError(
                file: file, place: place, .limit("features an example", limit: limits.features, found: features))
        }
        exampleCount = examples
        self.shape = shape
        featureCount = features
        elementType = type
    }
}
