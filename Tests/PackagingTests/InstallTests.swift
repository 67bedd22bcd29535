import Foundation
import NNTestSupport
import Testing

@Suite("Installing", .needsReleaseTools)
struct InstallTests {
    @Test("puts every tool where PREFIX says, below DESTDIR")
    func install() throws {
        let stage = try TemporaryFolder()
        let result = try Tool(path: "/usr/bin/env").run(
            ["make", "install", "DESTDIR=\(stage.path)/a stage", "PREFIX=/opt/nn"], in: Places.root.path)
        try #require(result.exitCode == 0, "\(result)")
        let bin = stage("a stage/opt/nn/bin")
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: bin).sorted()
                == ["nndata", "nninspect", "nnpredict", "nntrain"])
        let version = try Tool(path: bin + "/nninspect").run("--version")
        #expect(version.exitCode == 0, "\(version)")
    }
}
