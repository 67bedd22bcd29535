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

    @Test(
        "Whoever wrote a file and compares the numbers catches every flip of a bit without sums of them",
        arguments: files + [try? sampleModel().converted(to: .int8).encoded(compression: .none)].compactMap(\.self))
    func flipsWhileWriting(file: [UInt8]) throws {
        let original = try ModelFile(bytes: file)
        let model = try original.model()
        let written = try original.rewritten(metadata: model.metadata, history: model.history)
        try original.verify(as: written)
        var unnoticed = 0
        for index in file.indices {
            for bit in 0..<8 {
                var damaged = file
                damaged[index] ^= 1 << bit
                do throws(ModelFileError) {
                    let back = try ModelFile(bytes: damaged)
                    try back.verify(as: written)
                    #expect(try back.model().layers != model.layers, "bit \(bit) of byte \(index)")
                    unnoticed += 1
                } catch {
                    continue
                }
            }
        }
        // The numbers of a raw file, of which every bit makes another number.
        let raw = original.chunks.filter { $0.codec == .raw && $0.tensor != nil }.reduce(0) { $0 + $1.storedLength }
        #expect(unnoticed == 8 * raw)
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
