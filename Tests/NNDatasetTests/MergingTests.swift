import NNDataset
import NNFile
import Testing

@Suite("Merging")
struct MergingTests {
    private static func path(_ name: String) -> String { Expected.path("joined/\(name).h5") }

    @Test(
        "gives the one file that numpy makes of several",
        arguments: [("pictures", 3), ("words", 3), ("numbers", 2), ("rows", 2)])
    func merges(_ name: String, _ parts: Int) throws {
        let folder = try TemporaryFolder()
        let labels = try JoinedDataset(paths: (1...parts).map { Self.path("\(name)-\($0)") })
            .merge(to: folder.path("a.h5"), kind: .test)
        let (found, whole) = (try Dataset(path: folder.path("a.h5")), try Dataset(path: Self.path(name)))
        #expect(found.inputsPath == "/test_set_x" && found.elementType == whole.elementType)
        #expect(found.exampleCount == whole.exampleCount && found.inputShape == whole.inputShape)
        let (numbers, expected): ([Double], [Double]) = (
            try found.inputs(0..<found.exampleCount), try whole.inputs(0..<whole.exampleCount)
        )
        #expect(numbers == expected)
        let wanted = try whole.classLabels()
        #expect(try found.classLabels().indices == wanted.indices && labels.indices == wanted.indices)
        #expect(found.classNames == wanted.names && labels.names == wanted.names)
    }

    private func write<Element: InputElement>(
        _ classes: [String], _ numbers: [Element], to path: String, shape: [Int] = [1]
    ) throws {
        var writer = try DatasetWriter<Element>(path: path, kind: .train, inputShape: shape, classNames: classes)
        for (index, number) in numbers.enumerated() {
            try writer.append([Element](repeating: number, count: shape.reduce(1, *)), label: index % classes.count)
        }
        try writer.commit()
    }

    @Test("unites classes by name, the first file's first")
    func unites() throws {
        let folder = try TemporaryFolder()
        try write(["dog", "cat"], [1, 2, 3] as [UInt64], to: folder.path("a.h5"))
        try write(["eel", "cat", "é"], [4, 5, 6, .max] as [UInt64], to: folder.path("b.h5"))
        let joined = try JoinedDataset(paths: ["a.h5", "b.h5"].map(folder.path))
        let labels = try joined.merge(to: folder.path("c.h5"), kind: .train)
        #expect(labels.names == ["dog", "cat", "eel", "é"] && labels.counts == [2, 2, 2, 1])
        let merged = try Dataset(path: folder.path("c.h5"))
        #expect(try merged.classLabels().indices == [0, 1, 0, 2, 1, 3, 2] && merged.elementType == .uint64)
        let found: [UInt64] = try merged.inputs(0..<7)
        #expect(found == [1, 2, 3, 4, 5, 6, .max])
    }

    @Test("may replace one of the files")
    func replaces() throws {
        let folder = try TemporaryFolder()
        try write(["a"], [1, 2] as [Float], to: folder.path("a.h5"))
        try write(["b"], [3] as [Float], to: folder.path("b.h5"))
        _ = try JoinedDataset(paths: ["a.h5", "b.h5"].map(folder.path)).merge(to: folder.path("a.h5"), kind: .train)
        let found: [Float] = try Dataset(path: folder.path("a.h5")).inputs(0..<3)
        #expect(found == [1, 2, 3])
    }

    @Test("refuses what doesn't go together, with the file that doesn't")
    func refuses() throws {
        let folder = try TemporaryFolder()
        for other in ["other-shape", "other-type", "other-filter"] {
            let error = #expect(throws: DatasetError.self) {
                _ = try JoinedDataset(paths: [Self.path("pictures-1"), Self.path(other)])
                    .merge(to: folder.path("a.h5"), kind: .train)
            }
            #expect(error?.file == Self.path(other) && error?.reason == .malformedInput)
        }
        // The second could count in the names of the first, or of the third.
        let error = #expect(throws: DatasetError.self) {
            _ = try JoinedDataset(paths: ["pictures-1", "pictures-2", "other-classes"].map(Self.path))
                .merge(to: folder.path("a.h5"), kind: .train)
        }
        #expect(error?.file == Self.path("pictures-2") && error?.description.contains("names of the classes") == true)
        #expect(folder.names == [])
    }
}
