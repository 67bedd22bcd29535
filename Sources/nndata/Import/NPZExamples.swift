import NNCommand
import NNDataset
import NNInterchange
import NNModel

/// The array of an .npz file that holds the inputs.
struct NPZExamples {
    private let name: String
    private let path: String
    private let array: NPZArrays.Description
    /// How many examples there are.
    var count: Int { array.shape[0] }
    /// The shape of one.
    var shape: [Int] { array.shape.count == 1 ? [1] : Array(array.shape.dropFirst()) }
    /// What the numbers are.
    private let type: NNDataset.ElementType
    /// What they are in the data set.
    var storedType: NNDataset.ElementType { type == .float16 ? .float32 : type }

    /// - Throws: `InputError` where the array holds strings, or more than `DatasetLimits` allow.
    init(_ name: String, of arrays: NPZArrays, path: String, limits: DatasetLimits = DatasetLimits()) throws {
        self.name = name
        self.path = path
        array = try arrays.describe(name)
        guard let type = NNDataset.ElementType(array.type) else {
            throw InputError("\(path): \(name): expected numbers, found strings ('\(array.descr)')")
        }
        self.type = type
        guard array.shape[0] <= limits.examples, array.width <= limits.features else {
            throw InputError(
                "\(path): \(name): expected at most \(limits.examples) examples of \(limits.features) features, found "
                    + "\(array.shape[0]) of \(array.width)")
        }
    }

    /// Writes the examples as a data set, some at a time.
    func write(
        _ arrays: NPZArrays, _ labels: ClassLabels, to output: String, kind: DatasetKind,
        progress: (_ done: Int) -> Void
    ) throws {
        switch type {
        case .float16: try write(as: Float.self, arrays, labels, output, kind, progress, Self.widened)
        default:
            let element: any InputElement.Type = type.inputElement
            try writeStored(as: element, arrays, labels, output, kind, progress)
        }
    }

    private func writeStored<Element: InputElement>(
        as type: Element.Type, _ arrays: NPZArrays, _ labels: ClassLabels, _ output: String,
        _ kind: DatasetKind, _ progress: (Int) -> Void
    ) throws {
        try write(as: type, arrays, labels, output, kind, progress) { Array($0.assumingMemoryBound(to: type)) }
    }

    private func write<Element: InputElement>(
        as type: Element.Type, _ arrays: NPZArrays, _ labels: ClassLabels, _ output: String,
        _ kind: DatasetKind, _ progress: (Int) -> Void, _ numbers: (UnsafeRawBufferPointer) -> [Element]
    ) throws {
        var writer = try DatasetWriter<Element>(
            path: output, kind: kind, inputShape: shape, classNames: labels.names)
        try arrays.forEachBlock(of: name) { first, rows in
            let numbers = numbers(rows)
            try check(numbers, from: first)
            for start in stride(from: 0, to: numbers.count, by: array.width) {
                let example = first + start / array.width
                try writer.append(numbers[start..<start + array.width], label: Int(labels.indices[example]))
            }
            progress(first + numbers.count / array.width)
        }
        try writer.commit()
    }

    /// numpy's `float32` of half precision, which is exact.
    private static func widened(_ rows: UnsafeRawBufferPointer) -> [Float] {
        Tensor(bytes: Array(rows), dataType: .float16, shape: [rows.count / 2]).scalars()
    }

    /// - Throws: `InputError` with the first number that is NaN or infinite, which nobody could learn from.
    private func check<Element: InputElement>(_ numbers: [Element], from first: Int) throws(InputError) {
        let index =
            switch numbers {
            case let numbers as [Float]: numbers.firstIndex { !$0.isFinite }
            case let numbers as [Double]: numbers.firstIndex { !$0.isFinite }
            default: Int?.none
            }
        guard let index else { return }
        let (row, feature) = index.quotientAndRemainder(dividingBy: array.width)
        throw InputError(
            "\(path): \(name): example \(first + row), feature \(feature): expected a finite number, found "
                + "\(numbers[index])")
    }
}

extension NNDataset.ElementType {
    /// The type of the numbers of an array; nil where it holds strings.
    fileprivate init?(_ type: NNInterchange.ElementType) {
        switch (type.kind, type.size) {
        case (.float, 2): self = .float16
        case (.float, 4): self = .float32
        case (.float, _): self = .float64
        case (.integer(isSigned: true), 1): self = .int8
        case (.integer(isSigned: true), 2): self = .int16
        case (.integer(isSigned: true), 4): self = .int32
        case (.integer(isSigned: true), _): self = .int64
        case (.integer, 1): self = .uint8
        case (.integer, 2): self = .uint16
        case (.integer, 4): self = .uint32
        case (.integer, _): self = .uint64
        default: return nil
        }
    }
}
