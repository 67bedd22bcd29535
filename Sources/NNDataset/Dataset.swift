import NNHDF5

/// What the stored numbers are.
public typealias ElementType = NumberType

/// A labelled data set in an HDF5 file: inputs, labels, and maybe the names of the classes.
///
/// Opening looks at names, types and shapes only; numbers are read by hyperslab when they are asked for, so that a file
/// may be larger than memory. Examples are counted from 0. Calls from several threads wait for each other.
public final class Dataset: Sendable {
    /// The path of the file as it was given.
    public let path: String
    /// The path of the inputs inside the file.
    public let inputsPath: String
    /// The path of the labels inside the file.
    public let labelsPath: String
    /// The number of examples, m; at least 1.
    public let exampleCount: Int
    /// The shape of one example, for images height × width × channels; `[1]` where the inputs have one axis only.
    public let inputShape: [Int]
    /// The numbers in one example, n[0]: the product of `inputShape`, flattened row-major; at least 1.
    public let featureCount: Int
    /// What the file stores the inputs as.
    public let elementType: ElementType
    /// The names of the classes by index, fit to be shown, or nil where the file has none.
    public let classNames: [String]?
    /// How images were made to fit their size, as `nndata` records it: the attribute `resize_filter` of the inputs.
    public let resizeFilter: String?
    /// The attribute `resize_fit` of the inputs.
    public let resizeFit: String?
    /// Examples that are stored together, and so are cheapest read together.
    public let examplesPerChunk: Int

    let inputs: HDF5Dataset
    let labelSet: LabelSet
    let storedClassNames: ClassNames?
    let limits: DatasetLimits

    /// Opens the data set in the file at `path`.
    ///
    /// - Parameters:
    ///   - names: paths inside the file, where the search wouldn't find them.
    ///   - kind: which is meant where the file holds one for training and one for testing.
    ///   - limits: the caps that everything in the file is held against.
    /// - Throws: `DatasetError` where the file is missing or malformed, nothing or more than one thing is found, types or
    ///   shapes don't fit, or there are no examples or features.
    public convenience init(
        path: String, names: DatasetNames = DatasetNames(), kind: DatasetKind = .any,
        limits: DatasetLimits = DatasetLimits()
    ) throws(DatasetError) {
        try self.init(path: path, names: names, kind: kind, limits: limits, inputCacheBytes: nil)
    }

    /// - Parameter inputCacheBytes: see `HDF5File.dataset(_:chunkCacheBytes:)`.
    init(
        path: String, names: DatasetNames, kind: DatasetKind, limits: DatasetLimits, inputCacheBytes: Int?
    ) throws(DatasetError) {
        let file = try wrappingHDF5 { () throws(HDF5Error) in try HDF5File(reading: path, limits: limits.hdf5) }
        let found = try FoundNames(in: file, names: names, kind: kind, limits: limits)
        let inputs = try wrappingHDF5 { () throws(HDF5Error) in
            try file.dataset(found.inputs, chunkCacheBytes: inputCacheBytes)
        }
        let shape = try InputShape(of: inputs, limits: limits)
        let labelSet = try LabelSet(
            path: found.labels, in: file, exampleCount: shape.exampleCount, inputs: found.inputs, limits: limits)
        let classNames = try ClassNames(path: found.classes, in: file, limits: limits)
        let resizeFilter = try Self.attribute("resize_filter", of: found.inputs, in: file)
        let resizeFit = try Self.attribute("resize_fit", of: found.inputs, in: file)

        self.path = path
        inputsPath = found.inputs
        labelsPath = found.labels
        exampleCount = shape.exampleCount
        inputShape = shape.shape
        featureCount = shape.featureCount
        elementType = shape.elementType
        examplesPerChunk = inputs.chunkShape?.first ?? 1
        self.classNames = classNames?.shown
        self.resizeFilter = resizeFilter
        self.resizeFit = resizeFit
        self.inputs = inputs
        self.labelSet = labelSet
        storedClassNames = classNames
        self.limits = limits
    }

    /// What `nndata` writes is short; anything else under such a name is none of our business.
    private static func attribute(
        _ name: String, of path: String, in file: borrowing HDF5File
    ) throws(DatasetError) -> String? {
        let strings = try wrappingHDF5 { () throws(HDF5Error) in
            try file.stringAttribute(name, of: path)
        }
        guard let strings, strings.count == 1, strings[0].count <= 64 else { return nil }
        return printable(utf8: strings[0])
    }
}
