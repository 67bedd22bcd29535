/// Writes examples to a data set to train with, and those to test with to another, where there is one.
public struct SplitWriter<Element: InputElement>: ~Copyable {
    private var train: DatasetWriter<Element>
    private var test: DatasetWriter<Element>?
    /// The examples to train with so far, by class.
    public private(set) var trainCounts: [Int]
    /// The examples to test with so far, by class.
    public private(set) var testCounts: [Int]

    /// Starts the files.
    ///
    /// - Parameters:
    ///   - path: the file to train with, or the only one.
    ///   - kind: names the data sets in it.
    ///   - testPath: the file to test with; nil where there is none.
    ///   - inputShape, classNames, resizeFilter, resizeFit: as of `DatasetWriter`.
    /// - Throws: `DatasetError` where a file can't be created.
    public init(
        path: String, kind: DatasetKind = .train, testPath: String?, inputShape: [Int], classNames: [String],
        resizeFilter: String? = nil, resizeFit: String? = nil
    ) throws(DatasetError) {
        func start(_ path: String, _ kind: DatasetKind) throws(DatasetError) -> DatasetWriter<Element> {
            try DatasetWriter(
                path: path, kind: kind, inputShape: inputShape, classNames: classNames, resizeFilter: resizeFilter,
                resizeFit: resizeFit)
        }
        let train = try start(path, kind)
        if let testPath { test = try start(testPath, .test) } else { test = nil }
        self.train = train
        trainCounts = classNames.map { _ in 0 }
        testCounts = trainCounts
    }

    /// Appends an example to one of the files.
    /// - Throws: `DatasetError`, on a full disk for one.
    /// - Precondition: there is a file to test with where it is to go there.
    public mutating func append(
        _ example: some Collection<Element>, label: Int, isTest: Bool
    ) throws(DatasetError) {
        if isTest {
            precondition(test != nil, "no file to test with")
            try test?.append(example, label: label)
            testCounts[label] += 1
        } else {
            try train.append(example, label: label)
            trainCounts[label] += 1
        }
    }

    /// Puts the files in place, neither before both could be written.
    /// - Throws: `DatasetError`, on a full disk for one.
    public consuming func commit() throws(DatasetError) {
        try train.finish()
        try test?.finish()
        try train.commit()
        if let test { try test.commit() }
    }
}
