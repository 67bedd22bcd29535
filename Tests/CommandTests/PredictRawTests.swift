import Foundation
import NNModel
import NNTestSupport
import Testing

@Suite("nnpredict --raw")
struct PredictRawTests {
    static let pixels = (0..<27).map { UInt8($0 * 37 % 256) }

    @Test("takes bytes and floats as they are before preprocessing", arguments: ["3x3x3", "3x3x3:u8", "27", "1x27"])
    func bytesOfPixels(layout: String) throws {
        let folder = try TemporaryFolder()
        let network = TinyNetwork(shape: [3, 3, 3])
        let file = try folder.write(Self.pixels, to: "pixels.bin")
        let result = try Tool.nnpredict.run(try network.write(to: folder), "--raw", layout, file, "--json")
        #expect(result.exitCode == 0)
        #expect(isNear(try result.rows.first?.probabilities, network.probabilities(Self.pixels), 1e-6), "\(result)")
    }

    @Test("takes little-endian floats", arguments: [false, true])
    func floats(isDouble: Bool) throws {
        let folder = try TemporaryFolder()
        let network = TinyNetwork(shape: [5], isDouble: isDouble, scaling: Scaling(offsets: [0.5], divisors: [2]))
        let values = [0.25, -1.5, 3, 0, 100]
        let data: [UInt8] =
            isDouble
            ? values.flatMap { withUnsafeBytes(of: $0.bitPattern.littleEndian) { Array($0) } }
            : values.flatMap { withUnsafeBytes(of: Float($0).bitPattern.littleEndian) { Array($0) } }
        let file = try folder.write(data, to: "values.bin")
        let model = try network.write(to: folder)
        let layout = isDouble ? "5:f64" : "5:f32"
        let result = try Tool.nnpredict.run(model, "--raw", layout, file, "--json")
        #expect(isNear(try result.rows.first?.probabilities, network.probabilities(values), isDouble ? 1e-14 : 1e-6))
        let piped = try Tool.nnpredict.run([model, "--raw", layout, "-", "--json"], input: data)
        #expect(try piped.rows.first?.probability == result.rows.first?.probability)
    }

    @Test("takes 16 bits as value ÷ 257, rounded, and planes of a channel each", arguments: ["", ":planar"])
    func wide(order: String) throws {
        let folder = try TemporaryFolder()
        let network = TinyNetwork(shape: [3, 3, 3])
        let model = try network.write(to: folder)
        // Around every boundary between two results.
        let values = (0..<27).map { UInt16(clamping: $0 * 2_549 + [127, 128, 129][$0 % 3] + 257) }
        let pixels = values.map { UInt8((Double($0) / 257).rounded()) }
        let arranged = { (list: [Int]) in order.isEmpty ? list : (0..<27).map { list[$0 % 9 * 3 + $0 / 9] } }
        let words = arranged(values.map { Int($0) }).flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
        let bytes = arranged(pixels.map { Int($0) }).map { UInt8($0) }
        for (layout, data) in [("3x3x3:u16\(order)", words), ("3x3x3:u8\(order)", bytes), ("3x3x3\(order)", bytes)] {
            let file = try folder.write(data, to: "pixels.bin")
            let result = try Tool.nnpredict.run(model, "--raw", layout, file, "--json")
            #expect(isNear(try result.rows.first?.probabilities, network.probabilities(pixels), 1e-6), "\(result)")
        }
    }

    @Test("a file of another size, or with NaN, is told what is wrong, and the others go on")
    func wrong() throws {
        let folder = try TemporaryFolder()
        let model = try TinyNetwork(shape: [3, 3, 3]).write(to: folder)
        let good = try folder.write(Self.pixels, to: "good.bin")
        for count in [0, 26, 28, 108] {
            let bad = try folder.write([UInt8](repeating: 1, count: count), to: "bad.bin")
            let result = try Tool.nnpredict.run(model, "--raw", "3x3x3", bad, good, "--json")
            #expect(
                result.exitCode == 65 && result.reports("bad.bin: expected 27 bytes for 3x3x3 of u8, found \(count)"))
            #expect(try result.rows.map { $0.error == nil } == [false, true])
        }
        var floats = [Float](repeating: 1, count: 27)
        floats[3] = .nan
        let file = try folder.write(floats.withUnsafeBytes { Array($0) }, to: "nan.bin")
        let result = try Tool.nnpredict.run(model, "--raw", "3x3x3:f32", file)
        #expect(result.exitCode == 65 && result.reports("nan.bin: expected finite numbers, found nan at index 3"))
        let missing = try Tool.nnpredict.run(model, "--raw", "3x3x3", folder("none"))
        #expect(missing.exitCode == 66)
        #expect(try Tool.nnpredict.run(model, "--raw", "3x3x3", folder.path).exitCode == 66)
    }

    @Test("a layout that isn't the model's is refused, and both are named", arguments: ["3x3", "9x3", "3x9x1", "28"])
    func layout(_ layout: String) throws {
        let folder = try TemporaryFolder()
        let file = try folder.write(Self.pixels, to: "pixels.bin")
        let result = try Tool.nnpredict.run(
            try TinyNetwork(shape: [3, 3, 3]).write(to: folder), "--raw", layout, file, "--json")
        #expect(result.exitCode == 65 && result.reports("expected --raw 3x3x3, as its input is, found \(layout)"))
    }
}
