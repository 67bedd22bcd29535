import Foundation
import NNFile
import NNInterchange
import NNModel
import NNTestSupport
import Testing

/// Files that nobody should believe (Fixtures/interchange/npz/make_hostile.py), each with the words that it must be
/// refused with.
@Suite("Hostile .npz files")
struct HostileTests {
    static let verdicts: [(name: String, words: String)] = {
        let path = Places.fixture("interchange/npz/hostile/verdicts.json")
        let table = try? JSONDecoder().decode([String: String].self, from: Data(bytes(of: path)))
        return (table ?? [:]).sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }()

    @Test("there are many of them")
    func count() {
        #expect(Self.verdicts.count >= 90)
    }

    @Test("each is refused in one sentence that names the place", arguments: verdicts)
    func refused(name: String, words: String) throws {
        let folder = try TemporaryFolder()
        let path = NumpyFiles.path("hostile/\(name).npz")
        let error = #expect(throws: InterchangeError.self) { try converted(path, in: folder) }
        let text = error?.description ?? ""
        #expect(text.hasPrefix(path) && text.contains(words), "\(text)")
        #expect(error?.reason == .malformedInput)
        #expect(try folder.names.isEmpty)
    }

    @Test("every truncation of a sound file, and every damaged byte, gives an error or the same model")
    func damage() throws {
        func open(_ bytes: some Sequence<UInt8>) throws -> Model {
            try NPZFormat.open(FileBytes(Array(bytes), name: "damaged.npz"), ReadingOptions()).model
        }
        for name in ["float32.npz", "fortran-order.npz", "streamed.npz"] {
            let whole = try bytes(of: NumpyFiles.path(name))
            let sound = try open(whole)
            for length in whole.indices {
                #expect(throws: InterchangeError.self, "\(name), \(length) bytes") { try open(whole.prefix(length)) }
            }
            for index in whole.indices {
                for bit in 0..<8 {
                    var damaged = whole
                    damaged[index] ^= 1 << bit
                    // Some bytes mean nothing: dates, versions, attributes. Numbers are under a checksum.
                    guard let model = try? open(damaged) else { continue }
                    #expect(model.layers == sound.layers, "\(name), byte \(index), bit \(bit)")
                }
            }
        }
    }

    @Test("more members than a model can have are refused before they are looked at")
    func members() throws {
        let folder = try TemporaryFolder()
        // The least that makes an archive: empty, stored members of the names 0.npy, 1.npy, …
        var (body, directory) = (Data(), Data())
        func number(_ value: Int, _ size: Int) -> [UInt8] { (0..<size).map { UInt8(value >> (8 * $0) & 0xFF) } }
        for index in 0...10_000 {
            let name = Array("\(index).npy".utf8)
            let fields = number(20, 2) + [UInt8](repeating: 0, count: 20) + number(name.count, 2) + number(0, 2)
            directory += Array("PK\u{1}\u{2}".utf8) + number(20, 2) + fields + [UInt8](repeating: 0, count: 10)
            directory += number(body.count, 4) + name
            body += Array("PK\u{3}\u{4}".utf8) + fields + name
        }
        var end = Array("PK\u{5}\u{6}".utf8) + number(0, 4) + number(10_001, 2) + number(10_001, 2)
        end += number(directory.count, 4) + number(body.count, 4) + number(0, 2)
        let path = try folder.write(Array(body + directory) + end, to: "many.npz")
        let error = #expect(throws: InterchangeError.self) { try converted(path, in: folder) }
        #expect(error?.problem == .limit("members", limit: 10_000, found: "10001"), "\(String(describing: error))")
    }

    @Test("a budget that the caller sets is kept")
    func budget() throws {
        let folder = try TemporaryFolder()
        let error = #expect(throws: InterchangeError.self) {
            try converted(NumpyFiles.path("float32.npz"), in: folder) { $0.reading.limits.bytes = 400 }
        }
        #expect(error?.description.contains("bytes in all members together") == true, "\(String(describing: error))")
    }

    @Test(
        "a file of no known format is told by what it seems to be",
        arguments: [
            ("", "an empty file"), ("\u{89}HDF", "something else"), ("PK\u{3}\u{4}", "a zip archive of something else"),
            ("hello", "something else"),
        ])
    func unknown(content: String, words: String) throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(content, to: "what.npz")
        let error = #expect(throws: InterchangeError.self) { try converted(path, in: folder) }
        #expect(error?.description.hasSuffix("found \(words)") == true, "\(String(describing: error))")
    }
}
