import NNFile
import NNInterchange
import NNTestSupport
import Testing

@Suite("Arrays of .npz files as examples")
struct NPZArraysTests {
    /// Rows as they are lent, one behind the other, and the number of the first of each block.
    private func read(_ file: String, memory: Int) throws -> (rows: [UInt8], firsts: [Int], size: Int) {
        let limits = InterchangeLimits()
        return try NPZArrays.with(FileBytes(path: ImportExpectations.path(file)), limits: limits) { arrays in
            var (rows, firsts) = ([UInt8](), [Int]())
            try arrays.forEachBlock(of: "x", memory: memory) { first, block in
                firsts.append(first)
                rows += block
            }
            return (rows, firsts, try arrays.describe("x").type.size)
        }
    }

    @Test(
        "columns first come as rows first do, however few rows are held at a time",
        arguments: ["uint8-le", "int16-be", "uint32-le", "uint64-be", "float16-be", "float32-le", "float64-be"])
    func fortranOrder(_ name: String) throws {
        let whole = try read("\(name)-F.npz", memory: 1 << 20)
        #expect(whole.firsts == [0] && whole.rows.count == 5 * 12 * whole.size)
        for rows in 1...5 {
            let parts = try read("\(name)-F.npz", memory: rows * 12 * whole.size)
            #expect(parts.rows == whole.rows && parts.firsts == Array(stride(from: 0, to: 5, by: rows)))
        }
        // Less than a row is a row.
        #expect(try read("\(name)-F.npz", memory: 1).firsts == [0, 1, 2, 3, 4])
        let expected = try #require(ImportExpectations.all.npz["\(name)-F.npz"]).inputs
        if whole.size == 1 { #expect(whole.rows.map(Double.init) == expected) }
    }

    @Test("names, shapes and types are those of the headers")
    func descriptions() throws {
        let limits = InterchangeLimits()
        try NPZArrays.with(FileBytes(path: ImportExpectations.path("four-train.npz")), limits: limits) { arrays in
            #expect(arrays.names == ["x_train", "y_train", "x_test", "y_test"])
            let array = try arrays.describe("x_train")
            #expect(array.shape == [5, 4] && array.width == 4 && array.descr == "<f4")
            #expect(array.type.kind == .float && array.type.size == 4)
            #expect(throws: InterchangeError.self) { _ = try arrays.describe("x") }
        }
    }

    @Test("what models don't have stays refused there", arguments: ["<u4", "|b1", ">i2"])
    func purposes(_ descr: String) throws {
        #expect(throws: ElementType.Refusal.self) { _ = try ElementType(descr) }
        #expect(throws: Never.self) { _ = try ElementType(descr, for: .examples) }
    }
}
