import Foundation
import NNFile
import Testing

@Suite("File errors")
struct FileErrorTests {
    @Test(
        "say the path, what was tried, and the system's reason",
        arguments: [
            (FileError.Operation.open, ENOENT, "a.h5: can't be opened: No such file or directory"),
            (.read, EIO, "a.h5: can't be read: Input/output error"),
            (.list, ENOTDIR, "a.h5: can't be listed: Not a directory"),
            (.create, EACCES, "a.h5: can't be created: Permission denied"),
            (.write, ENOSPC, "a.h5: can't be written: No space left on device"),
            (.sync, EIO, "a.h5: can't be synced to disk: Input/output error"),
            (.rename, EPERM, "a.h5: can't be put in place: Operation not permitted"),
        ])
    func text(operation: FileError.Operation, code: Int32, text: String) {
        #expect(FileError(path: "a.h5", operation: operation, code: code).description == text)
    }

    @Test(
        "tell a missing input from an output that can't be, and both from a failing disk",
        arguments: [
            (FileError.Operation.open, ENOENT, FailureReason.missingInput), (.open, EACCES, .missingInput),
            (.open, EISDIR, .missingInput), (.list, ENOTDIR, .missingInput), (.read, EISDIR, .missingInput),
            (.read, EIO, .inputOutput), (.read, EFBIG, .malformedInput),
            (.create, ENOENT, .cannotCreate), (.create, EACCES, .cannotCreate), (.create, EISDIR, .cannotCreate),
            (.create, EROFS, .cannotCreate), (.create, ENOSPC, .inputOutput), (.create, EDQUOT, .inputOutput),
            (.create, EIO, .inputOutput), (.write, ENOSPC, .inputOutput), (.sync, EIO, .inputOutput),
            (.rename, EPERM, .cannotCreate), (.rename, EISDIR, .cannotCreate), (.rename, ENOSPC, .inputOutput),
        ])
    func reason(operation: FileError.Operation, code: Int32, reason: FailureReason) {
        #expect(FileError(path: "a.h5", operation: operation, code: code).reason == reason)
    }

    @Test("take errno where no code is given")
    func takesErrno() {
        #expect(open("/nowhere/at/all", O_RDONLY) == -1)
        #expect(FileError(path: "x", operation: .open).code == ENOENT)
    }
}
