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

    @Test("takes 16 bits as an image has them, and planes one after the other")
    func sixteenBits() throws {
        let folder = try TemporaryFolder()
        let network = TinyNetwork(shape: [3, 3, 3])
        let model = try network.write(to: folder)
        // value ÷ 257 to the nearest: halves of it can't occur.
        let wide = Self.pixels.enumerated().map { index, pixel in
            UInt16(max(0, min(65_535, Int(pixel) * 257 + (index % 3 - 1) * 128)))
        }
        func planes<Element>(_ pixels: [Element]) -> [Element] {
            (0..<3).flatMap { channel in (0..<9).map { pixels[$0 * 3 + channel] } }
        }
        func bytes(_ values: [UInt16]) -> [UInt8] { values.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] } }
        let floats = planes(Self.pixels).flatMap {
            withUnsafeBytes(of: Float($0).bitPattern.littleEndian) { Array($0) }
        }
        for (layout, data) in [
            ("3x3x3:u16", bytes(wide)), ("3x3x3:u16:planar", bytes(planes(wide))), ("3x3x3:f32:planar", floats),
            ("3x3x3:planar", planes(Self.pixels)), ("3x3x3:u8:planar", planes(Self.pixels)),
        ] {
            let file = try folder.write(data, to: "values.bin")
            let result = try Tool.nnpredict.run(model, "--raw", layout, file, "--json")
            #expect(result.exitCode == 0, "\(result)")
            #expect(isNear(try result.rows.first?.probabilities, network.probabilities(Self.pixels), 1e-6), "\(layout)")
        }
        let short = try folder.write(Self.pixels, to: "short.bin")
        let result = try Tool.nnpredict.run(model, "--raw", "3x3x3:u16", short)
        #expect(result.exitCode == 65 && result.reports("short.bin: expected 54 bytes for 3x3x3 of u16, found 27"))
    }

    @Test(
        "a layout that makes no sense is a wrong use",
        arguments: [
            "", "3x3x3:", "3x3x3:u24", "3x3x3:planar:u8", "3x3x3:u8:flat", "27:planar", "9x3:u8:planar", "0x3x3",
        ])
    func senseless(_ layout: String) throws {
        let folder = try TemporaryFolder()
        let file = try folder.write(Self.pixels, to: "pixels.bin")
        let model = try TinyNetwork(shape: [3, 3, 3]).write(to: folder)
        let result = try Tool.nnpredict.run(model, "--raw", layout, file)
        #expect(result.exitCode == 64 && result.stderr.contains("sizes and a type"), "\(result)")
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
