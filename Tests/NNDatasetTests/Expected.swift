import Foundation
import NNDataset
import NNFile

/// What numpy and h5py say about the files in Fixtures/datasets (see make_datasets.py there).
struct Expected: Decodable {
    let files: [String: File]
    let idx: IDX

    struct File: Decodable {
        let kind: String
        let names: Names
        let exampleCount: Int?
        let inputShape: [Int]?
        let elementType: String?
        let inputs: [Double]?
        let labels: [Int32]?
        let classCount: Int?
        let classNames: [String]?
        let targets: Targets?
        let error: Refusal?
    }

    struct Names: Decodable {
        let inputs: String?
        let labels: String?
    }

    struct Targets: Decodable {
        let width: Int
        let values: [Double]
    }

    struct Refusal: Decodable {
        let reason: String
        let says: String
        let doing: String
    }

    struct IDX: Decodable {
        let images: [UInt8]
        let shape: [Int]
        let labels: [Int]
    }

    struct Cats: Decodable {
        let inputShape: [Int]
        let sumOfEach: [Int]
        let labels: [Int32]
        let classNames: [String]
    }

    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Fixtures/datasets")

    static let all: Expected = load("expected.json")

    static let good = all.files.filter { $0.value.error == nil }.keys.sorted()
    static let bad = all.files.filter { $0.value.error != nil }.keys.sorted()

    static func load<Content: Decodable>(_ name: String) -> Content {
        do {
            return try JSONDecoder().decode(Content.self, from: Data(contentsOf: folder.appending(path: name)))
        } catch {
            fatalError("\(name): \(error)")
        }
    }

    static func path(_ name: String) -> String { folder.appending(path: name).path }

    static func open(_ name: String) throws -> Dataset {
        guard let file = all.files[name], let kind = DatasetKind(rawValue: file.kind) else { fatalError(name) }
        return try Dataset(
            path: path(name), names: DatasetNames(inputs: file.names.inputs, labels: file.names.labels), kind: kind)
    }
}

/// A folder that is removed with the value.
final class TemporaryFolder {
    let url = FileManager.default.temporaryDirectory.appending(path: "nndataset-\(UUID().uuidString)")

    init() throws { try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true) }

    deinit { try? FileManager.default.removeItem(at: url) }

    func path(_ name: String) -> String { url.appending(path: name).path }

    var names: [String] { (try? FileManager.default.contentsOfDirectory(atPath: url.path).sorted()) ?? [] }
}
