import Foundation
import NNTestSupport
import Testing

@Suite("Installing", .needsReleaseTools)
struct InstallTests {
    private static let tools = ["nnconvert", "nndata", "nninspect", "nnpredict", "nntrain"]

    private func make(_ target: String, _ variables: String...) throws {
        let result = try Tool(path: "/usr/bin/env").run(["make", target] + variables, in: Places.root.path)
        try #require(result.exitCode == 0, "\(result)")
    }

    private func contents(of folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    }

    @Test("puts every tool where PREFIX says, below DESTDIR")
    func install() throws {
        let stage = try TemporaryFolder()
        try make("install", "DESTDIR=\(stage.path)/a stage", "PREFIX=/opt/nn")
        let bin = stage("a stage/opt/nn/bin")
        #expect(try contents(of: bin) == Self.tools)
        let version = try Tool(path: bin + "/nninspect").run("--version")
        #expect(version.exitCode == 0, "\(version)")
    }

    @Test("puts the C library in place: links by its version, the header, and what pkg-config asks for", .onlyOnLinux)
    func library() throws {
        let stage = try TemporaryFolder()
        try make("install", "DESTDIR=\(stage.path)/a stage", "PREFIX=/opt/all of nn")
        let prefix = stage("a stage/opt/all of nn")
        #expect(
            try contents(of: prefix + "/lib")
                == ["libnnmodel.so", "libnnmodel.so.1", "libnnmodel.so.1.0.0", "pkgconfig"])
        func link(_ name: String) throws -> String {
            try FileManager.default.destinationOfSymbolicLink(atPath: "\(prefix)/lib/\(name)")
        }
        #expect(try link("libnnmodel.so") == "libnnmodel.so.1")
        #expect(try link("libnnmodel.so.1") == "libnnmodel.so.1.0.0")
        #expect(
            try bytes(of: prefix + "/include/nnmodel.h")
                == bytes(of: Places.root.appending(path: "Sources/NNModelC/include/nnmodel.h").path))
        // DESTDIR is where the files wait, PREFIX where they will be used.
        let description = try text(of: prefix + "/lib/pkgconfig/nnmodel.pc")
        #expect(description.hasPrefix("prefix=/opt/all of nn\n") && !description.contains(stage.path))
    }

    @Test("uninstall takes away what install brought, and nothing else")
    func uninstall() throws {
        let stage = try TemporaryFolder()
        let variables = ("DESTDIR=\(stage.path)/a stage", "PREFIX=/opt/nn")
        try stage.write("another's", to: "a stage/opt/nn/bin/other")
        try stage.write("another's", to: "a stage/opt/nn/lib/libother.so")
        try make("install", variables.0, variables.1)
        try make("uninstall", variables.0, variables.1)
        let files = try FileManager.default.subpathsOfDirectory(atPath: stage.path).filter {
            try FileManager.default.attributesOfItem(atPath: stage($0))[.type] as? FileAttributeType != .typeDirectory
        }
        #expect(files.sorted() == ["a stage/opt/nn/bin/other", "a stage/opt/nn/lib/libother.so"])
    }
}
