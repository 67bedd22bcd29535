import Foundation
import NNFile
import NNTestSupport
import Testing

@Suite("File bytes")
struct FileBytesTests {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    /// Sizes about both ends of the one that is mapped instead of read.
    @Test("are those of the file", arguments: [0, 1, 4095, 65_537, 1 << 20, 1 << 20 + 1, 3_000_001])
    func wholeFile(count: Int) throws {
        let expected = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 7) }
        let file = try FileBytes(path: folder.write(expected, to: "file"))
        #expect(file.count == count)
        #expect(file.path == folder("file"))
        #expect(file.withUnsafeBytes { $0.elementsEqual(expected) })
    }

    @Test("of a file that is mapped stay, though another takes its place")
    func replacedWhileMapped() throws {
        let old = [UInt8](repeating: 1, count: 2 << 20)
        let file = try FileBytes(path: folder.write(old, to: "file"))
        let new = try AtomicFile(path: folder("file"))
        try new.write([UInt8](repeating: 2, count: 10))
        try new.commit()
        #expect(file.withUnsafeBytes { $0.elementsEqual(old) })
        #expect(try bytes(of: folder("file")).count == 10)
    }

    @Test("may come from memory", arguments: [0, 5])
    func fromMemory(count: Int) {
        let file = FileBytes([UInt8](repeating: 7, count: count), name: "standard input")
        #expect(file.path == "standard input")
        #expect(file.withUnsafeBytes { $0.elementsEqual([UInt8](repeating: 7, count: count)) })
    }

    @Test("of a missing file, a folder, and a file in a missing folder are errors")
    func notAFile() throws {
        let file = try folder.write("x", to: "file")
        for (path, code) in [(folder("gone"), ENOENT), (folder.path, EISDIR), (file + "/x", ENOTDIR), ("", ENOENT)] {
            #expect(throws: FileError(path: path, operation: .open, code: code)) { _ = try FileBytes(path: path) }
        }
    }

    @Test("of a file that may not be read are an error")
    func unreadable() async throws {
        let path = try folder.write("secret", to: "file")
        chmod(path, 0)
        await #expect(processExitsWith: .success) { [path = path as String] in
            // Nothing stops root; another process can stop being it without harm to the other tests.
            if getuid() == 0 { try #require(setuid(65534) == 0) }
            #expect(throws: FileError(path: path, operation: .open, code: EACCES)) { _ = try FileBytes(path: path) }
        }
    }

    @Test("that the system fails to read are an error")
    func readError() {
        // Linux lets anyone open a process's memory and fails at address 0, where nothing is mapped.
        let path = "/proc/self/mem"
        guard FileManager.default.fileExists(atPath: path) else { return }
        #expect(throws: FileError(path: path, operation: .read, code: EIO)) { _ = try FileBytes(path: path) }
    }

    @Test("of a pipe are read to the end", arguments: [0, 10, 65_536, 65_537, 200_000])
    func pipe(count: Int) throws {
        let expected = [UInt8](repeating: 3, count: count)
        let fifo = try fifo(yielding: expected)
        let file = try FileBytes(path: fifo)
        #expect(file.withUnsafeBytes { $0.elementsEqual(expected) })
    }

    @Test("of a pipe that yields more than the limit are refused", arguments: [(101, 100), (200_000, 199_999)])
    func endlessPipe(count: Int, limit: Int) throws {
        let fifo = try fifo(yielding: [UInt8](repeating: 3, count: count))
        #expect(throws: FileError(path: fifo, operation: .read, code: EFBIG)) {
            _ = try FileBytes(path: fifo, limit: limit)
        }
    }

    @Test("of a pipe may reach the limit exactly", arguments: [0, 100, 199_999])
    func exactLimit(count: Int) throws {
        let file = try FileBytes(path: fifo(yielding: [UInt8](repeating: 3, count: count)), limit: count)
        #expect(file.count == count)
    }

    @Test("of a device without end are refused")
    func endlessDevice() {
        #expect(throws: FileError(path: "/dev/zero", operation: .read, code: EFBIG)) {
            _ = try FileBytes(path: "/dev/zero", limit: 1_000_000)
        }
    }

    @Test("of a regular file may be more than the limit")
    func limitIsForPipes() throws {
        #expect(try FileBytes(path: folder.write("0123456789", to: "file"), limit: 5).count == 10)
    }

    /// A named pipe into which a thread writes as soon as somebody reads.
    private func fifo(yielding bytes: [UInt8]) throws -> String {
        let path = folder("fifo")
        try #require(mkfifo(path, 0o600) == 0)
        let source = try folder.write(bytes, to: "source")
        // A program of its own takes the SIGPIPE where the reader gives up.
        let writer = Process()
        writer.executableURL = URL(filePath: "/bin/sh")
        writer.arguments = ["-c", "exec cat \"$1\" > \"$2\"", "sh", source, path]
        try writer.run()
        return path
    }
}

@Suite("Reading a file in pieces")
struct FilePiecesTests {
    @Test("the pieces are the file, whatever their length", arguments: [0, 1, 9, 10, 11, 1000])
    func pieces(_ count: Int) throws {
        let folder = try TemporaryFolder()
        let expected = (0..<count).map { UInt8(truncatingIfNeeded: $0 * 7) }
        let path = try folder.write(expected, to: "file")
        for length in [1, 3, 10, 1 << 20] {
            var (found, lengths) = ([UInt8](), [Int]())
            try readPieces(ofFile: path, length: length) {
                found += $0
                lengths.append($0.count)
            }
            #expect(found == expected)
            #expect(lengths.dropLast().allSatisfy { $0 == length } && lengths.allSatisfy { 1...length ~= $0 })
        }
    }

    @Test("a file that can't be opened or read is named")
    func unreadable() throws {
        let folder = try TemporaryFolder()
        #expect(throws: FileError(path: folder.path, operation: .open, code: EISDIR)) {
            try readPieces(ofFile: folder.path) { _ in }
        }
        #expect(throws: FileError(path: folder("none"), operation: .open, code: ENOENT)) {
            try readPieces(ofFile: folder("none")) { _ in }
        }
    }
}
