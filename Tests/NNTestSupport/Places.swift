import Foundation

/// Where the tests find what they need.
public enum Places {
    /// The package's root, from where this file stands.
    public static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// The files that are kept with the package.
    public static let fixtures = root.appending(path: "Fixtures")

    /// The path of a file under `Fixtures/`.
    public static func fixture(_ path: String) -> String {
        fixtures.appending(path: path).path
    }

    /// What a file of JSON under `Fixtures/` holds.
    public static func decoded<Value: Decodable>(_ path: String) throws -> Value {
        try JSONDecoder().decode(Value.self, from: Data(contentsOf: fixtures.appending(path: path)))
    }
}

/// Whether this is an optimised build; suites of heavy arithmetic skip themselves in others.
public let isReleaseBuild: Bool = {
    #if DEBUG
        false
    #else
        true
    #endif
}()

/// The value of an environment variable; nil where it is unset or empty.
public func environment(_ name: String) -> String? {
    guard let value = ProcessInfo.processInfo.environment[name], !value.isEmpty else { return nil }
    return value
}
