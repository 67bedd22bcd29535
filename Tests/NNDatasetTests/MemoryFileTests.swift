import NNFile
import NNHDF5
import Testing

@Suite("HDF5 files in memory")
struct MemoryFileTests {
    /// A file of groups, attributes and data sets of every kind that `write` has.
    private static func image() throws -> [UInt8] {
        let file = try HDF5File(inMemoryShownAs: "memory")
        try file.createGroup("/a/b")
        try file.setLongAttribute("text", of: "/a/b", to: String(repeating: "ä", count: 100_000))
        try file.setAttribute("list", of: "/a", toList: ["one", "", "zwei ß"])
        try file.setAttribute("empty", of: "/a", toList: [])
        for (name, element, bytes) in elements {
            try bytes.withUnsafeBytes { try file.write($0, as: element, shape: [2, 1], to: "/a/b/\(name)") }
        }
        return try file.image()
    }

    /// The bits of a NaN with a payload and of −0, or of the like.
    private static let elements: [(name: String, element: RawElement, bytes: [UInt8])] = [
        ("half", .float16, [1, 0x7D, 0, 0x80]), ("single", .float32, [1, 0, 0xA0, 0x7F, 0, 0, 0, 0x80]),
        ("double", .float64, [1, 0, 0, 0, 0, 0, 0xF4, 0x7F, 0, 0, 0, 0, 0, 0, 0, 0x80]),
        ("opaque", .opaque(byteCount: 2), [1, 2, 3, 4]),
    ]

    @Test("What is written is read back bit for bit, and twice gives the same bytes")
    func roundTrip() throws {
        let image = try Self.image()
        #expect(try image == Self.image())
        let file = try HDF5File(image: FileBytes(image, name: "memory"), shownAs: "memory")
        #expect(try file.stringAttribute("text", of: "/a/b")?.first?.count == 200_000)
        let list = try file.stringAttribute("list", of: "/a")?.map { String(decoding: $0, as: UTF8.self) }
        #expect(list == ["one", "", "zwei ß"])
        #expect(try file.stringAttribute("empty", of: "/a") == [])
        #expect(try file.stringAttribute("none", of: "/a") == nil)
        let types: [StoredType] = [
            .number(.float16), .number(.float32), .number(.float64), .opaque(byteCount: 2),
        ]
        for ((name, _, bytes), type) in zip(Self.elements, types) {
            let dataset = try file.dataset("/a/b/\(name)")
            #expect(dataset.type == type)
            #expect(dataset.shape == [2, 1])
            #expect(try dataset.readBytes() == bytes, "\(name)")
        }
    }

    @Test("Files of one name in memory are different files")
    func names() throws {
        let one = try HDF5File(image: Self.image(), shownAs: "same")
        let empty = try HDF5File(inMemoryShownAs: "same")
        let two = try HDF5File(image: empty.image(), shownAs: "same")
        #expect(try one.members(of: "/") == ["a"] && two.members(of: "/") == [])
    }

    @Test("What is no HDF5 file, or not the whole of one, is refused")
    func damage() throws {
        let image = try Self.image()
        for (bytes, words) in [
            ([], "an empty one"), (Array("hello".utf8), "no HDF5 signature"), (Array(image.dropLast(100)), "truncated"),
        ] {
            let error = #expect(throws: HDF5Error.self) { _ = try HDF5File(image: bytes, shownAs: "name") }
            #expect(error?.description.hasPrefix("name: ") == true && error?.description.contains(words) == true)
        }
    }
}
