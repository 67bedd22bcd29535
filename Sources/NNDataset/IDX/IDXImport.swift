import NNHDF5

/// Turns a pair of IDX files into a labelled data set, a bounded number of examples at a time.
///
/// - Parameters:
///   - images: the IDX file of the inputs, of two axes or more; gzip or not.
///   - labels: the IDX file of the labels, of one axis.
///   - output: the HDF5 file to write.
///   - kind: gives the data sets their names.
///   - classNames: by index; nil names them by their numbers, up to the largest label.
///   - progress: called now and then with the examples done and their total.
/// - Returns: the number of examples.
/// - Throws: `DatasetError` where a file is malformed, they don't fit together, or the output can't be written.
public func importIDX(
    images: String, labels: String, to output: String, kind: DatasetKind, classNames: [String]? = nil,
    progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
) throws(DatasetError) -> Int {
    var images = try IDXFile(path: images)
    var labels = try IDXFile(path: labels)
    guard labels.shape.count == 1 else {
        throw DatasetError(file: labels.path, .wrongShape(expected: "(m)", found: labels.shape))
    }
    let total = images.shape[0]
    guard labels.shape[0] == total else {
        throw DatasetError(
            file: labels.path, .labelCount(expected: total, inputs: images.path, found: labels.shape[0]))
    }
    // A byte an example: all labels fit in memory, and the largest says how many classes there are. They are read in
    // steps, so that room is made only for what is there.
    var classes: [UInt8] = []
    while labels.remaining > 0 { classes += try labels.next(min(1 << 20, labels.remaining)) }
    let names = classNames ?? (0...Int(classes.max() ?? 0)).map(String.init)
    if let example = classes.firstIndex(where: { $0 >= names.count }) {
        throw DatasetError(
            file: labels.path,
            .badLabel(example: example, expected: "a class from 0 to \(names.count - 1)", found: "\(classes[example])"))
    }

    let shape = images.shape.count == 1 ? [1] : Array(images.shape.dropFirst())
    var writer = try DatasetWriter<UInt8>(path: output, kind: kind, inputShape: shape, classNames: names)
    let step = max(1, (1 << 20) / images.featureCount)
    while images.remaining > 0 {
        let first = total - images.remaining
        let count = min(step, images.remaining)
        let numbers = try images.next(count)
        for offset in 0..<count {
            let example = numbers[offset * images.featureCount..<(offset + 1) * images.featureCount]
            try writer.append(example, label: Int(classes[first + offset]))
        }
        progress(first + count, total)
    }
    try writer.commit()
    return total
}
