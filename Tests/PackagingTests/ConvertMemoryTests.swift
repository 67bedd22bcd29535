import Foundation
import NNModel
import NNTestSupport
import Testing

/// nnconvert on files that are larger than its memory may be.
@Suite("Memory of conversion", .needsReleaseTools)
struct ConvertMemoryTests {
    /// Runs a program, and prints exit code and most memory in KiB; see `MemoryTests`.
    private static let script = """
        import os, sys
        _, status, usage = os.wait4(os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ), 0)
        print(os.WEXITSTATUS(status) if os.WIFEXITED(status) else -1,
            usage.ru_maxrss // (1024 if sys.platform == "darwin" else 1))
        """

    /// Two layers of 128 MiB each, all zeros, of which the disk holds nothing.
    private func makeSparse(_ path: String) throws {
        let width = 5_800
        let size = 4 * width * width
        var tensors: [String] = []
        var end = 0
        for (name, shape, bytes) in [
            ("0.bias", "[\(width)]", 4 * width), ("0.weight", "[\(width),\(width)]", size),
            ("2.bias", "[\(width)]", 4 * width), ("2.weight", "[\(width),\(width)]", size),
        ] {
            tensors.append(#""\#(name)":{"dtype":"F32","shape":\#(shape),"data_offsets":[\#(end),\#(end + bytes)]}"#)
            end += bytes
        }
        var header = Array("{\(tensors.joined(separator: ","))}".utf8)
        while header.count % 8 != 0 { header.append(UInt8(ascii: " ")) }
        let length = withUnsafeBytes(of: UInt64(header.count).littleEndian) { Array($0) }
        try Data(length + header).write(to: URL(filePath: path))
        let file = try #require(FileHandle(forUpdatingAtPath: path))
        try file.truncate(atOffset: UInt64(8 + header.count + end))
        try file.close()
    }

    @Test("a file of 256 MiB is read, written, proven and verified within 96 MiB, from and to formats that are mapped")
    func largeFiles() throws {
        let folder = try TemporaryFolder()
        try makeSparse(folder("a.safetensors"))
        let activations = ["--activations", "relu,identity"]
        for (tool, arguments) in [
            (Tool.nnconvert, [folder("a.safetensors"), folder("b.nnm"), "--compress", "none"] + activations),
            (Tool.nninspect, ["verify", folder("b.nnm")]),
            (Tool.nnconvert, [folder("b.nnm"), folder("b.nnm"), "--set", "author=me"]),
            (Tool.nnconvert, [folder("b.nnm"), folder("c.gguf")]),
            (Tool.nnconvert, [folder("c.gguf"), folder("d.safetensors")]),
        ] {
            let result = try Tool(path: "/usr/bin/env").run(
                ["python3", "-S", "-c", Self.script, tool.path] + arguments)
            let words = try #require(result.stdout.split(separator: "\n").last).split(separator: " ")
            #expect(words[0] == "0", "\(arguments): \(result)")
            #expect(try #require(Int(words[1])) <= 96 << 10, "\(arguments): \(words[1]) KiB")
        }
        let size = try FileManager.default.attributesOfItem(atPath: folder("d.safetensors"))[.size] as? Int
        #expect(try #require(size) > 256 << 20)
    }
}
