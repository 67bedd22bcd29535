/// The fields of one record of a CSV file, without the quotes around them.
struct CSVRecord {
    /// The line on which the record begins, from 1.
    var line = 0
    /// What stands in the fields, one behind the other.
    var bytes: [UInt8] = []
    /// Where each field ends; it begins where the one before ends.
    var ends: [Int] = []
    /// Whether there were quotes around any field.
    var wasQuoted = false

    /// How many fields there are.
    var count: Int { ends.count }

    /// The bytes of a field.
    subscript(field: Int) -> ArraySlice<UInt8> {
        bytes[(field == 0 ? 0 : ends[field - 1])..<ends[field]]
    }
}
