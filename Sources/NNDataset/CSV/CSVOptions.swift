/// What isn't said by a CSV file itself.
public struct CSVOptions: Sendable {
    /// Whether the first record names the columns.
    public enum Header: Sendable {
        /// Where it has something else than numbers in columns of features.
        case automatic
        /// It does.
        case present
        /// It doesn't.
        case absent
    }

    /// What the features are stored as.
    public enum ElementType: String, Sendable, CaseIterable {
        /// Whole numbers from 0 to 255, as of pictures.
        case uint8
        case float32, float64
    }

    /// What parts the fields: an ASCII character, neither a quote nor the end of a line.
    public var separator: UInt8 = UInt8(ascii: ",")
    /// Whether the first record names the columns.
    public var header = Header.automatic
    /// The column of the labels, by name or by number from 1; nil for the one that is called label, class, target or y,
    /// or else the last.
    public var label: String?
    /// Columns to be left out, by name or by number from 1.
    public var dropped: [String] = []
    /// The shape of an example; nil for one axis.
    public var shape: [Int]?
    /// What the features are stored as.
    public var elementType = ElementType.float32
    /// The names of the classes in order; nil to take them from the labels.
    public var classNames: [String]?

    /// The defaults.
    public init() {}
}
