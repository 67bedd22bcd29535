import NNHDF5

/// What a CSV file was taken for.
public struct CSVReport: Sendable, Equatable {
    /// The labels, one an example.
    public let labels: ClassLabels
    /// The numbers in one example.
    public let featureCount: Int
    /// Whether the first record named the columns.
    public let hasHeader: Bool
    /// The column of the labels, by number from 1 and name.
    public let labelColumn: String
}

/// Turns a CSV file (RFC 4180), gzip or not, into a labelled data set, a record at a time.
///
/// The file is read twice: first for the labels, from which the classes come, and that all records have as many fields;
/// then for the features.
///
/// - Parameters:
///   - path: a file that can be read twice, and so no pipe.
///   - output: the HDF5 file to write.
///   - kind: gives the data sets their names.
///   - progress: called now and then with the bytes read and how many will be read in all.
/// - Throws: `DatasetError` with the line and column where something isn't as it should be; `output` then is as it was.
public func importCSV(
    _ path: String, to output: String, kind: DatasetKind, options: CSVOptions = CSVOptions(),
    limits: DatasetLimits = DatasetLimits(), progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
) throws(DatasetError) -> CSVReport {
    let source = CSVImport(path: path, options: options, limits: limits)
    return switch options.elementType {
    case .uint8:
        try source.run(to: output, kind, expected: "a whole number from 0 to 255", progress) { UInt8(exactly: $0) }
    case .float32:
        try source.run(to: output, kind, expected: "a number that float32 can hold", progress) { number in
            Float(number).isFinite ? Float(number) : nil
        }
    case .float64:
        try source.run(to: output, kind, expected: "a number that float64 can hold", progress) { number in
            number.isFinite ? number : nil
        }
    }
}

/// The two passes over the file.
private struct CSVImport {
    let path: String
    let options: CSVOptions
    let limits: DatasetLimits

    func run<Element: InputElement>(
        to output: String, _ kind: DatasetKind, expected: String, _ progress: (Int, Int) -> Void,
        _ convert: (Double) -> Element?
    ) throws(DatasetError) -> CSVReport {
        let identity = FileIdentity(of: path)
        let (layout, labels) = try readLabels(progress)
        let shape = options.shape ?? [layout.features.count]
        guard let wanted = product(shape), wanted == layout.features.count else {
            throw DatasetError(
                file: path,
                .empty(
                    expected: "as many columns of features as the shape \(sizes(shape)) has",
                    found: "\(layout.features.count)"))
        }
        var writer = try DatasetWriter<Element>(
            path: output, kind: kind, inputShape: shape, classNames: labels.names)
        var example = [Element]()
        example.reserveCapacity(layout.features.count)
        try forEachRecord(pass: 1, progress) { record, number, _ throws(DatasetError) in
            // Another file, or one that grew since.
            guard record.count == layout.columnCount, number < labels.indices.count else {
                throw DatasetError(file: path, .changed)
            }
            example.removeAll(keepingCapacity: true)
            for column in layout.features {
                guard let value = decimalNumber(record[column]) else {
                    throw error(record, layout, column, expected: "a number")
                }
                guard let element = convert(value) else { throw error(record, layout, column, expected: expected) }
                example.append(element)
            }
            try writer.append(example, label: Int(labels.indices[number]))
        }
        guard identity == FileIdentity(of: path), writer.exampleCount == labels.indices.count else {
            throw DatasetError(file: path, .changed)
        }
        try writer.commit()
        return CSVReport(
            labels: labels, featureCount: layout.features.count, hasHeader: layout.names != nil,
            labelColumn: layout.name(of: layout.label))
    }

    private func readLabels(_ progress: (Int, Int) -> Void) throws(DatasetError) -> (CSVLayout, ClassLabels) {
        var (found, lines, texts) = (CSVLayout?.none, [Int](), LabelTexts(limits: limits))
        func labelError(_ problem: LabelTexts.Problem, _ layout: CSVLayout) -> DatasetError {
            DatasetError(
                file: path,
                .text(
                    line: lines[problem.example], column: layout.name(of: layout.label), expected: problem.expected,
                    found: problem.found))
        }
        try forEachRecord(pass: 0, progress) { record, _, layout throws(DatasetError) in
            found = layout
            guard record.count == layout.columnCount else {
                throw DatasetError(
                    file: path,
                    .text(
                        line: record.line, column: nil, expected: "\(layout.columnCount) fields, as in the first line",
                        found: "\(record.count)"))
            }
            guard texts.count < limits.examples else {
                throw DatasetError(file: path, .limit("examples", limit: limits.examples, found: texts.count + 1))
            }
            lines.append(record.line)
            do throws(LabelTexts.Problem) {
                try texts.add(Array(record[layout.label]))
            } catch {
                throw labelError(error, layout)
            }
        }
        guard let found else {
            throw DatasetError(
                file: path, .empty(expected: "1 or more records beside a header", found: "none"))
        }
        do throws(LabelTexts.Problem) {
            return (found, try texts.classes(named: options.classNames))
        } catch {
            throw labelError(error, found)
        }
    }

    /// Calls `body` with each record but a header, and its number from 0.
    private func forEachRecord(
        pass: Int, _ progress: (Int, Int) -> Void,
        _ body: (CSVRecord, Int, CSVLayout) throws(DatasetError) -> Void
    ) throws(DatasetError) {
        var reader = try CSVReader(path: path, separator: options.separator, limits: limits)
        guard reader.isRegular else {
            throw DatasetError(
                file: path, .empty(expected: "a file, which can be read twice", found: "a pipe or a device"))
        }
        var record = CSVRecord()
        guard try reader.next(&record) else { return }
        let layout = try CSVLayout(record, options, file: path)
        var number = 0
        if layout.names == nil {
            try body(record, number, layout)
            number += 1
        }
        while try reader.next(&record) {
            try body(record, number, layout)
            number += 1
            if number.isMultiple(of: 256) {
                let (done, total) = reader.progress
                progress(pass * total + done, 2 * total)
            }
        }
    }

    private func error(
        _ record: CSVRecord, _ layout: CSVLayout, _ column: Int, expected: String
    ) -> DatasetError {
        let field = record[column]
        let text = printable(utf8: Array(field.prefix(40))) + (field.count > 40 ? "…" : "")
        let found = field.isEmpty ? "nothing" : "'\(text)'"
        return DatasetError(
            file: path,
            .text(
                line: record.line, column: layout.name(of: column), expected: expected,
                found: decimalNumber(field) == nil ? "\(found); --drop leaves a column out" : found))
    }
}
