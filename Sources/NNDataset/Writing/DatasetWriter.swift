import NNFile
import NNHDF5

/// Writes a labelled data set in the seed's layout: `list_classes`, `<kind>_set_x` and `<kind>_set_y`, nothing else, so
/// that a notebook's `list(file.values())[1]` finds the inputs. `Dataset` reads it back.
///
/// The same examples give the same bytes: no times are stored. The file is written aside and put in place by `commit()`;
/// without it, nothing is left.
public struct DatasetWriter<Element: InputElement>: ~Copyable {
    private let output: AtomicFile
    private let file: HDF5File
    private let labelsPath: String
    private let classCount: Int
    private let featureCount: Int
    private let examplesPerChunk: Int
    private var inputs: HDF5Output
    private var pending: [Element] = []
    private var labels: [Int64] = []
    private var isFinished = false

    /// Examples appended so far.
    public var exampleCount: Int { labels.count }

    /// Starts the file that will stand at `path`.
    ///
    /// - Parameters:
    ///   - kind: gives the data sets their names; `.any` names them as for training.
    ///   - inputShape: the shape of one example, for images height × width × channels; no zeros.
    ///   - classNames: by index, at least one.
    ///   - resizeFilter: the filter that made images fit their size, stored as an attribute.
    ///   - resizeFit: how their proportions were treated, stored as an attribute.
    /// - Throws: `DatasetError` where the file can't be created, or a name is too long to be read again.
    public init(
        path: String, kind: DatasetKind, inputShape: [Int], classNames: [String],
        resizeFilter: String? = nil, resizeFit: String? = nil
    ) throws(DatasetError) {
        precondition(!inputShape.isEmpty && inputShape.allSatisfy { $0 > 0 }, "one axis or more, none of them empty")
        precondition(!classNames.isEmpty && classNames.allSatisfy { !$0.utf8.contains(0) }, "names without zeros")
        for (index, name) in classNames.enumerated() {
            let length = printable(name).utf8.count
            guard length <= DatasetLimits().classNameBytes else {
                throw DatasetError(
                    file: path,
                    .badClassName(
                        index: index, expected: "at most \(DatasetLimits().classNameBytes) bytes", found: "\(length)"))
            }
        }
        let output = try wrappingFile { () throws(FileError) in try AtomicFile(path: path) }
        // AtomicFile writes directly to what can't be renamed over.
        guard output.temporaryPath != path else { throw DatasetError(file: path, .notRegularOutput) }
        let prefix = kind == .test ? "test" : "train"
        let features = inputShape.reduce(1, *)
        let perChunk = max(1, Self.chunkBytes / (features * MemoryLayout<Element>.size))
        let file = try wrappingHDF5 { () throws(HDF5Error) in
            try HDF5File(creating: output.temporaryPath, shownAs: path)
        }
        let inputs = try wrappingHDF5 { () throws(HDF5Error) in
            try file.write(strings: classNames, to: "/list_classes")
            let inputs = try file.create(
                "/\(prefix)_set_x", type: Element.numberType, rowShape: inputShape,
                storage: ChunkedStorage(shape: [perChunk] + inputShape))
            if let resizeFilter { try file.setAttribute("resize_filter", of: inputs.path, to: resizeFilter) }
            if let resizeFit { try file.setAttribute("resize_fit", of: inputs.path, to: resizeFit) }
            return inputs
        }
        self.output = output
        self.file = file
        self.inputs = inputs
        labelsPath = "/\(prefix)_set_y"
        classCount = classNames.count
        featureCount = features
        examplesPerChunk = perChunk
    }

    /// Appends one example, its numbers row-major, and its class.
    /// - Throws: `DatasetError`, on a full disk for one.
    public mutating func append(_ example: some Collection<Element>, label: Int) throws(DatasetError) {
        precondition(example.count == featureCount, "an example of the declared shape")
        precondition((0..<classCount).contains(label), "one of the classes")
        precondition(!isFinished, "an example after the end")
        pending.append(contentsOf: example)
        labels.append(Int64(label))
        // Whole chunks, so that none is deflated twice.
        if pending.count == examplesPerChunk * featureCount { try flush() }
    }

    /// Writes the rest, syncs the file and puts it in place.
    /// - Throws: `DatasetError`, on a full disk for one; `path` then is as it was.
    public consuming func commit() throws(DatasetError) {
        try finish()
        do throws(FileError) {
            try output.commit()
        } catch {
            throw DatasetError(error)
        }
    }

    /// Writes the rest, so that nothing but putting it in place remains; no example may follow.
    mutating func finish() throws(DatasetError) {
        guard !isFinished else { return }
        try flush()
        try wrappingHDF5 { () throws(HDF5Error) in
            try file.write(labels, to: labelsPath)
            try file.flush()
        }
        isFinished = true
    }

    private mutating func flush() throws(DatasetError) {
        guard !pending.isEmpty else { return }
        try pending.withUnsafeBufferPointer { buffer throws(DatasetError) in
            try wrappingHDF5 { () throws(HDF5Error) in try inputs.append(buffer) }
        }
        pending.removeAll(keepingCapacity: true)
    }

    /// Large enough to compress well, and small enough that a few examples cost little.
    private static var chunkBytes: Int { 512 << 10 }
}

private func wrappingFile<Result: ~Copyable>(
    _ body: () throws(FileError) -> Result
) throws(DatasetError) -> Result {
    do throws(FileError) {
        return try body()
    } catch {
        throw DatasetError(error)
    }
}
