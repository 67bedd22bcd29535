import Foundation
import NNTestSupport
import Testing

/// What the release tools ask of the machine that they run on. A library more would be felt by every user: HDF5 alone
/// brings libcurl and OpenSSL along, and 10 ms at every start.
@Suite("Linking", .onlyOnLinux, .needsReleaseTools)
struct LinkingTests {
    /// The runtimes of C and C++, without the numbers of their versions.
    static let runtimes: Set = [
        "libc", "libm", "libdl", "libpthread", "librt", "libgcc_s", "libstdc++", "ld-linux-x86-64", "ld-linux-aarch64",
    ]

    @Test(
        "a tool needs no libraries but those of its own work",
        arguments: [
            ("nninspect", ["libz"]),
            ("nnpredict", ["libz", "libturbojpeg", "libpng16", "libwebp"]),
            // What libzip itself asks for doesn't stand here: bzip2, and a library of ciphers.
            ("nnconvert", ["libz", "libzip", "libhdf5"]),
            ("nndata", ["libz", "libzip", "libturbojpeg", "libpng16", "libwebp", "libhdf5"]),
            ("nntrain", ["libz", "libhdf5", "libopenblas"]),
        ])
    func libraries(tool: String, own: [String]) throws {
        let result = try Tool(path: "/usr/bin/env").run("readelf", "--dynamic", "--wide", Tool(tool).path)
        try #require(result.exitCode == 0, "\(result)")
        let needed = result.stdout.matches(of: /\(NEEDED\).*\[(.+?)\.so[.0-9]*\]/).map { String($0.1) }
        // Debian names HDF5's library after how it was built: libhdf5_serial.
        let names = Set(needed.map { $0.hasPrefix("libhdf5") ? "libhdf5" : $0 })
        #expect(names.contains("libc"), "no readelf that we can read: \(result.stdout)")
        #expect(names.subtracting(Self.runtimes).subtracting(own) == [])
        // No path of the machine that it was built on is searched for libraries.
        #expect(!result.stdout.contains("RUNPATH") && !result.stdout.contains("RPATH"), "\(result.stdout)")
    }

    @Test(
        "a tool is small and starts at once", arguments: ["nninspect", "nnpredict", "nnconvert", "nndata", "nntrain"])
    func size(tool: String) throws {
        let size = try FileManager.default.attributesOfItem(atPath: Tool(tool).path)[.size] as? Int
        // Foundation would make it 60 MB more, FoundationEssentials 6.
        #expect(try #require(size) < 16 << 20)
        let result = try Tool(tool).run("--version")
        #expect(result.exitCode == 0 && result.stderr.isEmpty, "\(result)")
        #expect(result.stdout.wholeMatch(of: /[a-z]+ [0-9]+\.[0-9]+\.[0-9]+\n/) != nil, "\(result)")
    }
}

/// Foundation compiled in shows in no list of libraries, but everywhere in the sources.
@Suite("Sources")
struct SourceTests {
    @Test("no target but the tests imports Foundation")
    func noFoundation() throws {
        for path in try swiftFiles(under: "Sources") {
            let imports = try text(of: path).matches(
                of: /^\s*(?:[a-z@()]+\s+)*import\s+(\w+)/.anchorsMatchLineEndings())
            #expect(!imports.contains { $0.1 == "Foundation" }, "\(path)")
        }
    }

    @Test("a C library is imported by the targets that wrap it alone")
    func doorways() throws {
        let doorways = [
            // Both inflate: one the chunks of a model file, the other IDX files as they are handed around.
            "NNCZlib": ["NNModel", "NNDataset"],
            "NNCModel": ["NNModelC"], "NNCHDF5": ["NNHDF5"], "NNCBLAS": ["NNNetwork"], "NNCJPEG": ["NNImage"],
            "NNCPNG": ["NNImage"], "NNCWebP": ["NNImage"], "NNCZip": ["NNInterchange"],
        ]
        for path in try swiftFiles(under: "Sources") {
            let source = try text(of: path)
            for (library, targets) in doorways where source.contains("import \(library)") {
                #expect(targets.contains { path.contains("/Sources/\($0)/") }, "\(path) imports \(library)")
            }
        }
    }

    @Test("the top level holds nothing but the names of the design")
    func topLevel() throws {
        let allowed: Set = [
            "Package.swift", "Makefile", "README.md", "LICENSE", ".swift-format", ".gitignore", ".ci", "Sources",
            "Tests",
            "Fixtures", "Specs",
        ]
        let git = try Tool(path: "/usr/bin/env").run(["git", "ls-files", "-z"], in: Places.root.path)
        // A source archive has no history, and may have been built in.
        try #require(git.exitCode == 0, "\(git)")
        let names = Set(git.stdout.split(separator: "\0").map { String($0.prefix { $0 != "/" }) })
        #expect(names.subtracting(allowed) == [])
        #expect(names.isSuperset(of: ["Package.swift", "Makefile", ".swift-format", ".ci", "Sources", "Tests"]))
    }

    private func swiftFiles(under folder: String) throws -> [String] {
        let root = Places.root.appending(path: folder).path
        let files = try FileManager.default.subpathsOfDirectory(atPath: root).filter { $0.hasSuffix(".swift") }
        try #require(files.count > 20)
        return files.map { root + "/" + $0 }
    }
}
