import NNFile

/// Labelled examples on their way from one tool to another, through a pipe.
///
/// `nnpredict --evaluate FILE.h5` starts the `nndata` beside it as `nndata stream FILE.h5`, which writes this to its
/// standard output, so that the one needs no HDF5 and the other no network. It is no format for files: both ends are of
/// one version of the suite, and a version that differs is refused.
///
/// Everything is little-endian:
///
///     8 bytes   89 4E 4E 58 0D 0A 1A 0A   (\x89 N N X CR LF ^Z LF)
///     u32       version, 1
///     u32       what an element is: 0 u8, 1 float32, 2 float64
///     u32       what a label is: 0 the index of a class, 1 float targets
///     u32       how many classes there are, or how many targets an example has
///     u64       how many examples there are
///     u32       axes of an example
///     u32       class names that follow: none, or one a class
///     u64 …     the length of each axis
///     names     each a u32 of its length in bytes and as much UTF-8
///     examples  each its elements, row-major, before any preprocessing; then its label, a u32 or as many float64
///
/// `ExampleStreamWriter` writes it and `ExampleStreamReader` reads it, which believes none of it unchecked.
public struct ExampleStreamHeader: Sendable, Equatable {
    /// What stands beside the elements of an example.
    public enum Labels: Sendable, Equatable {
        /// The index of a class, from 0; there are `count`.
        case classes(count: Int)
        /// Numbers to be met, so many an example.
        case targets(width: Int)
    }

    /// The shape of one example, for images height, width and channels.
    public let shape: [Int]
    /// What the elements are.
    public let elementType: ExampleElementType
    /// What the labels are.
    public let labels: Labels
    /// The name of each class, or none.
    public let classNames: [String]
    /// How many examples follow.
    public let exampleCount: Int

    /// How many elements an example has.
    public var featureCount: Int { shape.reduce(1, *) }

    /// A header of these parts.
    ///
    /// - Precondition: everything is within `ExampleStreamLimits`, and there are no names or one a class.
    public init(
        shape: [Int], elementType: ExampleElementType, labels: Labels, classNames: [String] = [], exampleCount: Int
    ) {
        self.shape = shape
        self.elementType = elementType
        self.labels = labels
        self.classNames = classNames
        self.exampleCount = exampleCount
        let violation = violation
        precondition(violation == nil, "\(violation.map(String.init(describing:)) ?? "")")
    }

    /// A header that came through a pipe.
    ///
    /// - Throws: `ExampleStreamError` with what is beyond the limits.
    init(
        received shape: [Int], elementType: ExampleElementType, labels: Labels, classNames: [String], exampleCount: Int
    ) throws(ExampleStreamError) {
        self.shape = shape
        self.elementType = elementType
        self.labels = labels
        self.classNames = classNames
        self.exampleCount = exampleCount
        if let violation { throw violation }
    }

    /// The first thing in it that breaks a rule.
    private var violation: ExampleStreamError? {
        typealias Limits = ExampleStreamLimits
        guard (1...Limits.axes).contains(shape.count) else {
            return ExampleStreamError("axes", expected: "1 to \(Limits.axes)", found: "\(shape.count)")
        }
        var count = 1
        for length in shape {
            let (product, overflow) = count.multipliedReportingOverflow(by: length)
            guard length > 0, !overflow, product <= Limits.features else {
                return ExampleStreamError("shape", expected: "1 to \(Limits.features) elements", found: "\(shape)")
            }
            count = product
        }
        let width =
            switch labels {
            case .classes(let count): count
            case .targets(let width): width
            }
        guard (1...Limits.classes).contains(width) else {
            return ExampleStreamError("labels", expected: "1 to \(Limits.classes)", found: "\(width)")
        }
        guard classNames.isEmpty || (labels == .classes(count: classNames.count)) else {
            return ExampleStreamError("class names", expected: "none or one a class", found: "\(classNames.count)")
        }
        if let name = classNames.first(where: { $0.utf8.count > Limits.nameBytes }) {
            return ExampleStreamError(
                "class name", expected: "at most \(Limits.nameBytes) bytes", found: "\(name.utf8.count)")
        }
        guard (0...Limits.examples).contains(exampleCount) else {
            return ExampleStreamError("examples", expected: "at most \(Limits.examples)", found: "\(exampleCount)")
        }
        return nil
    }

    static let signature: [UInt8] = [0x89, 0x4E, 0x4E, 0x58, 0x0D, 0x0A, 0x1A, 0x0A]
    static let version: UInt32 = 1
}

/// The most that a stream may ask of its reader; a writer keeps to it.
public enum ExampleStreamLimits {
    /// Axes of an example; HDF5 has no more.
    public static let axes = 32
    /// Elements of an example.
    public static let features = 1 << 26
    /// Classes, or targets of an example.
    public static let classes = 1 << 16
    /// Bytes in the name of a class, with room for escapes.
    public static let nameBytes = 1 << 12
    /// Examples. They cost no memory: only one is held at a time.
    public static let examples = 1 << 40
}

/// A stream that isn't what its description says.
public struct ExampleStreamError: Failure, Equatable {
    /// What is wrong, in one line.
    public let description: String
    public var reason: FailureReason { .malformedInput }

    init(_ place: String, expected: String, found: String) {
        description = "stream of examples: \(place): expected \(expected), found \(found)"
    }
}
