import Foundation

/// A new, empty folder that is removed with everything in it when the last reference to it goes.
public final class TemporaryFolder: Sendable {
    /// Where it stands, without links in the way.
    public let url: URL
    /// The same as a string.
    public var path: String { url.path }

    /// Creates the folder.
    public init() throws {
        url = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
            .appending(path: "nn-tests-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(at: url)
    }

    /// The path of `name` in it, whether or not anything stands there.
    public func callAsFunction(_ name: String) -> String {
        url.appending(path: name).path
    }

    /// Writes a file of these bytes and returns its path.
    @discardableResult
    public func write(_ bytes: some Sequence<UInt8>, to name: String) throws -> String {
        let file = url.appending(path: name)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: file)
        return file.path
    }

    /// Writes a text file and returns its path.
    @discardableResult
    public func write(_ text: String, to name: String) throws -> String {
        try write(text.utf8, to: name)
    }

    /// The names of what is in it, hidden files too, in order.
    public var names: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: path).sorted() }
    }
}

/// The bytes of a file.
public func bytes(of path: String) throws -> [UInt8] {
    try Array(Data(contentsOf: URL(filePath: path)))
}

/// The text of a file.
public func text(of path: String) throws -> String {
    String(decoding: try bytes(of: path), as: UTF8.self)
}
