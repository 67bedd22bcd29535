import Foundation
import NNFile
import NNInterchange
import NNModel
import NNTestSupport
import Testing

@Suite("Models as C source")
struct CSourceTests {
    private static let gcc = Tool(path: "/usr/bin/env")

    /// Compiles a header with a program that predicts, every warning an error, and gives what it prints for each example.
    private func answers(
        of header: String, _ prefix: String, isDouble: Bool, examples: [[Double]], in folder: TemporaryFolder
    ) throws -> [[Double]] {
        let type = isDouble ? "double" : "float"
        let rows = examples.map { "{" + $0.map { "\($0)" }.joined(separator: ", ") + "}" }.joined(separator: ",\n")
        let program = """
            #include <stdio.h>
            #include "\(header)"
            static const double examples[][\(prefix.uppercased())_INPUTS] = {\(rows)};
            int main(void) {
                for (int i = 0; i < \(examples.count); i++) {
                    \(type) x[\(prefix.uppercased())_INPUTS], y[\(prefix.uppercased())_OUTPUTS];
                    for (int j = 0; j < \(prefix.uppercased())_INPUTS; j++) x[j] = (\(type))examples[i][j];
                    \(prefix)_predict(x, y);
                    for (int j = 0; j < \(prefix.uppercased())_OUTPUTS; j++) printf("%.17g ", (double)y[j]);
                    printf("\\n");
                }
                return 0;
            }
            """
        let source = try folder.write(program, to: "main.c")
        let compiled = try Self.gcc.run(
            "gcc", "-std=c99", "-O2", "-Wall", "-Wextra", "-Wconversion", "-pedantic", "-Werror", source, "-o",
            folder("main"), "-lm")
        #expect(compiled.exitCode == 0, "\(compiled)")
        let result = try Tool(path: folder("main")).run()
        return result.stdout.split(separator: "\n").map { $0.split(separator: " ").compactMap { Double($0) } }
    }

    @Test(
        "what a C compiler makes of it, without a warning, gives our answers: every activation, preprocessing, both types",
        arguments: [DataType.float32, .float64])
    func compiles(type: DataType) throws {
        for activation in Activation.named.map(\.activation) + [
            .leakyRelu(slope: 0.3), .hardSigmoid(slope: 0.2, offset: 0.5),
        ] {
            let folder = try TemporaryFolder()
            var model = try manyActivations(type)
            model.layers = Array(model.layers[..<3])
            for index in model.layers.indices { model.layers[index].activation = activation }
            try check(model, type, in: folder)
        }
        let folder = try TemporaryFolder()
        try check(manyActivations(type), type, in: folder)
    }

    private func check(_ model: Model, _ type: DataType, in folder: TemporaryFolder) throws {
        try model.write(to: folder("m.nnm"))
        let report = try Conversion(from: folder("m.nnm"), to: folder("3 cats.h"), as: CSourceFormat.self).run()
        #expect(report.proof.isExact && report.proof.worst == 0)
        // In steps, which the compiler types in an instant; in one it takes longer than it allows itself under load.
        func number(_ seed: Int, _ index: Int) -> Double {
            let byte = (index * 37 + seed * 101) % 256
            return Double(byte - 64 * seed)
        }
        let examples = (0..<4).map { seed in (0..<12).map { number(seed, $0) } }
        let theirs = try answers(
            of: "3 cats.h", "model3_cats", isDouble: type == .float64, examples: examples, in: folder)
        #expect(theirs.count == examples.count)
        let tolerance = type == .float64 ? 1e-12 : 1e-5
        for (example, theirs) in zip(examples, theirs) {
            let ours =
                type == .float64
                ? try Predictor<Double>(model)(example).activations
                : try Predictor<Float>(model)(example.map { Float($0) }).activations.map { Double($0) }
            #expect(ours.count == theirs.count)
            for (a, b) in zip(ours, theirs) {
                #expect(abs(a - b) <= tolerance * max(1, abs(a)), "\(model.layers[0].activation)")
            }
        }
    }

    @Test("says what can't be written, and is never read")
    func refusals() throws {
        let folder = try TemporaryFolder()
        try strangeNumbers().write(to: folder("strange.nnm"))
        let error = #expect(throws: InterchangeError.self) {
            try Conversion(from: folder("strange.nnm"), to: folder("strange.h"), as: CSourceFormat.self).run()
        }
        #expect(error?.description.contains("W[1]: expected numbers, which C has names for, found NaN") == true)
        try manyActivations().write(to: folder("m.nnm"))
        _ = try Conversion(from: folder("m.nnm"), to: folder("m.h"), as: CSourceFormat.self).run()
        let read = #expect(throws: InterchangeError.self) { try converted(folder("m.h"), in: folder) }
        #expect(read?.description.hasSuffix("c is written, and never read") == true)
    }

    @Test("names of classes can't end a string or a comment")
    func hostileNames() throws {
        let folder = try TemporaryFolder()
        var model = try manyActivations()
        model.output.classNames = ["\"; int x = \"", "*/ \\", "??/", "a1", "\u{202E}é"]
        try model.write(to: folder("m.nnm"))
        _ = try Conversion(from: folder("m.nnm"), to: folder("m.h"), as: CSourceFormat.self).run()
        let source = try folder.write(
            "#include <stdio.h>\n#include \"m.h\"\nint main(void) { for (int i = 0; i < 5; i++) puts(m_classes[i]); return 0; }",
            to: "main.c")
        let compiled = try Self.gcc.run(
            "gcc", "-std=c99", "-Wall", "-Wextra", "-pedantic", "-Werror", source, "-o", folder("main"), "-lm")
        #expect(compiled.exitCode == 0, "\(compiled)")
        #expect(try Tool(path: folder("main")).run().stdout == model.output.classNames.joined(separator: "\n") + "\n")
    }
}
