import NNFile

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Another program whose output is read; it is ended when the last reference goes.
package final class ChildProcess {
    private let path: String
    private var output: Int32
    private let errors: Int32
    private var words: [UInt8] = []
    private var identifier: pid_t?
    /// Whether all that the program printed was read.
    package private(set) var hasEnded = false
    /// How much of the error stream is kept; a line is all that is wanted.
    private static let mostWords = 1 << 14

    /// Starts the program at `path`, with nothing on its standard input.
    /// - Throws: `FileError` where it can't be started.
    package init(_ path: String, _ arguments: [String]) throws(FileError) {
        self.path = path
        let out = try Pipe(for: path)
        let err = try Pipe(for: path)
        #if canImport(Darwin)
            var actions: posix_spawn_file_actions_t?
        #else
            var actions = posix_spawn_file_actions_t()
        #endif
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, out.writing, STDOUT_FILENO)
        posix_spawn_file_actions_adddup2(&actions, err.writing, STDERR_FILENO)
        var words = ([path] + arguments).map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        var identifier = pid_t()
        let code = posix_spawn(&identifier, path, &actions, nil, &words, environment)
        guard code == 0 else { throw FileError(path: path, operation: .open, code: code) }
        self.identifier = identifier
        output = out.takeReading()
        errors = err.takeReading()
    }

    deinit {
        closeOutput()
        close(errors)
        if let identifier {
            kill(identifier, SIGKILL)
            var status: Int32 = 0
            while waitpid(identifier, &status, 0) < 0, errno == EINTR {}
        }
    }

    /// Reads some of what the program prints.
    /// - Returns: how many bytes; 0 at the end.
    package func read(into buffer: UnsafeMutableRawBufferPointer) throws(FileError) -> Int {
        var streams = [
            pollfd(fd: output, events: Int16(POLLIN), revents: 0),
            pollfd(fd: errors, events: Int16(POLLIN), revents: 0),
        ]
        while true {
            // Both, or a program that fills one would wait for us as we wait for the other.
            guard poll(&streams, nfds_t(streams.count), -1) >= 0 else {
                if errno == EINTR { continue }
                throw FileError(path: path, operation: .read)
            }
            if streams.count > 1, streams[1].revents != 0, try !readWords() { streams.removeLast() }
            guard streams[0].revents != 0 else { continue }
            let count = try readSome(output, into: buffer)
            hasEnded = count == 0
            return count
        }
    }

    /// Reads all that the program prints, and waits for its end; where it prints more than `most` bytes, no further.
    /// - Returns: what it printed, the exit code, nil where a signal ended it, and what it wrote to its error stream.
    package func finish(
        atMost most: Int = .max
    ) throws(FileError) -> (output: [UInt8], code: Int32?, errors: String) {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
        defer { buffer.deallocate() }
        var output: [UInt8] = []
        while output.count <= most {
            let count = try read(into: buffer)
            if count == 0 { break }
            output += buffer.prefix(count)
        }
        let (code, errors) = try wait()
        return (output, code, errors)
    }

    /// Waits for the end of the program; one that is still printing finds nobody to read it, and ends.
    /// - Returns: the exit code, nil where a signal ended it, and what it wrote to its error stream.
    package func wait() throws(FileError) -> (code: Int32?, errors: String) {
        closeOutput()
        while try readWords() {}
        var status: Int32 = 0
        guard let identifier else { return (0, "") }
        while waitpid(identifier, &status, 0) < 0 {
            guard errno == EINTR else { throw FileError(path: path, operation: .read) }
        }
        self.identifier = nil
        // WIFEXITED and WEXITSTATUS, which are macros.
        let code = status & 0x7F == 0 ? (status >> 8) & 0xFF : nil
        return (code, String(decoding: words, as: UTF8.self))
    }

    private func closeOutput() {
        if output >= 0 { close(output) }
        output = -1
    }

    /// - Returns: whether there may be more.
    private func readWords() throws(FileError) -> Bool {
        let some = UnsafeMutableRawBufferPointer.allocate(byteCount: 4_096, alignment: 16)
        defer { some.deallocate() }
        let count = try readSome(errors, into: some)
        words += some.prefix(min(count, Self.mostWords - words.count))
        return count > 0
    }

    private func readSome(_ descriptor: Int32, into buffer: UnsafeMutableRawBufferPointer) throws(FileError) -> Int {
        while true {
            let count = systemRead(descriptor, buffer.baseAddress, buffer.count)
            if count >= 0 { return count }
            guard errno == EINTR else { throw FileError(path: path, operation: .read) }
        }
    }
}

/// Two ends, each closed unless it is taken.
private struct Pipe: ~Copyable {
    private var reading: Int32
    let writing: Int32

    init(for path: String) throws(FileError) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw FileError(path: path, operation: .open) }
        (reading, writing) = (ends[0], ends[1])
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    }

    deinit {
        close(writing)
        if reading >= 0 { close(reading) }
    }

    /// The end to read from, which is the caller's to close.
    consuming func takeReading() -> Int32 {
        let end = reading
        reading = -1
        return end
    }
}

private var environment: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? {
    #if canImport(Darwin)
        _NSGetEnviron().pointee
    #else
        environ
    #endif
}

private func systemRead(_ descriptor: Int32, _ buffer: UnsafeMutableRawPointer?, _ count: Int) -> Int {
    read(descriptor, buffer, count)
}
