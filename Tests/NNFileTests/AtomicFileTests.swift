import Foundation
import NNFile
import NNTestSupport
import Testing

@Suite("Atomic file")
struct AtomicFileTests {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    @Test("appears whole, with nothing else beside it", arguments: [0, 1, 5_000_000])
    func createsFile(count: Int) throws {
        let expected = [UInt8](repeating: 9, count: count)
        let file = try AtomicFile(path: folder("out"))
        try file.write(expected)
        #expect(try !folder.names.contains("out"))
        try file.commit()
        #expect(try bytes(of: folder("out")) == expected)
        #expect(try folder.names == ["out"])
    }

    @Test("takes parts in any order, with zeros where there are none")
    func parts() throws {
        let file = try AtomicFile(path: folder("out"))
        try file.write(Array("last".utf8), at: 40_000_000)
        try file.write([UInt8](repeating: 9, count: 30_000_000), at: 5_000_000)
        try file.write(Array("first".utf8), at: 0)
        try file.write([], at: 3)
        try file.commit()
        let expected =
            Array("first".utf8) + [UInt8](repeating: 0, count: 4_999_995) + [UInt8](repeating: 9, count: 30_000_000)
            + [UInt8](repeating: 0, count: 5_000_000) + Array("last".utf8)
        #expect(try bytes(of: folder("out")) == expected)
    }

    @Test("shows the old file until it is committed")
    func replacesFile() throws {
        try folder.write("old", to: "out")
        let file = try AtomicFile(path: folder("out"))
        try file.write("new ")
        try file.write(Array("file".utf8))
        #expect(try text(of: folder("out")) == "old")
        try file.commit()
        #expect(try text(of: folder("out")) == "new file")
        #expect(try folder.names == ["out"])
    }

    @Test("that is given up leaves the old file and nothing new")
    func abandoned() throws {
        try folder.write("old", to: "out")
        func giveUp(_ name: String) throws {
            let file = try AtomicFile(path: folder(name))
            try file.write("half")
            throw CancellationError()
        }
        #expect(throws: CancellationError.self) { try giveUp("out") }
        #expect(throws: CancellationError.self) { try giveUp("other") }
        #expect(try text(of: folder("out")) == "old")
        #expect(try folder.names == ["out"])
    }

