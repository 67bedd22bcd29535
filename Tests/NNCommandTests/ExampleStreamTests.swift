import NNCommand
import Testing

@Suite("The stream of examples")
struct ExampleStreamTests {
    static let streams: [(ExampleStreamHeader, [Example])] = [
        (
            ExampleStreamHeader(
                shape: [2, 1, 3], elementType: .uint8, labels: .classes(count: 2), classNames: ["näin", ""],
                exampleCount: 2),
            [
                Example(.uint8([0, 1, 2, 127, 254, 255]), label: .index(1)),
                Example(.uint8([6, 5, 4, 3, 2, 1]), label: .index(0)),
            ]
        ),
        (
            ExampleStreamHeader(shape: [2], elementType: .float32, labels: .targets(width: 3), exampleCount: 1),
            [Example(.float32([-0.5, .greatestFiniteMagnitude]), label: .targets([1e-300, -2, 0.1]))]
        ),
        (
            ExampleStreamHeader(shape: [1], elementType: .float64, labels: .classes(count: 70), exampleCount: 1),
            [Example(.float64([0.1]), label: .index(69))]
        ),
        (ExampleStreamHeader(shape: [4], elementType: .uint8, labels: .classes(count: 1), exampleCount: 0), []),
    ]

    static func written(_ header: ExampleStreamHeader, _ examples: [Example]) throws -> [UInt8] {
        var bytes: [UInt8] = []
        var writer = try ExampleStreamWriter(header) { bytes += $0 }
        for example in examples { try writer.write(example) }
        writer.finish()
        return bytes
    }

    /// Reads all, a few bytes at a time, as a pipe may give them.
    static func read(_ bytes: [UInt8], step: Int = 7) throws -> (ExampleStreamHeader, [Example]) {
        var rest = bytes[...]
        var reader = try ExampleStreamReader { buffer in
            let part = rest.prefix(min(step, buffer.count))
            buffer.copyBytes(from: part)
            rest = rest.dropFirst(part.count)
            return part.count
        }
        var examples: [Example] = []
        while let example = try reader.next() { examples.append(example) }
        return (reader.header, examples)
    }

    @Test("comes back as it went in", arguments: streams.indices, [1, 7, 100_000])
    func roundTrip(index: Int, step: Int) throws {
        let (header, examples) = Self.streams[index]
        let (readHeader, readExamples) = try Self.read(try Self.written(header, examples), step: step)
        #expect(readHeader == header)
        #expect(readExamples == examples)
    }

    @Test("is laid out as it is described")
    func layout() throws {
        let header = ExampleStreamHeader(
            shape: [1, 2], elementType: .uint8, labels: .classes(count: 2), classNames: ["a", "bc"], exampleCount: 1)
        let bytes = try Self.written(header, [Example(.uint8([9, 8]), label: .index(1))])
        let u32 = { (value: UInt8) -> [UInt8] in [value, 0, 0, 0] }
        let u64 = { (value: UInt8) -> [UInt8] in [value, 0, 0, 0, 0, 0, 0, 0] }
        let counts = u32(1) + u32(0) + u32(0) + u32(2) + u64(1) + u32(2) + u32(2)
        let expected = [0x89, 0x4E, 0x4E, 0x58, 0x0D, 0x0A, 0x1A, 0x0A] + counts + u64(1) + u64(2)
        #expect(bytes == expected + u32(1) + [97] + u32(2) + [98, 99] + [9, 8] + u32(1))
    }

    @Test("that is cut anywhere, or goes on, is refused", arguments: streams.indices)
    func truncated(index: Int) throws {
        let bytes = try Self.written(Self.streams[index].0, Self.streams[index].1)
        for count in bytes.indices {
            #expect(throws: ExampleStreamError.self, "\(count) bytes") { try Self.read(Array(bytes.prefix(count))) }
        }
        #expect(throws: ExampleStreamError.self) { try Self.read(bytes + [0]) }
    }

    /// Offsets of the first stream's header, and what is put there.
    @Test(
        "that claims too much is refused before anything is made for it",
        arguments: [
            (0, [UInt8]([0x88])), (8, [2]), (12, [3]), (16, [2]), (20, [0]), (20, [1]), (20, [0, 0, 2]),
            (24, [0, 0, 0, 0, 0, 0, 0, 0x80]), (24, [255, 255, 255, 255, 255, 255, 255, 255]), (32, [0]), (32, [33]),
            (32, [255, 255, 255, 255]), (36, [1]), (36, [255, 255, 255, 255]), (40, [0]), (40, [0, 0, 0, 0, 1]),
            (40, [255, 255, 255, 255, 255, 255, 255, 255]), (40, [0, 0, 0, 0, 0, 0, 0, 0x40]),
            (64, [255, 255, 255, 255]), (64, [1, 16]), (69, [255]),
        ])
    func hostile(offset: Int, patch: [UInt8]) throws {
        var bytes = try Self.written(Self.streams[0].0, Self.streams[0].1)
        bytes.replaceSubrange(offset..<offset + patch.count, with: patch)
        #expect(throws: ExampleStreamError.self) { try Self.read(bytes) }
    }

    @Test("whose header claims 64 MiB takes memory for what comes only")
    func claim() throws {
        let header = ExampleStreamHeader(
            shape: [ExampleStreamLimits.features], elementType: .float64, labels: .classes(count: 2),
            exampleCount: ExampleStreamLimits.examples)
        var bytes: [UInt8] = []
        _ = try ExampleStreamWriter(header) { bytes += $0 }
        #expect(throws: ExampleStreamError.self) { try Self.read(bytes + [1, 2, 3]) }
    }

    @Test("with a label beyond the classes is refused")
    func label() throws {
        var bytes = try Self.written(Self.streams[2].0, Self.streams[2].1)
        bytes[bytes.count - 4] = 70
        #expect(throws: ExampleStreamError.self) { try Self.read(bytes) }
    }
}

@Suite("Names of folders")
struct FolderNameTests {
    @Test(
        "hold any class",
        arguments: [
            ("cat", "cat"), ("T-shirt/top", "T-shirt%2Ftop"), ("..", "%2E."), (".hidden", "%2Ehidden"), ("a.b", "a.b"),
            ("100%", "100%25"), ("a\nb\u{7F}", "a%0Ab%7F"), ("Ankle boot", "Ankle boot"), ("猫", "猫"), ("", "%"),
        ])
    func names(name: String, folder: String) {
        #expect(name.folderName == folder)
    }
}
