import Foundation
import NNModel
import NNTestSupport
import Testing

/// nnconvert reads Keras's files in a process of its own, since libhdf5 may crash on them.
@Suite struct ConvertKerasTests {
    private static func file(_ name: String) -> String { Places.fixture("interchange/keras/\(name)") }

    @Test("Keras's files go to .nnm and back, with notes and metadata")
    func conversions() throws {
        let folder = try TemporaryFolder()
        for name in ["k3-pictures.keras", "k2-pictures.h5"] {
            let read = try Tool.nnconvert.run([Self.file(name), folder("model.nnm"), "--set", "author=me"])
            #expect(read.exitCode == 0 && read.stderr.contains("note: left out: 1 × Dropout"), "\(read)")
            let model = try Model(path: folder("model.nnm"))
            #expect(model.metadata["author"] == "me" && model.metadata["source.file"] == name)
            for output in ["model.keras", "model.h5"] {
                let written = try Tool.nnconvert.run([folder("model.nnm"), folder(output)])
                #expect(written.exitCode == 0, "\(written)")
                let back = try Tool.nnconvert.run([folder(output), folder("back.nnm")])
                #expect(back.exitCode == 0, "\(back)")
                #expect(try Model(path: folder("back.nnm")).layers == model.layers)
            }
        }
    }

    @Test("A hostile file is one line and exit code 65, as from a process that reads it itself")
    func hostile() throws {
        let folder = try TemporaryFolder()
        for (name, words) in [("hostile/lambda.keras", "layer 'evil' (Lambda)"), ("hostile/cut-short.h5", "truncated")]
        {
            let result = try Tool.nnconvert.run([Self.file(name), folder("out.nnm")])
            #expect(result.exitCode == 65, "\(result)")
            #expect(
                result.stderr.hasPrefix("nnconvert: \(Self.file(name)): ") && result.stderr.contains(words), "\(result)"
            )
            #expect(result.stderr.split(separator: "\n").count == 1 && result.stdout.isEmpty, "\(result)")
        }
        #expect(try folder.names.isEmpty)
    }

    @Test("Activations that are told are told to the other process too")
    func activations() throws {
        let folder = try TemporaryFolder()
        let file = Self.file("k3-functional.h5")
        let good = try Tool.nnconvert.run([file, folder("out.nnm"), "--activations", "gelu,relu6,sigmoid"])
        #expect(good.exitCode == 0, "\(good)")
        let bad = try Tool.nnconvert.run([file, folder("out.nnm"), "--activations", "relu,relu6,sigmoid"])
        #expect(bad.exitCode == 65 && bad.stderr.contains("no activations from elsewhere"), "\(bad)")
    }

    // Only Linux holds a process to its limit of memory.
    #if os(Linux)
        @Test("The end of the process that reads, here for want of memory, is one line and exit code 65")
        func crash() throws {
            let folder = try TemporaryFolder()
            let path = Self.file("brackets.keras")
            let result = try Tool.nnconvert.run([path, folder("out.nnm")])
            #expect(result.exitCode == 65, "\(result)")
            #expect(
                result.stderr
                    == "nnconvert: \(path): reading it crashed, or took more memory or time than a file of its size needs\n"
            )
            #expect(try folder.names.isEmpty)
        }
    #endif

    @Test(
        "Damage that libhdf5 crashes on, or goes in circles over for ever, is one line and exit code 65",
        arguments: [
            // The upper half of an address in the heap of names, and a length: libhdf5 1.10.8 crashes on the one, and
            // never comes back from the other.
            (2_914, 1 as UInt8), (2_912, 128),
        ])
    func damage(offset: Int, byte: UInt8) throws {
        let folder = try TemporaryFolder()
        var damaged = try bytes(of: Self.file("k2-types.h5"))
        damaged[offset] = byte
        let path = try folder.write(damaged, to: "damaged.h5")
        let result = try Tool.nnconvert.run([path, folder("out.nnm")], timeout: 60)
        #expect(result.exitCode == 65 && result.stderr.hasPrefix("nnconvert: \(path): "), "\(result)")
        #expect(result.stderr.split(separator: "\n").count == 1, "\(result)")
        #expect(try folder.names == ["damaged.h5"])
    }

    @Test("A pipe is refused: another process is to read the file")
    func pipe() throws {
        let folder = try TemporaryFolder()
        let result = try Tool.shell.run(
            [
                "-c", "cat \"$1\" | \"$0\" /dev/stdin \"$2\"", Tool.nnconvert.path, Self.file("k2-types.h5"),
                folder("out.nnm"),
            ])
        #expect(result.exitCode == 66 && result.stderr.contains("expected a regular file"), "\(result)")
    }
}
