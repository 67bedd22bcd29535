import Foundation

/// What pandas and numpy make of the files in Fixtures/datasets/imports (see make_imports.py there).
public struct ImportExpectations: Decodable, Sendable {
    public let csv: [String: Good]
    public let npz: [String: Good]
    public let badCSV: [String: Bad]
    public let badNPZ: [String: Bad]
    public let statistics: [String: [Statistics]]
    public let splits: [Split]

    /// A file that becomes a data set when nndata is told so much.
    public struct Good: Decodable, Sendable {
        public let options: [String]
        public let type: String
        public let shape: [Int]
        public let inputs: [Double]
        public let labels: [Int32]
        public let classes: [String]
    }

    /// A file that is refused, in these words among others.
    public struct Bad: Decodable, Sendable {
        public let options: [String]
        public let words: String
    }

    /// What the numbers of a channel are like.
    public struct Statistics: Decodable, Sendable {
        public let minimum: Double
        public let maximum: Double
        public let mean: Double
        public let deviation: Double
        public let nan: Int
        public let infinite: Int
    }

    /// How many of each class scikit-learn tests with; nil where it refuses.
    public struct Split: Decodable, Sendable {
        public let labels: [Int32]
        public let share: Double
        public let test: Int
        public let tested: [Int]?
    }

    public static let all: ImportExpectations = {
        do {
            return try Places.decoded("datasets/imports/expected.json")
        } catch {
            fatalError("\(error)")
        }
    }()

    /// The path of one of the files.
    public static func path(_ name: String) -> String { Places.fixture("datasets/imports/\(name)") }
}
