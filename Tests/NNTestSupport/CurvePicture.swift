import Foundation

/// A learning curve as another program reads it: by `Fixtures/feedback/read_curve.py`, from the labels of its axes.
public struct CurvePicture: Decodable {
    /// One chart above the other.
    public struct Panel: Decodable {
        public let title: String
        /// The points of each curve, [x, y].
        public let series: [[[Double]]]
        public let dots: Int
    }
    public let title: String
    public let subtitle: String
    public let axis: String
    public let legend: [String]
    public let panels: [Panel]

    /// Reads a file.
    ///
    /// - Throws: `Unreadable` where it is no such picture.
    public init(path: String) throws {
        let result = try Tool(path: "/usr/bin/env").run("python3", Places.fixture("feedback/read_curve.py"), path)
        guard result.exitCode == 0 else { throw Unreadable(description: "\(result)") }
        self = try JSONDecoder().decode(Self.self, from: Data(result.output))
    }

    /// Reads the text of a picture.
    public init(svg: String) throws {
        let folder = try TemporaryFolder()
        try self.init(path: folder.write(svg, to: "curve.svg"))
    }

    /// What the other program said.
    public struct Unreadable: Error, CustomStringConvertible {
        public let description: String
    }
}
