import Foundation
import NNModel
import NNTestSupport
import Testing

/// What numpy and ml_dtypes make of numbers; the script beside the file wrote them down.
private struct SmallFloats: Decodable {
    let doubles: [String]
    let float16: [UInt16]
    let singles: [UInt32]
    let bfloat16: [UInt16]
    let foldOfAllFloat16: Int

    static let stored = Result {
        try JSONDecoder().decode(
            SmallFloats.self, from: Data(contentsOf: URL(filePath: Places.fixture("reference/small_floats.json"))))
    }
}

@Suite("Data types")
struct DataTypeTests {
    @Test("float64 becomes the float16 that numpy rounds to")
    func float16() throws {
        let reference = try SmallFloats.stored.get()
        let doubles = reference.doubles.compactMap { UInt64($0, radix: 16).map { Double(bitPattern: $0) } }
        for (number, bits) in zip(doubles, reference.float16) {
            #expect(storedBits(of: Tensor([number], shape: [1]), as: .float16, ifInfinite: number) == bits, "\(number)")
        }
    }

    @Test("float32 becomes the bfloat16 that ml_dtypes rounds to")
    func bfloat16() throws {
        let reference = try SmallFloats.stored.get()
        for (single, bits) in zip(reference.singles.map { Float(bitPattern: $0) }, reference.bfloat16) {
            let found = storedBits(of: Tensor([single], shape: [1]), as: .bfloat16, ifInfinite: Double(single))
            #expect(found == bits, "\(single)")
        }
    }

    /// The bits that a number is stored as; those of infinity where the conversion refuses to make it infinite.
    private func storedBits(of tensor: Tensor, as dataType: DataType, ifInfinite number: Double) -> UInt16 {
        do throws(TensorConversionError) {
            return try tensor.converted(to: dataType).withUnsafeBytes { $0.load(as: UInt16.self) }
        } catch {
            let infinity: UInt16 = dataType == .float16 ? 0x7C00 : 0x7F80
            return number < 0 ? infinity | 0x8000 : infinity
        }
    }

    @Test("Every float16 is read as the float32 that numpy reads")
    func allFloat16() throws {
        let bytes = (0...UInt16.max).flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        let numbers = Tensor(bytes: bytes, dataType: .float16, shape: [65_536]).scalars(as: Float.self)
        let fold = numbers.filter { !$0.isNaN }.reduce(0) { (fold: UInt64, number) in
            let product = fold.multipliedFullWidth(by: 1_000_003)
            let sum = product.low.addingReportingOverflow(UInt64(number.bitPattern))
            return (UInt64(1) << 61).dividingFullWidth((product.high + (sum.overflow ? 1 : 0), sum.partialValue))
                .remainder
        }
        #expect(fold == UInt64(try SmallFloats.stored.get().foldOfAllFloat16))
        #expect(numbers.filter(\.isNaN).count == 2 * 1_023)
    }

    @Test("A number that would become infinite is refused, with its place", arguments: [DataType.float16, .bfloat16])
    func overflow(dataType: DataType) {
        let tensor = Tensor([1, Double.infinity, -3.5e38], shape: [3])
        #expect(throws: TensorConversionError(number: -3.5e38, index: 2, dataType: dataType)) {
            try tensor.converted(to: dataType)
        }
    }

    @Test("int8 is off by half a step at most, and the largest of a row stays what it was")
    func int8() throws {
        var random = SplitMix64(seed: 3)
        let numbers = (0..<7 * 50).map { Float((random.nextUniform() - 0.5) * Double($0 / 50)) }
        let tensor = try Tensor(numbers, shape: [7, 50]).converted(to: .int8)
        #expect(tensor.scales.count == 7 && tensor.scales[0] == 0)
        let back = tensor.scalars(as: Float.self)
        for row in 0..<7 {
            let range = row * 50..<(row + 1) * 50
            let largest = numbers[range].map(\.magnitude).max() ?? 0
            for i in range { #expect(abs(back[i] - numbers[i]) <= largest / 254 * 1.0001) }
            let kept = back[range].map(\.magnitude).max() ?? 0
            #expect(abs(kept - largest) <= largest * 1e-6)
        }
    }

    @Test("int8 refuses what isn't finite", arguments: [Double.nan, .infinity, -.infinity])
    func int8NotFinite(number: Double) {
        let tensor = Tensor([0, 1, number, 2], shape: [2, 2])
        #expect(throws: TensorConversionError.self) { try tensor.converted(to: .int8) }
    }
}
