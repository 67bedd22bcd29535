import NNModel
import Testing

@Suite struct DamageTests {
    static let files: [[UInt8]] = Compression.allCases.compactMap { try? sampleModel().encoded(compression: $0) }

    @Test("Every flip of a bit is caught, with a place", arguments: files)
    func flips(file: [UInt8]) throws {
        for index in file.indices {
            for bit in 0..<8 {
                var damaged = file
                damaged[index] ^= 1 << bit
                let violation = try #require(breach(in: damaged), "bit \(bit) of byte \(index)")
                #expect((0..<file.count).contains(violation.offset) && !violation.place.isEmpty)
            }
        }
    }

    @Test("Every byte that becomes another is caught", arguments: files)
    func replacedBytes(file: [UInt8]) throws {
        for index in file.indices {
            for byte in [UInt8.min, .max, 0x20, file[index] &+ 1] where byte != file[index] {
                var damaged = file
                damaged[index] = byte
                #expect(breach(in: damaged) != nil, "byte \(index)")
            }
        }
    }

    @Test("Every truncation is caught, and says how much is there", arguments: files)
    func truncations(file: [UInt8]) throws {
        for length in file.indices {
            let violation = try #require(breach(in: Array(file.prefix(length))))
            #expect(violation.rule == (length == 0 ? .signature : .truncated))
        }
        #expect(breach(in: file + [0])?.rule == .fileLength)
    }

    private func breach(in bytes: [UInt8]) -> Violation? {
        do throws(ModelFileError) {
            try ModelFile(bytes: bytes).verify()
            return nil
        } catch {
            guard case .violation(let violation, _) = error else { return nil }
            return violation
        }
    }
}