    @Test("whose process is killed leaves the old file, and what it had written under its temporary name")
    func killed() async throws {
        let path = try folder.write("old", to: "out")
        await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
            let file = try AtomicFile(path: path)
            try file.write("half")
            kill(getpid(), SIGKILL)
            try file.commit()
        }
        #expect(try text(of: path) == "old")
        let names = try folder.names
        #expect(names.count == 2 && names.allSatisfy { $0 == "out" || $0.hasPrefix("out.") && $0.hasSuffix(".tmp") })
    }

    @Test("may be written by somebody else at its temporary path")
    func temporaryPath() throws {
        let file = try AtomicFile(path: folder("out"))
        #expect(URL(filePath: file.temporaryPath).deletingLastPathComponent().path == folder.path)
        try Data("by a library".utf8).write(to: URL(filePath: file.temporaryPath))
        try file.commit()
        #expect(try text(of: folder("out")) == "by a library")
    }

    @Test("can't stand in a missing folder, in a file, in place of a folder, or without a name")
    func cannotBeCreated() throws {
        let file = try folder.write("x", to: "file")
        let link = folder("loop")
        symlink(link, link)
        let cases = [
            (folder("gone/out"), ENOENT), (file + "/out", ENOTDIR), (folder.path, EISDIR),
            (folder("gone") + "/", ENOENT),
            (link, ELOOP),
        ]
        for (path, code) in cases {
            let error = #expect(throws: FileError.self) { _ = try AtomicFile(path: path) }
            #expect(error == FileError(path: path, operation: .create, code: code))
            #expect(error?.reason == .cannotCreate)
        }
        #expect(throws: FileError(path: "''", operation: .create, code: ENOENT)) { _ = try AtomicFile(path: "") }
        #expect(try folder.names == ["file", "loop"])
    }

    @Test("can't be created without permission, nor replace a file that may not be written")
    func permissions() async throws {
        let (file, new) = (try folder.write("old", to: "open/file"), folder("closed/new"))
        chmod(folder("open"), 0o777)
        chmod(file, 0o444)
        mkdir(folder("closed"), 0o555)
        await #expect(processExitsWith: .success) { [file = file as String, new = new as String] in
            // Nothing stops root; another process can stop being it without harm to the other tests.
            if getuid() == 0 { try #require(setuid(65534) == 0) }
            for path in [file, new] {
                let error = #expect(throws: FileError.self) { _ = try AtomicFile(path: path) }
                #expect(error == FileError(path: path, operation: .create, code: EACCES))
            }
        }
        #expect(try text(of: file) == "old")
    }

    @Test("that a folder has taken the place of fails, and is gone")
    func renameFails() throws {
        let path = folder("out")
        func replaceLate() throws {
            let file = try AtomicFile(path: path)
            try file.write("new")
            try folder.write("x", to: "out/x")
            try file.commit()
        }
        #expect(throws: FileError(path: path, operation: .rename, code: EISDIR)) { try replaceLate() }
        #expect(try folder.names == ["out"])
    }

    @Test("follows links to the file that they name", arguments: ["real", "missing"])
    func throughLinks(name: String) throws {
        try folder.write("old", to: "sub/real")
        symlink("sub/\(name)", folder("link"))
        symlink(folder("link"), folder("link to link"))
        let file = try AtomicFile(path: folder("link to link"))
        try file.write("new")
        try file.commit()
        #expect(try text(of: folder("sub/\(name)")) == "new")
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: folder("link")) == "sub/\(name)")
        #expect(try folder.names == ["link", "link to link", "sub"])
    }

    @Test("keeps the mode of the file that it replaces", arguments: [0o600, 0o644, 0o666, 0o777])
    func keepsMode(mode: mode_t) throws {
        chmod(try folder.write("old", to: "out"), mode)
        try AtomicFile(path: folder("out")).commit()
        var status = stat()
        try #require(stat(folder("out"), &status) == 0)
        #expect(status.st_mode & 0o777 == mode)
    }

    @Test("gets the mode that any new file gets")
    func newMode() throws {
        try AtomicFile(path: folder("ours")).commit()
        // Not umask(), which the other tests would feel.
        close(open(folder("theirs"), O_CREAT | O_WRONLY, 0o666))
        var (ours, theirs) = (stat(), stat())
        try #require(stat(folder("ours"), &ours) == 0 && stat(folder("theirs"), &theirs) == 0)
        #expect(ours.st_mode == theirs.st_mode)
    }

    @Test(
        "may have any name that a file may have",
        arguments: [String(repeating: "n", count: 255), String(repeating: "ü", count: 127), "\u{301}x", "a b.nnm"])
    func names(name: String) throws {
        let file = try AtomicFile(path: folder.path + "/" + name)
        try file.write("new")
        try file.commit()
        #expect(try folder.names == [name])
    }

    @Test("on a full disk says so")
    func fullDisk() throws {
        guard FileManager.default.fileExists(atPath: "/dev/full") else { return }
        let file = try AtomicFile(path: "/dev/full")
        let error = #expect(throws: FileError.self) { try file.write("text") }
        #expect(error == FileError(path: "/dev/full", operation: .write, code: ENOSPC))
        #expect(error?.reason == .inputOutput)
    }

    @Test("over a device writes to it and leaves it there", arguments: ["/dev/null", "/dev/full"])
    func device(path: String) throws {
        guard FileManager.default.fileExists(atPath: path) else { return }
        let file = try AtomicFile(path: path)
        #expect(file.temporaryPath == path && !file.isSeekable)
        if path == "/dev/null" { try file.write("text") }
        try file.commit()
        var status = stat()
        try #require(stat(path, &status) == 0)
        #expect(status.st_mode & S_IFMT == S_IFCHR)
    }

    @Test("over a pipe reaches its reader")
    func pipe() throws {
        let fifo = folder("fifo")
        try #require(mkfifo(fifo, 0o600) == 0)
        let reader = Process()
        reader.executableURL = URL(filePath: "/bin/sh")
        reader.arguments = ["-c", "exec cat \"$1\" > \"$2\"", "sh", fifo, folder("read")]
        try reader.run()
        try writeAndCommit("through", to: fifo)
        reader.waitUntilExit()
        #expect(try text(of: folder("read")) == "through")
    }

    private func writeAndCommit(_ text: String, to path: String) throws {
        let file = try AtomicFile(path: path)
        try file.write(text)
        try file.commit()
    }
}
