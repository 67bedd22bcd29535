import Foundation
import NNInterchange
import NNModel
import NNTestSupport
import Testing

@Suite("Writing .npz files")
struct NPZWritingTests {
    private func write(_ model: Model, _ compression: Compression, in folder: TemporaryFolder) throws -> String {
        try model.write(to: folder("model.nnm"))
        let path = folder("model-\(compression.rawValue).npz")
        var conversion = Conversion(from: folder("model.nnm"), to: path, as: NPZFormat.self)
        conversion.compression = compression
        let report = try conversion.run()
        #expect(report.proof.isExact && report.proof.worst == 0 && report.proof.examples == 16)
        return path
    }

    @Test(
        "Python's own zip and struct read every array that the table promises, bit for bit",
        arguments: Compression.allCases, [DataType.float32, .float64, .float16])
    func independentReader(compression: Compression, type: DataType) throws {
        let folder = try TemporaryFolder()
        let model = try manyActivations(type)
        let path = try write(model, compression, in: folder)
        let result = try Tool(path: "/usr/bin/env").run("python3", NumpyFiles.path("read_npz.py"), path)
        let arrays = try #require(result.json as? [[String: Any]], "\(result)")
        let count = model.layers.count
        let names = arrays.compactMap { $0["name"] as? String }
        #expect(Array(names.prefix(2 * count)) == (1...count).flatMap { ["W\($0)", "b\($0)"] })
        #expect(names[2 * count] == "activations")
        #expect(names.count { $0.hasPrefix("W") || $0.hasPrefix("b") } == 2 * count)
        #expect(arrays.allSatisfy { $0["method"] as? Int == (compression == .none ? 0 : 8) })
        for (index, layer) in model.layers.enumerated() {
            for (offset, tensor) in [layer.weights, layer.biases].enumerated() {
                let array = arrays[2 * index + offset]
                #expect(array["descr"] as? String == "<f\(type.size)" && array["shape"] as? [Int] == tensor.shape)
                let stored = (array["values"] as? [NSNumber] ?? []).flatMap { number in
                    (0..<type.size).map { UInt8(number.uint64Value >> (8 * $0) & 0xFF) }
                }
                #expect(stored == tensor.withUnsafeBytes { Array($0) })
            }
        }
        let named = Dictionary(uniqueKeysWithValues: zip(names, arrays.map { $0["values"] }))
        #expect(named["activations"] as? [String] == model.layers.map(\.activation.description))
        #expect(named["class_names"] as? [String] == ["Hund", "猫", "", "🦊 fox", "Hund"])
        #expect(named["input_shape"] as? [Int] == [2, 2, 3])
        #expect(named["input_resize"] as? [String] == ["lanczos", "crop"])
        #expect(named["output_meaning"] as? [String] == ["logit"])
        #expect((named["output_threshold"] as? [NSNumber])?.first?.uint64Value == (0.25).bitPattern)
        #expect(
            (named["input_divisor"] as? [NSNumber])?.map(\.uint64Value) == [255, 128, -0.1].map(\.bitPattern))
    }

    @Test("numpy.load reads them without pickle", .needsPeer("numpy"))
    func numpyReads() throws {
        let folder = try TemporaryFolder()
        let model = try manyActivations()
        let path = try write(model, .best, in: folder)
        let script = """
            import json, sys, numpy as np
            with np.load(sys.argv[1], allow_pickle=False) as f:
                a = {k: f[k] for k in f.files}
            print(json.dumps({"names": list(a), "sum": sum(float(a[k].astype("f8").sum()) for k in a if k[0] in "Wb"),
                              "activations": a["activations"].tolist(), "classes": a["class_names"].tolist()}))
            """
        let result = try Peers.run("-c", script, path)
        let answer = try #require(result.json as? [String: Any], "\(result)")
        let sum = model.layers.flatMap { $0.weights.scalars(as: Double.self) + $0.biases.scalars() }.reduce(0, +)
        #expect(abs((answer["sum"] as? Double ?? .nan) - sum) < 1e-9)
        #expect(answer["activations"] as? [String] == model.layers.map(\.activation.description))
        #expect(answer["classes"] as? [String] == model.output.classNames)
    }

    @Test("From .nnm and back the model is the same, digest and all; twice gives the same bytes")
    func roundTrip() throws {
        for type in [DataType.float64, .float32, .float16] {
            let folder = try TemporaryFolder()
            let model = try manyActivations(type)
            let path = try write(model, .best, in: folder)
            let back = try converted(path, in: folder).model
            #expect(try back.file().digest == model.file().digest)
            let other = try TemporaryFolder()
            #expect(try bytes(of: write(model, .best, in: other)) == bytes(of: path))
        }
    }

    @Test("Types that numpy doesn't have are written as the float32 numbers that they stand for, and noted")
    func widened() throws {
        for type in [DataType.bfloat16, .int8] {
            let folder = try TemporaryFolder()
            let model = try manyActivations(type)
            try model.write(to: folder("model.nnm"))
            let report = try Conversion(from: folder("model.nnm"), to: folder("m.npz"), as: NPZFormat.self).run()
            #expect(report.proof.isExact && report.notes.contains { $0.contains(type.name) })
            let back = try converted(folder("m.npz"), in: folder).model
            for (a, b) in zip(back.layers, model.layers) {
                #expect(a.weights.dataType == .float32)
                #expect(a.weights.scalars(as: Float.self) == b.weights.scalars(as: Float.self))
            }
        }
    }

    @Test("An activation without a name can't be written, and the layer is named")
    func unnamed() throws {
        let folder = try TemporaryFolder()
        var model = try manyActivations()
        model.layers[3].activation = .unrecognized(code: 999, parameters: [])
        try model.write(to: folder("model.nnm"))
        let error = #expect(throws: InterchangeError.self) {
            try Conversion(from: folder("model.nnm"), to: folder("m.npz"), as: NPZFormat.self).run()
        }
        #expect(error?.description.contains("layer 4") == true && error?.description.contains("999") == true)
        #expect(try folder.names == ["model.nnm"])
    }
}
