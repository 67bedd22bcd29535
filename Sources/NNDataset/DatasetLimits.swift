import NNHDF5

/// The most that a data set may ask of us. Everything a file declares is held against these before memory is taken.
public struct DatasetLimits: Sendable {
    /// Examples in one data set.
    public var examples = 1 << 28
    /// Numbers in one example.
    public var features = 1 << 26
    /// Classes, and numbers in one float target.
    public var classes = 1 << 16
    /// Bytes in the name of a class.
    public var classNameBytes = 255
    /// Numbers that are read at a time where all are looked at.
    public var numbersPerRead = 1 << 18
    /// Strings that are read at a time.
    public var stringsPerRead = 1 << 12
    /// Bytes in one record of a CSV file.
    public var recordBytes = 1 << 26
    /// Groups of the root that are searched.
    public var groups = 256
    /// What the file as such may ask for.
    public var hdf5 = HDF5Limits()

    /// The defaults.
    public init() {}
}
