import Foundation

/// What each worker is judging at the moment, kept where a signal handler can reach it: a reader that traps or hangs
/// takes the program down, and must leave the file behind that it was given.
enum BlackBox {
    static let workers = 8
    nonisolated(unsafe) private static let current = UnsafeMutablePointer<UnsafeRawBufferPointer>
        .allocate(capacity: workers)
    nonisolated(unsafe) private static let files = UnsafeMutablePointer<Int32>.allocate(capacity: workers)

    /// - Parameter folder: where `dying-N.nnm` is left, for each worker N.
    static func prepare(in folder: URL) {
        for worker in 0..<workers {
            current[worker] = UnsafeRawBufferPointer(start: nil, count: 0)
            files[worker] = open(folder.appending(path: "dying-\(worker).nnm").path, O_WRONLY | O_CREAT, 0o644)
            ftruncate(files[worker], 0)
        }
        for number in [SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGABRT, SIGFPE, SIGALRM] {
            signal(number) { BlackBox.dump(signal: $0) }
        }
        resume()
    }

    /// Puts the alarm off, which takes a reader that doesn't come back for hung.
    static func resume() { alarm(120) }

    static func judging<Result>(_ bytes: [UInt8], worker: Int, _ body: () -> Result) -> Result {
        bytes.withUnsafeBytes {
            current[worker] = $0
            defer { current[worker] = UnsafeRawBufferPointer(start: nil, count: 0) }
            return body()
        }
    }

    private static func dump(signal number: Int32) {
        let text: StaticString = "nnmutants: a reader crashed or hung; its file is one of dying-N.nnm\n"
        write(2, text.utf8Start, text.utf8CodeUnitCount)
        for worker in 0..<workers where current[worker].baseAddress != nil {
            write(files[worker], current[worker].baseAddress, current[worker].count)
        }
        _exit(1)
    }
}
