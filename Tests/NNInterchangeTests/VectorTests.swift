import Foundation
import NNInterchange
import NNModel
import NNTestSupport
import Testing

/// Every valid vector of the format, on its way through the converter.
@Suite("Converting the format's vectors")
struct VectorTests {
    private static let folder = Places.fixture("vectors/valid")
    static let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter {
        $0.hasSuffix(".nnm")
    }.sorted()

    @Test("to .nnm the digest stays; to npz and back, too, where numpy has the types and the activations have names")
    func roundTrips() throws {
        #expect(Self.names.count >= 60)
        let folder = try TemporaryFolder()
        var pairs = 0
        for name in Self.names {
            let path = "\(Self.folder)/\(name)"
            let source = try ModelFile(path: path)
            let model = try converted(path, in: folder) { $0.compression = .fast }.model
            #expect(try ModelFile(path: folder("converted.nnm")).header.digest == source.header.digest, "\(name)")

            let conversion = Conversion(from: path, to: folder("m.npz"), as: NPZFormat.self)
            guard model.layers.allSatisfy(\.activation.isRecognized) else {
                #expect(throws: InterchangeError.self, "\(name)") { try conversion.run() }
                continue
            }
            #expect(try conversion.run().proof.isExact, "\(name)")
            let back = try converted(folder("m.npz"), in: folder).model
            let types = Set(model.layers.flatMap { [$0.weights.dataType, $0.biases.dataType] })
            guard types.isDisjoint(with: [.bfloat16, .int8]) else { continue }
            pairs += 1
            #expect(try back.file().digest == source.header.digest, "\(name)")
        }
        #expect(pairs >= 40)
    }
}
